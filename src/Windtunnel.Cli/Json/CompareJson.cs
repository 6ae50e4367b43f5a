using System.Text.Json;
using Windtunnel.Cli.Runs;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Json;

internal sealed record CompareJson
{
    public required string Dag { get; init; }

    public required bool Equal { get; init; }

    public required string ExpectedState { get; init; }

    public required string ActualState { get; init; }

    /// <summary>What ran the second one.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<DifferenceJson> Differences { get; init; }

    public required string ExpectedJournal { get; init; }

    public required string ActualJournal { get; init; }

    /// <summary>The DAGs that follow it, each as this; null in their own.</summary>
    public IReadOnlyList<CompareJson>? Followers { get; init; }

    /// <summary>The DAGs that ran on one side only, in sentences; null in followers.</summary>
    public IReadOnlyList<string>? Lone { get; init; }

    public static CompareJson Of(ComparedRuns compared, RunFolder folder) => Of(compared.Comparisons[0], folder) with
    {
        Equal = compared.AreEqual,
        Followers = [.. compared.Comparisons.Skip(1).Select(one => Of(one, folder))],
        Lone = compared.Lone,
    };

    private static CompareJson Of(RunComparison comparison, RunFolder folder) => new()
    {
        Dag = comparison.Expected.DagId,
        Equal = comparison.IsEqual,
        ExpectedState = comparison.Expected.State.ToString().ToLowerInvariant(),
        ActualState = comparison.Actual.State.ToString().ToLowerInvariant(),
        Target = comparison.Actual.Target,
        Differences = [.. comparison.Differences.Select(DifferenceJson.Of)],
        ExpectedJournal = Terminal.Show(folder.JournalOf(comparison.Expected.DagId)),
        ActualJournal = Terminal.Show(folder.DeployedJournalOf(comparison.Expected.DagId)),
    };
}

internal sealed record DifferenceJson
{
    /// <summary>E.g. <c>state</c>, <c>tries</c>, <c>xcom</c>, <c>open_order</c>.</summary>
    public required string Kind { get; init; }

    public string? Task { get; init; }

    public int? MapIndex { get; init; }

    public required bool Matters { get; init; }

    public required string Expected { get; init; }

    public required string Actual { get; init; }

    public required string Cause { get; init; }

    public string? FollowsFrom { get; init; }

    public static DifferenceJson Of(RunDifference difference) => new()
    {
        Kind = difference.Kind == DifferenceKind.XCom ? "xcom" : JsonNamingPolicy.SnakeCaseLower.ConvertName(difference.Kind.ToString()),
        Task = difference.TaskId,
        MapIndex = difference.MapIndex < 0 ? null : difference.MapIndex,
        Matters = difference.Matters,
        Expected = difference.Expected,
        Actual = difference.Actual,
        Cause = difference.Cause,
        FollowsFrom = difference.FollowsFrom,
    };
}

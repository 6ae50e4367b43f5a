using System.Text.Json;
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

    public static CompareJson Of(RunComparison comparison, string expectedJournal, string actualJournal) => new()
    {
        Dag = comparison.Expected.DagId,
        Equal = comparison.IsEqual,
        ExpectedState = comparison.Expected.State.ToString().ToLowerInvariant(),
        ActualState = comparison.Actual.State.ToString().ToLowerInvariant(),
        Target = comparison.Actual.Target,
        Differences = [.. comparison.Differences.Select(DifferenceJson.Of)],
        ExpectedJournal = expectedJournal,
        ActualJournal = actualJournal,
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

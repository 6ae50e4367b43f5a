using System.Collections.Immutable;
using System.Text;

namespace Windtunnel.Insights;

/// <summary>What two runs of the same DAG differ in, e.g. one on the embedded engine and one on a deployment: states, tries, XComs, asset
/// events and order. Times are not compared.</summary>
public sealed record RunComparison
{
    private RunComparison(Run expected, Run actual, ImmutableArray<RunDifference> differences) =>
        (Expected, Actual, Differences) = (expected, actual, differences);

    public Run Expected { get; }

    public Run Actual { get; }

    /// <summary>Those that follow from no other first, of these the gravest; then in the order of the tasks.</summary>
    public ImmutableArray<RunDifference> Differences { get; }

    /// <summary>True when they differ in nothing that matters.</summary>
    public bool IsEqual => !Differences.Any(difference => difference.Matters);

    /// <param name="expected">What the other should be like; its structure is used to tell causes from what follows from them.</param>
    /// <param name="actual">The other.</param>
    public static RunComparison Of(Run expected, Run actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        RunDifference[] found =
        [
            .. OfRun(expected, actual),
            .. InstanceDifferences.Between(expected, actual),
            .. OrderDifferences.Between(expected, actual),
        ];
        Dictionary<string, string> origins = DifferenceOrigins.Of(
            expected.Outline, found.Where(one => one is { Matters: true, TaskId: not null }).Select(one => one.TaskId!));
        Dictionary<string, int> order = expected.Outline.Tasks.Index().ToDictionary(task => task.Item.Id, task => task.Index);
        return new(expected, actual,
        [
            .. found.Select(one => Traced(one, origins))
                .OrderBy(one => one.FollowsFrom is not null)
                .ThenBy(one => one.Kind)
                .ThenBy(one => one.TaskId is { } id ? order.GetValueOrDefault(id, int.MaxValue) : -1)
                .ThenBy(one => one.MapIndex),
        ]);
    }

    /// <summary>The differences as text, each in a line of its own; what they follow from is named.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (RunDifference difference in Differences)
        {
            string mark = !difference.Matters ? "note" : difference.FollowsFrom is null ? "differs" : "follows";
            text.Append(mark.PadRight(9)).Append(difference).Append('\n');
        }

        return text.ToString();
    }

    private static RunDifference Traced(RunDifference difference, Dictionary<string, string> origins) =>
        difference.Matters && difference.TaskId is { } id && origins.TryGetValue(id, out string? origin)
            ? difference with { FollowsFrom = origin, Cause = $"It follows from '{origin}'." }
            : difference;

    private static IEnumerable<RunDifference> OfRun(Run expected, Run actual)
    {
        if (expected.State != actual.State || (expected.Reason == "blocked") != (actual.Reason == "blocked"))
        {
            yield return new()
            {
                Kind = DifferenceKind.RunState,
                Expected = $"{NameOf(expected)} ended as {StateOf(expected)}",
                Actual = $"{NameOf(actual)} as {StateOf(actual)}",
                Cause = "The tasks below say why.",
            };
        }
    }

    internal static string NameOf(Run run) => run.Target.Split(' ')[0];

    private static string StateOf(Run run) => run.Reason == "blocked" ? "blocked" : run.State.ToString().ToLowerInvariant();
}

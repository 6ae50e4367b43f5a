using Windtunnel.Insights;

namespace Windtunnel.Cli.Runs;

/// <summary>The runs of a DAG and of those that follow it, compared DAG by DAG.</summary>
/// <param name="Comparisons">That of the DAG itself first.</param>
/// <param name="Lone">The DAGs that ran on one side only, in sentences.</param>
internal sealed record ComparedRuns(IReadOnlyList<RunComparison> Comparisons, IReadOnlyList<string> Lone)
{
    public bool AreEqual => Lone.Count == 0 && Comparisons.All(one => one.IsEqual);

    public static ComparedRuns Of(IReadOnlyList<Run> expected, IReadOnlyList<Run> actual)
    {
        Dictionary<string, Run> there = actual.ToDictionary(run => run.DagId, StringComparer.Ordinal);
        List<RunComparison> comparisons = [];
        List<string> lone = [];
        foreach (Run mine in expected)
        {
            if (there.Remove(mine.DagId, out Run? theirs))
            {
                comparisons.Add(RunComparison.Of(mine, theirs));
            }
            else
            {
                lone.Add($"differs  Dag '{mine.DagId}' ran on {mine.Target}, but nothing set it off on {actual[0].Target}.");
            }
        }

        lone.AddRange(there.Values.Select(run =>
            $"differs  Dag '{run.DagId}' ran on {run.Target}, but nothing set it off on {expected[0].Target}."));
        return new(comparisons, lone);
    }
}

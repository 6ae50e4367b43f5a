namespace Windtunnel.Testing;

/// <summary>What a reader of a failed expectation needs: when what happened to the tasks concerned, why, and how to see it again.</summary>
internal static class RunEvidence
{
    private const int MostExplained = 3;

    /// <param name="run">The run.</param>
    /// <param name="concerned">The tasks the expectation was about; empty: all.</param>
    public static string Of(Run run, ReadOnlySpan<TaskInstance> concerned)
    {
        ExplanationStep[] steps =
        [
            .. concerned[..Math.Min(concerned.Length, MostExplained)].ToArray()
                .SelectMany(task => run.Explain(task.TaskId, task.MapIndex).Steps).DistinctBy(step => step.Text),
        ];
        string why = steps.Length == 0 ? "" : $"\nWhy:\n{string.Concat(steps.Select(step => $"  {step.Text}\n"))}";
        string findings = string.Concat(run.Findings.Select(finding => $"\nFinding {finding.Code}: {finding.Text}\n"));
        string seed = run.Seed is { } number ? $"{number}" : run.Order is null ? "none, the engine's fixed order" : "none";
        string order = run.Order is { } text ? $"\nOrder: {text}" : "";
        string replay = run.Target == ProbeRun.Target ? "" : $"\n{JournalFolder.Keep(run)}";
        return $"{Timeline.Of(run, [.. steps.Select(step => step.TaskId)])}{why}{findings}\nSeed: {seed}{order}{replay}";
    }
}

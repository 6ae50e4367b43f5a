using System.Text.Json;

namespace Windtunnel.Tests.Runs;

/// <summary>All that a run says of itself, as text: two runs are equal when their prints are.</summary>
internal static class RunPrint
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(Run run) => JsonSerializer.Serialize(
        new
        {
            run.DagId,
            run.RunId,
            run.Type,
            run.LogicalDate,
            run.Interval,
            run.RunAfter,
            run.Seed,
            run.Target,
            run.Conf,
            run.Params,
            run.PartitionKey,
            run.State,
            run.Reason,
            run.StartedAt,
            run.EndedAt,
            run.Elapsed,
            run.Outline,
            run.Findings,
            run.AssetEvents,
            run.Callbacks,
            Tasks = run.Tasks.Select(task => new
            {
                task.TaskId,
                task.MapIndex,
                task.State,
                task.TryNumber,
                task.MaxTries,
                task.Start,
                task.End,
                task.Attempts,
                task.XComs,
                task.Counts,
                task.Connections,
                task.Logs,
                task.Callbacks,
                task.Cause,
                Why = run.Explain(task.TaskId, task.MapIndex).ToString(),
            }),
        },
        Indented);
}

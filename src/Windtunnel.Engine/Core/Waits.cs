namespace Windtunnel.Engine;

/// <summary>Records what each unfinished row of a run that cannot go on waits for.</summary>
internal static class Waits
{
    public static void Record(RunCore run, ReadyQueue? queue = null)
    {
        foreach (TaskPlan task in run.Plan.ByRank)
        {
            foreach (Row row in run.Of(task).All)
            {
                if (!row.State.IsFinished())
                {
                    run.Journal.Append(new TaskWaiting
                    {
                        At = run.Now,
                        Task = task.Id,
                        MapIndex = row.MapIndex,
                        Try = row.Try,
                        State = row.State,
                        Cause = CauseOf(run, row, queue),
                    });
                }
            }
        }
    }

    private static Cause CauseOf(RunCore run, Row row, ReadyQueue? queue) => row.State switch
    {
        TaskState.Scheduled or TaskState.Queued => new() { Kind = CauseKind.NoSlot, Detail = queue?.Blocker(row)?.Name },
        TaskState.Deferred => new() { Kind = CauseKind.Parked, Detail = row.Parking?.Deferral?.Trigger.ToString() },
        TaskState.AwaitingInput => new() { Kind = CauseKind.Parked, Detail = "a person's answer" },
        TaskState.UpForRetry => new() { Kind = CauseKind.RetryDelay, Detail = $"{row.NextAt:O}" },
        TaskState.UpForReschedule => new() { Kind = CauseKind.Reschedule, Detail = $"{row.NextAt:O}" },
        _ when row.Task.Spec.Past.IsActive && PastRuns.Blocks(row) is { } blocked => blocked,
        _ when row.Task.Upstream.FirstOrDefault(task => run.Of(task).Count == 0) is { } missing => new()
        {
            Kind = CauseKind.UpstreamWithoutInstance,
            Detail = missing.Id,
        },
        _ => TriggerRuleDependency.WaitingCause(run, row),
    };
}

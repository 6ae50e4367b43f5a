namespace Windtunnel.Engine;

/// <summary>Dependency 3: a task's own instance in the run before. §10.</summary>
internal static class PastRuns
{
    /// <summary>Why the row must wait for the past; null when it need not.</summary>
    public static Cause? Blocks(Row row)
    {
        if (row.Run.Backfill is { } && row.Run.Ordinal == 1)
        {
            return null;
        }

        if (Previous(row.Run) is not { } previous || (row.Run.Plan.Dag.Catchup && previous.Info.LogicalDate < StartOf(row.Task)))
        {
            return null;
        }

        if (previous.Find(row.Task) is not { Count: > 0 } rows)
        {
            return row.Task.Spec.Past.IgnoreFirst && !WasEverBefore(row)
                ? null
                : new() { Kind = CauseKind.Past, Detail = $"'{row.Task.Id}' has no instance in run '{previous.Info.RunId}'" };
        }

        Row? blocker = rows.All.FirstOrDefault(IsOpenOrBad)
            ?? (row.Task.Spec.Past.WaitForDownstream
                ? row.Task.Downstream.SelectMany(next => previous.Find(next)?.All ?? []).FirstOrDefault(IsOpenOrBad)
                : null);
        return blocker is null ? null : new()
        {
            Kind = CauseKind.Past,
            By = [new(blocker.Task.Id, blocker.MapIndex, blocker.State)],
            Detail = $"run '{previous.Info.RunId}'",
        };
    }

    /// <summary>A row reached a final state: rows of later runs may have waited for it.</summary>
    public static void Wake(Row row)
    {
        if (row.Task.PastDependents.Length == 0 || row.Run.Info.LogicalDate is not { } date)
        {
            return;
        }

        foreach (RunCore later in row.Run.Dag.After(date).Where(run => run.State == RunState.Running))
        {
            foreach (TaskPlan task in row.Task.PastDependents)
            {
                foreach (Row waiting in later.Find(task)?.All ?? [])
                {
                    later.MarkDirty(waiting);
                }
            }
        }
    }

    private static bool IsOpenOrBad(Row row) => row.State is not (TaskState.Success or TaskState.Skipped);

    private static DateTimeOffset? StartOf(TaskPlan task) => task.Spec.StartDate ?? task.Task.Scope.Dag.StartDate;

    private static RunCore? Previous(RunCore run) => run.Info.LogicalDate is not { } date ? null : run.Dag.Before(date)
        .FirstOrDefault(other => !run.Plan.Dag.Catchup || other.Info.Type != RunType.Manual);

    private static bool WasEverBefore(Row row) => row.Run.Info.LogicalDate is { } date
        && row.Run.Dag.Before(date).Any(other => other.Find(row.Task) is { Count: > 0 });
}

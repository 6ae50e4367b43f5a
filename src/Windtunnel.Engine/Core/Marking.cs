namespace Windtunnel.Engine;

/// <summary>Sets the state of rows and runs by hand. §12.3 and §12.4.</summary>
internal static class Marking
{
    /// <summary>Marks rows, then clears what failed downstream of them because of them.</summary>
    public static void MarkRows(Scheduler scheduler, RunCore run, IReadOnlyCollection<Row> rows, TaskState state, DateTimeOffset now)
    {
        run.Now = now;
        run.Reopen();
        foreach (Row row in rows.Where(row => row.State != state))
        {
            Set(run, row, state);
        }

        bool[] below = SetupScopes.Reach(run.Plan, rows.Select(row => row.Task).Distinct(), task => task.Downstream);
        IEnumerable<Row> downstream = run.Plan.ByRank.Where(task => below[task.Index]).SelectMany(task => run.Of(task).All);
        Row[] failed = [.. downstream.Where(row => row.State.IsBad())];
        Clearing.Clear(scheduler, run, failed, resetRun: true, now);
    }

    /// <summary>What is under way gets the state, what has not started is skipped; teardowns still run, and the run ends when they
    /// have.</summary>
    public static void MarkRun(Scheduler scheduler, RunCore run, RunState state, DateTimeOffset now)
    {
        run.Now = now;
        run.Reopen();
        if (state == RunState.Queued)
        {
            scheduler.Withdraw(run);
            scheduler.Requeue(run);
            return;
        }

        TaskState rowState = state == RunState.Success ? TaskState.Success : TaskState.Failed;
        Row[] unfinished = [.. run.Plan.ByRank.SelectMany(task => run.Of(task).All).Where(row => !row.State.IsFinished())];
        foreach (Row row in unfinished.Where(row => !row.Task.IsTeardown))
        {
            bool underWay = row.State is TaskState.Running or TaskState.Deferred or TaskState.UpForReschedule or TaskState.AwaitingInput;
            Set(run, row, underWay ? rowState : TaskState.Skipped);
        }

        if (!unfinished.Any(row => row.Task.IsTeardown))
        {
            scheduler.Close(run, state);
        }
    }

    private static void Set(RunCore run, Row row, TaskState state)
    {
        row.End ??= run.Now;
        run.Decide(row, state, new() { Kind = CauseKind.Marked });
    }
}

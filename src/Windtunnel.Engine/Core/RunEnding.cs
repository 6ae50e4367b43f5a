namespace Windtunnel.Engine;

/// <summary>Decides and records how a run ends. §7.1.</summary>
internal static class RunEnding
{
    public static void Close(RunCore run)
    {
        bool failed = run.Plan.Tasks.Any(task => task.IsLeaf && run.Of(task).All.Any(row => row.State.IsBad()));
        Close(run, failed ? RunState.Failed : RunState.Success, failed ? "task_failure" : "success");
    }

    /// <summary>The unfinished rows keep their states; the journal says what each waits for.</summary>
    public static void CloseDeadlocked(RunCore run)
    {
        Waits.Record(run);
        Close(run, RunState.Failed, "all_tasks_deadlocked");
    }

    /// <summary>§7.5: every unfinished row is skipped, teardowns and those that never started included.</summary>
    public static void TimeOut(RunCore run)
    {
        foreach (TaskPlan task in run.Plan.ByRank)
        {
            foreach (Row row in run.Of(task).All.Where(row => !row.State.IsFinished()))
            {
                row.End = run.Now;
                run.Decide(row, TaskState.Skipped, new() { Kind = CauseKind.RunTimeout, Detail = $"{run.Plan.Dag.DagRunTimeout}" });
            }
        }

        Close(run, RunState.Failed, "timed_out");
    }

    public static void Close(RunCore run, RunState state, string reason)
    {
        run.State = state;
        run.Reason = reason;
        run.End = run.Now;
        run.Rest();
        run.Journal.Append(new RunEnded { At = run.Now, State = state, Reason = reason });
    }
}

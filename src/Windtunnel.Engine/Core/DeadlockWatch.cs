namespace Windtunnel.Engine;

/// <summary>Finds runs in which nothing can ever happen again. §7.3.</summary>
internal static class DeadlockWatch
{
    /// <summary>Called when a pass found nothing to do.</summary>
    public static bool IsDeadlocked(RunCore run)
    {
        if (run.Unfinished == 0 || run.Excusing > 0 || run.Parked > 0)
        {
            return false;
        }

        // A row that was scheduled, or waits for its time, has met its dependencies: Airflow would find it passing them again.
        // Only a clear or a skip that came too late for a child under way can have changed that.
        if (run.Active + run.Waiting > 0 && !run.HasLateSkip && !run.WasCleared && !run.ExaminesEveryRow)
        {
            return false;
        }

        foreach (TaskPlan task in run.Plan.ByRank)
        {
            foreach (Row row in run.Of(task).All)
            {
                if (!row.State.IsFinished() && Dependencies.Evaluate(run, row, ignoreTimes: true))
                {
                    return false;
                }
            }
        }

        return run.Unfinished > 0;
    }
}

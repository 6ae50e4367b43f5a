namespace Windtunnel.Engine;

/// <summary>Whether the run is that of the newest data interval. §5.3.</summary>
internal static class LatestOnly
{
    public static Ending Run(AttemptStint stint)
    {
        TaskPlan task = stint.Row.Task;
        return IsLatest(stint.Row.Run)
            ? new Ending.Succeeded(null, new SkipRequest(task.Downstream))
            : new Ending.Succeeded(null, new SkipRequest([]));
    }

    private static bool IsLatest(RunCore run)
    {
        Dag dag = run.Plan.Dag;
        if (run.Info.Type == RunType.Manual || dag.Schedule is not { } schedule)
        {
            return true;
        }

        // A body never starts at the very instant of its slot, as it may in virtual time: Airflow compares strictly.
        DateTimeOffset now = run.Now + TimeSpan.FromMicroseconds(1);
        DateTimeOffset at = run.Info.LogicalDate ?? run.Info.RunAfter;
        return schedule.IsLatest(run.Info.DataInterval ?? DataInterval.At(at), now, dag.TimeZone);
    }
}

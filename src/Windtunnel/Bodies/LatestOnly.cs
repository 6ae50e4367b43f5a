namespace Windtunnel;

/// <summary>Whether the run is that of the newest data interval. §5.3.</summary>
internal static class LatestOnly
{
    public static Ending Run(IBodyStint stint) =>
        new Ending.Succeeded(null, new SkipRequest(IsLatest(stint.Context, stint.Now) ? [.. stint.Context.Task.Downstream] : []));

    private static bool IsLatest(TaskContext context, DateTimeOffset started)
    {
        RunInfo run = context.Run;
        Dag dag = context.Task.Scope.Dag;
        if (run.Type == RunType.Manual || dag.Schedule is not { } schedule)
        {
            return true;
        }

        // A body never starts at the very instant of its slot, as it may in virtual time: Airflow compares strictly.
        DateTimeOffset now = started + TimeSpan.FromMicroseconds(1);
        DateTimeOffset at = run.LogicalDate ?? run.RunAfter;
        return schedule.IsLatest(run.DataInterval ?? DataInterval.At(at), now, dag.TimeZone);
    }
}

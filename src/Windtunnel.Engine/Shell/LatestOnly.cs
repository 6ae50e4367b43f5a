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

        DateTimeOffset at = run.Info.LogicalDate ?? run.Info.RunAfter;
        DataInterval interval = run.Info.DataInterval ?? new(at, at);
        var until = new ScheduleBounds(null, interval.End - TimeSpan.FromMicroseconds(1), true);
        PlannedRun? before = schedule.Next(interval, until, run.Now, dag.TimeZone);
        PlannedRun? after = schedule.Next(interval, new ScheduleBounds(null, null, true), run.Now, dag.TimeZone);
        DateTimeOffset left = before?.Interval?.End ?? interval.Start;
        return after?.Interval is not { } next || (left < run.Now && run.Now <= next.End);
    }
}

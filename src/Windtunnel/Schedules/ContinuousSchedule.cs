namespace Windtunnel.Schedules;

/// <summary>One run after the other; each covers the time since the one before.</summary>
internal sealed class ContinuousSchedule : Schedule
{
    public override string Description => "continuously, one run at a time";

    public override bool IsPeriodic => false;

    public override int? MaxActiveRunsLimit => 1;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset start = bounds.Earliest ?? now;
        PlannedRun run = last is null ? PlannedRun.Over(start, start > now ? start : now)
            : last.End > now ? PlannedRun.Over(start, start + (last.End - last.Start))
            : PlannedRun.Over(last.End, now);
        return bounds.EndBefore(run.RunAfter) ? null : run;
    }
}

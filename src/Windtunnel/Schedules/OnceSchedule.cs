namespace Windtunnel.Schedules;

/// <summary>One run, at the start date or at once. Catch-up plays no part.</summary>
internal sealed class OnceSchedule : Schedule
{
    public override string Description => "once";

    public override bool IsPeriodic => false;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset at = bounds.Earliest ?? now;
        return last is null && !bounds.EndBefore(at) ? PlannedRun.Over(at, at) : null;
    }
}

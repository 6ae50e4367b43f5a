namespace Windtunnel.Schedules;

/// <summary>A run for every stretch from tick to tick, once it is over. Airflow's Cron- and DeltaDataIntervalTimetable.</summary>
internal sealed class IntervalSchedule(Cadence cadence) : Schedule
{
    public Cadence Cadence => cadence;

    public override string Description => $"{cadence}, each interval when it is over";

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset? earliest = !bounds.Catchup ? cadence.SkipToLatest(now, bounds.Earliest, dagZone)
            : bounds.Earliest is { } bound ? cadence.AlignNext(bound, dagZone)
            : null;
        DateTimeOffset? start = last is null ? earliest : After(last, earliest, dagZone);
        return start is { } from && !bounds.EndBefore(from) && cadence.Next(from, dagZone) is { } end ? PlannedRun.Over(from, end) : null;
    }

    public override DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone)
    {
        DateTimeOffset end = cadence.AlignPrevious(at, dagZone) ?? at;
        return new DataInterval(cadence.Previous(end, dagZone) ?? end, end);
    }

    // The end of the last run is aligned because the schedule may have changed since.
    private DateTimeOffset? After(DataInterval last, DateTimeOffset? earliest, TimeZoneInfo dagZone)
    {
        DateTimeOffset? start = cadence.AlignPrevious(last.End, dagZone);
        start = earliest is null ? start : Cadence.Latest(start, earliest);
        return start <= last.Start ? cadence.Next(start.Value, dagZone) : start;
    }
}

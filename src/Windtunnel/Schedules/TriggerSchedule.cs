namespace Windtunnel.Schedules;

/// <summary>A run at every tick, with an interval of a fixed length that ends there. Airflow's Cron- and DeltaTriggerTimetable.</summary>
internal sealed class TriggerSchedule(Cadence cadence, CalendarDelta interval, RunImmediately? runImmediately) : Schedule
{
    public Cadence Cadence => cadence;

    /// <summary>Zero: the interval is the tick itself.</summary>
    public CalendarDelta Interval => interval;

    public RunImmediately? RunImmediately => runImmediately;

    public override string Description => interval == default ? $"{cadence}" : $"{cadence}, over the {interval} before";

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) =>
        NextTick(last?.End, bounds, now, dagZone) is { } tick && interval.SubtractFrom(tick) is { } start
            ? PlannedRun.Over(start, tick)
            : null;

    public override DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone) => new(interval.SubtractFrom(at) ?? at, at);

    /// <summary>The tick of the next run, given that of the run before; null when there is none within the bounds.</summary>
    public DateTimeOffset? NextTick(DateTimeOffset? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset? inTurn = last is { } end ? cadence.Next(end, dagZone)
            : bounds.Earliest is { } start ? cadence.AlignNext(start, dagZone)
            : FirstTick(now, dagZone);
        DateTimeOffset? tick = bounds.Catchup ? inTurn : SkipMissed(inTurn, bounds.Earliest, now, dagZone);
        return tick is { } found && !bounds.EndBefore(found) ? found : null;
    }

    private DateTimeOffset? SkipMissed(DateTimeOffset? inTurn, DateTimeOffset? earliest, DateTimeOffset now, TimeZoneInfo dagZone)
    {
        DateTimeOffset? tick = Cadence.Latest(inTurn, cadence.AlignPrevious(now, dagZone));
        return earliest is { } start ? Cadence.Latest(tick, cadence.AlignNext(start, dagZone)) : tick;
    }

    private DateTimeOffset? FirstTick(DateTimeOffset now, TimeZoneInfo dagZone) =>
        cadence.AlignPrevious(now, dagZone) is { } past && cadence.AlignNext(now, dagZone) is { } coming
            ? RunImmediately.FirstRun(runImmediately, past, coming, now)
            : null;
}

using Windtunnel.Assets;

namespace Windtunnel.Schedules;

/// <summary>A run for the partition that belongs to each tick. Airflow's CronPartitionTimetable.</summary>
/// <remarks>Its runs have no interval; the last one is told by the empty interval at its tick.</remarks>
internal sealed class CronPartitionSchedule(CronCadence cadence, int runOffset, KeyFormat keyFormat, RunImmediately? runImmediately)
    : Schedule
{
    private readonly TriggerSchedule _ticks = new(cadence, default, runImmediately);

    public CronCadence Cadence => cadence;

    /// <summary>How many ticks the partition lies after its run; below zero: before.</summary>
    public int RunOffset => runOffset;

    public KeyFormat KeyFormat => keyFormat;

    public RunImmediately? RunImmediately => runImmediately;

    public override string Description => $"{cadence}, a partition '{keyFormat}' each";

    public override bool IsPartitioned => true;

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) =>
        _ticks.NextTick(last?.End, bounds, now, dagZone) is { } tick && PartitionOf(tick, dagZone) is { } date
            ? new PlannedRun { RunAfter = tick, PartitionKey = keyFormat.Format(new WallClock(cadence.Zone ?? dagZone).At(date)) }
            : null;

    private DateTimeOffset? PartitionOf(DateTimeOffset tick, TimeZoneInfo dagZone)
    {
        DateTimeOffset? date = tick;
        for (int i = 0; i < Math.Abs(runOffset) && date is { } from; i++)
        {
            date = runOffset > 0 ? cadence.Next(from, dagZone) : cadence.Previous(from, dagZone);
        }

        return date;
    }
}

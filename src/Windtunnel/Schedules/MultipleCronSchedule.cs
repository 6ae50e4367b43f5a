using System.Collections.Immutable;

namespace Windtunnel.Schedules;

/// <summary>A run whenever one of several cron texts asks for it; one, if several do. Airflow's MultipleCronTriggerTimetable.</summary>
internal sealed class MultipleCronSchedule(ImmutableArray<TriggerSchedule> parts) : Schedule
{
    public ImmutableArray<TriggerSchedule> Parts => parts;

    public override string Description => string.Join(", ", parts.Select(part => part.Description));

    public override PlannedRun? Next(DataInterval? last, ScheduleBounds bounds, DateTimeOffset now, TimeZoneInfo dagZone) =>
        parts.Select(part => part.Next(last, bounds, now, dagZone)).OfType<PlannedRun>().MinBy(run => Rank(run, bounds, now));

    /// <remarks>All parts share one interval length, so any of them may answer.</remarks>
    public override DataInterval ManualInterval(DateTimeOffset at, TimeZoneInfo dagZone) => parts[0].ManualInterval(at, dagZone);

    // Catching up takes the slots in order. Otherwise the newest slot that has come, or the first to come if none has.
    private static long Rank(PlannedRun run, ScheduleBounds bounds, DateTimeOffset now)
    {
        DateTimeOffset date = run.LogicalDate!.Value;
        return !bounds.Catchup && date <= now ? -date.UtcTicks : date.UtcTicks;
    }
}

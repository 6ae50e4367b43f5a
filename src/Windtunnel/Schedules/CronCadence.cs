namespace Windtunnel.Schedules;

/// <summary>The ticks of a cron text in its own zone, or in the DAG's when it names none.</summary>
internal sealed class CronCadence(CronExpression cron, TimeZoneInfo? zone) : Cadence
{
    public CronExpression Cron => cron;

    /// <summary>Null means the zone of the DAG.</summary>
    public TimeZoneInfo? Zone => zone;

    public override DateTimeOffset? Next(DateTimeOffset instant, TimeZoneInfo dagZone) => cron.Next(instant, zone ?? dagZone);

    public override DateTimeOffset? Previous(DateTimeOffset instant, TimeZoneInfo dagZone) => cron.Previous(instant, zone ?? dagZone);

    // There and back again instead of a test for a match: after a clock change the two differ, and Airflow does this.
    public override DateTimeOffset? AlignNext(DateTimeOffset instant, TimeZoneInfo dagZone) =>
        Next(instant, dagZone) is not { } next ? null : Previous(next, dagZone) == instant ? instant : next;

    public override DateTimeOffset? AlignPrevious(DateTimeOffset instant, TimeZoneInfo dagZone) =>
        Previous(instant, dagZone) is not { } previous ? null : Next(previous, dagZone) == instant ? instant : previous;

    public override DateTimeOffset? SkipToLatest(DateTimeOffset now, DateTimeOffset? earliest, TimeZoneInfo dagZone)
    {
        if (Previous(now, dagZone) is not { } last)
        {
            return null;
        }

        DateTimeOffset? start = Next(last, dagZone) == now ? last : Previous(last, dagZone);
        return earliest is { } bound ? Latest(start, AlignNext(bound, dagZone)) : start;
    }

    public override string ToString() => zone is null ? $"cron '{cron}'" : $"cron '{cron}' in {zone.Id}";
}

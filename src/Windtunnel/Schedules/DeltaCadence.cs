namespace Windtunnel.Schedules;

/// <summary>A fixed distance from tick to tick. It has no anchor, so that every instant is a tick.</summary>
internal sealed class DeltaCadence : Cadence
{
    public DeltaCadence(CalendarDelta delta)
    {
        Delta = delta.Advances
            ? delta
            : throw new ScheduleException($"A schedule cannot repeat every '{delta}'. Give it a delta above zero, without negative parts.");
    }

    public CalendarDelta Delta { get; }

    public override DateTimeOffset? Next(DateTimeOffset instant, TimeZoneInfo dagZone) => Delta.AddTo(instant);

    public override DateTimeOffset? Previous(DateTimeOffset instant, TimeZoneInfo dagZone) => Delta.SubtractFrom(instant);

    public override DateTimeOffset? AlignNext(DateTimeOffset instant, TimeZoneInfo dagZone) => instant;

    public override DateTimeOffset? AlignPrevious(DateTimeOffset instant, TimeZoneInfo dagZone) => instant;

    public override DateTimeOffset? SkipToLatest(DateTimeOffset now, DateTimeOffset? earliest, TimeZoneInfo dagZone)
    {
        DateTimeOffset? start = Floor(now, earliest ?? DateTimeOffset.UnixEpoch) is { } floor ? Delta.SubtractFrom(floor) : null;
        return earliest is { } bound ? Latest(start, bound) : start;
    }

    public override string ToString() => $"every {Delta}";

    /// <summary>
    /// The last multiple of the delta up to <paramref name="now"/>: of elapsed time since 1970, of calendar months step by step from
    /// <paramref name="anchor"/>, since 31 January plus a month plus a month is 28 March and no multiplication says so.
    /// </summary>
    private DateTimeOffset? Floor(DateTimeOffset now, DateTimeOffset anchor)
    {
        if (Delta.Months == 0)
        {
            long elapsed = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            long overrun = ((elapsed % Delta.Time.Ticks) + Delta.Time.Ticks) % Delta.Time.Ticks;
            return overrun > now.UtcTicks ? null : new DateTimeOffset(now.UtcTicks - overrun, TimeSpan.Zero);
        }

        DateTimeOffset floor = anchor;
        while (Delta.AddTo(floor) is { } next && next <= now)
        {
            floor = next;
        }

        return floor;
    }
}

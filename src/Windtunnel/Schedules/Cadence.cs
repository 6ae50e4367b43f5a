namespace Windtunnel.Schedules;

/// <summary>A rhythm in time: the tick after an instant and the tick before it. Null where the rhythm has ended or not begun.</summary>
internal abstract class Cadence
{
    public abstract DateTimeOffset? Next(DateTimeOffset instant, TimeZoneInfo dagZone);

    public abstract DateTimeOffset? Previous(DateTimeOffset instant, TimeZoneInfo dagZone);

    /// <summary>The instant itself if it is a tick, else the tick after it.</summary>
    public abstract DateTimeOffset? AlignNext(DateTimeOffset instant, TimeZoneInfo dagZone);

    /// <summary>The instant itself if it is a tick, else the tick before it.</summary>
    public abstract DateTimeOffset? AlignPrevious(DateTimeOffset instant, TimeZoneInfo dagZone);

    /// <summary>Without catch-up: the start of the newest interval that is over, but not before <paramref name="earliest"/>.</summary>
    public abstract DateTimeOffset? SkipToLatest(DateTimeOffset now, DateTimeOffset? earliest, TimeZoneInfo dagZone);

    /// <summary>The later of two ticks; null if either is missing, as Airflow then plans nothing.</summary>
    public static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other is null ? null : one > other ? one : other;
}

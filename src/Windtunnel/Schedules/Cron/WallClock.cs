namespace Windtunnel.Schedules;

/// <summary>What the clocks on the walls of one zone show, and which instant a shown time means.</summary>
/// <remarks>
/// Only the offset at an instant is asked of the zone. Its own notions of ambiguous and invalid times leave out changes of the
/// standard offset, such as the day that Samoa skipped.
/// </remarks>
internal readonly struct WallClock(TimeZoneInfo zone)
{
    // No offset lies outside -12:00 to +14:00, so the change that concerns a wall time, if any, lies within this reach of it.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(14);

    /// <summary>Outside of it, offsets and searches would leave the range of <see cref="DateTime"/>.</summary>
    public static bool Covers(DateTimeOffset instant) => instant.Year is > 1 and < 9900;

    public DateTime At(DateTimeOffset instant)
    {
        DateTime utc = instant.UtcDateTime;
        return new DateTime(utc.Ticks + OffsetAt(utc).Ticks);
    }

    // before  1:00 --- 2:00 --- 3:00            before  1:00 --- 2:00
    // after                     3:00 --- 4:00   after            1:00 --- 2:00 --- 3:00
    //              2:30 -> before's offset -> 3:30            1:30 -> after's offset, the second one
    public DateTimeOffset InstantOf(DateTime wall)
    {
        TimeSpan before = OffsetAt(wall - Reach);
        TimeSpan after = OffsetAt(wall + Reach);
        bool shownAfter = before == after || OffsetAt(wall - after) == after;
        bool shownBefore = before != after && OffsetAt(wall - before) == before;
        TimeSpan offset = shownAfter && (!shownBefore || after < before) ? after : before;
        return new DateTimeOffset(wall.Ticks - offset.Ticks, TimeSpan.Zero);
    }

    private TimeSpan OffsetAt(DateTime utc) => zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}

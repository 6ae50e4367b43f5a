namespace Windtunnel;

/// <summary>
/// A distance in calendar months plus elapsed time. A <see cref="TimeSpan"/> converts to one without months. A month later than a day
/// the next month does not have is its last day: 31 January + 1 month = 28 or 29 February. Counted in UTC.
/// </summary>
public readonly record struct CalendarDelta(int Months, TimeSpan Time)
{
    public static CalendarDelta FromMonths(int months) => new(months, TimeSpan.Zero);

    public static CalendarDelta FromYears(int years) => new(checked(years * 12), TimeSpan.Zero);

    public static implicit operator CalendarDelta(TimeSpan time) => new(0, time);

    public override string ToString() => (Months, Time) switch
    {
        (0, _) => $"{Time:c}",
        (1, { Ticks: 0 }) => "1 month",
        (_, { Ticks: 0 }) => $"{Months} months",
        _ => $"{Months} months and {Time:c}",
    };

    internal bool Advances => Months >= 0 && Time >= TimeSpan.Zero && (Months > 0 || Time > TimeSpan.Zero);

    internal DateTimeOffset? AddTo(DateTimeOffset instant) => Move(instant, 1);

    internal DateTimeOffset? SubtractFrom(DateTimeOffset instant) => Move(instant, -1);

    /// <summary>Null when the result would lie outside of what <see cref="DateTimeOffset"/> can say.</summary>
    private DateTimeOffset? Move(DateTimeOffset instant, int sign)
    {
        DateTime utc = instant.UtcDateTime;
        long months = (utc.Year * 12L) + utc.Month - 1 + ((long)sign * Months);
        if (months is < 12 or >= 10_000 * 12)
        {
            return null;
        }

        Int128 ticks = utc.AddMonths(sign * Months).Ticks + ((Int128)sign * Time.Ticks);
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset((long)ticks, TimeSpan.Zero);
    }
}

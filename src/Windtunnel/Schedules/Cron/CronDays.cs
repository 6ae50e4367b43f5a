using System.Numerics;

namespace Windtunnel.Schedules;

/// <summary>Which days match: the day-of-month and the day-of-week field together.</summary>
/// <remarks>
/// Both fields restricted: a day matches when <b>either</b> does. With <c>#</c> or <c>L</c> weekdays croniter looks at those alone.
/// </remarks>
internal sealed class CronDays
{
    private const uint UpTo28 = (1u << 29) - 1;

    private readonly uint _monthDays;
    private readonly bool _lastDay;
    private readonly uint _weekdays;
    private readonly NthWeekday[] _nthWeekdays;
    private readonly bool _either;

    public CronDays(CronField dayOfMonth, CronField dayOfWeek)
    {
        // A field that lists everything stays a restriction unless the other one is written with a star.
        bool anyMonthDay = dayOfMonth.HasStar || (dayOfMonth.IsWhole && dayOfWeek.Text.Contains('*'));
        bool anyWeekday = dayOfWeek.HasStar || (dayOfWeek.IsWhole && dayOfMonth.Text.Contains('*'));
        _nthWeekdays = [.. dayOfWeek.NthWeekdays];
        _either = !anyMonthDay && !anyWeekday && _nthWeekdays.Length == 0;
        bool ignoreMonthDay = !anyWeekday && _nthWeekdays.Length > 0;
        _monthDays = anyMonthDay || ignoreMonthDay ? uint.MaxValue : Mask(dayOfMonth.Values);
        _lastDay = dayOfMonth.HasLastDay;
        _weekdays = anyWeekday ? uint.MaxValue : Mask(dayOfWeek.Values);
    }

    /// <summary>
    /// The matching day nearest to <paramref name="day"/> within its month, itself included, or <see cref="CronValues.None"/>.
    /// Days behind <paramref name="lastSeenMonthDay"/> do not match by their number; see <see cref="SeenOfMonthBefore"/>.
    /// </summary>
    public int Seek(int year, int month, int day, bool forward, int lastSeenMonthDay)
    {
        int daysInMonth = DateTime.DaysInMonth(year, month);
        int firstWeekday = (int)new DateTime(year, month, 1).DayOfWeek;
        for (int d = forward ? day : Math.Min(day, daysInMonth); d >= 1 && d <= daysInMonth; d += forward ? 1 : -1)
        {
            bool byMonthDay = ((_monthDays >> d) & 1) != 0 && d <= lastSeenMonthDay;
            byMonthDay |= _lastDay && d == daysInMonth;
            bool byWeekday = MatchesWeekday((firstWeekday + d - 1) % 7, d, daysInMonth);
            if (_either ? byMonthDay || byWeekday : byMonthDay && byWeekday)
            {
                return d;
            }
        }

        return CronValues.None;
    }

    /// <summary>
    /// How many days of the month before a search that leaves <paramref name="month"/> at <paramref name="day"/> will see by number.
    /// Stepping back from March, croniter takes February for 28 days long, so that it passes over a 29th it finds on the way forward.
    /// </summary>
    public int SeenOfMonthBefore(int year, int month, int day, bool forward)
    {
        bool all = forward || month != 3 || day < 1 || !DateTime.IsLeapYear(year) || _monthDays == uint.MaxValue || _lastDay;
        uint upTo28 = _monthDays & UpTo28;
        return all ? 31 : 1 + (upTo28 == 0 ? day : BitOperations.Log2(upTo28));
    }

    private bool MatchesWeekday(int weekday, int day, int daysInMonth)
    {
        if (_nthWeekdays.Length == 0)
        {
            return ((_weekdays >> weekday) & 1) != 0;
        }

        foreach (NthWeekday nth in _nthWeekdays)
        {
            if (nth.Matches(weekday, day, daysInMonth))
            {
                return true;
            }
        }

        return false;
    }

    private static uint Mask(IEnumerable<int> values) => values.Aggregate(0u, (mask, value) => mask | (1u << value));
}

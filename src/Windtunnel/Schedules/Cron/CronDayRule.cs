namespace Windtunnel.Schedules;

/// <summary>A month-day condition and a weekday condition that must both hold. Null stands for a field that leaves the day open.</summary>
internal sealed class CronDayRule
{
    private readonly uint _monthDays = uint.MaxValue;
    private readonly bool _lastDay;
    private readonly int _nearestWeekdayTo;
    private readonly uint _weekdays = uint.MaxValue;
    private readonly NthWeekday[] _nthWeekdays = [];

    public CronDayRule(CronField? dayOfMonth, CronField? dayOfWeek)
    {
        if (dayOfMonth is not null)
        {
            _monthDays = Mask(dayOfMonth.Values);
            _lastDay = dayOfMonth.HasLastDay;
            _nearestWeekdayTo = dayOfMonth.NearestWeekdayTo;
        }

        if (dayOfWeek is not null)
        {
            _weekdays = Mask(dayOfWeek.Values);
            _nthWeekdays = [.. dayOfWeek.NthWeekdays];
        }

        Text = $"day-of-month '{dayOfMonth?.Text ?? "*"}' and day-of-week '{dayOfWeek?.Text ?? "*"}'";
    }

    /// <summary>The rule as an error names it.</summary>
    public string Text { get; }

    public bool Matches(int day, int daysInMonth, int firstWeekday) =>
        MatchesMonthDay(day, daysInMonth, firstWeekday) && MatchesWeekday((firstWeekday + day - 1) % 7, day, daysInMonth);

    private bool MatchesMonthDay(int day, int daysInMonth, int firstWeekday) => _nearestWeekdayTo > 0
        ? day == NearestWeekday(Math.Min(_nearestWeekdayTo, daysInMonth), daysInMonth, firstWeekday)
        : ((_monthDays >> day) & 1) != 0 || (_lastDay && day == daysInMonth);

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

    /// <summary>Monday to Friday, a day off at most, two where that would leave the month.</summary>
    private static int NearestWeekday(int day, int daysInMonth, int firstWeekday) => (DayOfWeek)((firstWeekday + day - 1) % 7) switch
    {
        DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
        DayOfWeek.Sunday => day < daysInMonth ? day + 1 : day - 2,
        _ => day,
    };

    private static uint Mask(IEnumerable<int> values) => values.Aggregate(0u, (mask, value) => mask | (1u << value));
}

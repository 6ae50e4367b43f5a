namespace Windtunnel.Schedules;

/// <summary>A weekday counted within its month: <c>5#2</c> is the second Friday, <c>L5</c> the last.</summary>
internal readonly record struct NthWeekday(int Weekday, int Nth)
{
    public const int Last = 0;

    public bool Matches(int weekday, int day, int daysInMonth) =>
        weekday == Weekday && (Nth == Last ? day + 7 > daysInMonth : (day + 6) / 7 == Nth);
}

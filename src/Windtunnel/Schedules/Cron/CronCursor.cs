namespace Windtunnel.Schedules;

/// <summary>Where a search through the calendar stands. Moving a coarse field puts the finer ones at their edge.</summary>
internal struct CronCursor(DateTime from, bool forward)
{
    private const int LastSecond = (24 * 60 * 60) - 1;

    public int Year { get; private set; } = from.Year;

    public int Month { get; private set; } = from.Month;

    public int Day { get; private set; } = from.Day;

    public int SecondOfDay { get; private set; } = (int)(from.TimeOfDay.Ticks / TimeSpan.TicksPerSecond);

    public void ToYear(int year)
    {
        if (year != Year)
        {
            Year = year;
            ToEdgeOf(month: forward ? 1 : 12);
        }
    }

    public void ToMonth(int month)
    {
        if (month != Month)
        {
            ToEdgeOf(month);
        }
    }

    public void ToDay(int day)
    {
        if (day != Day)
        {
            Day = day;
            SecondOfDay = forward ? 0 : LastSecond;
        }
    }

    private void ToEdgeOf(int month)
    {
        Month = month;
        Day = 0;
        ToDay(forward ? 1 : 31);
    }
}

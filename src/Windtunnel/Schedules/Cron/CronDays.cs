namespace Windtunnel.Schedules;

/// <summary>Which days match: the day-of-month and the day-of-week field together. A day needs to fit one rule.</summary>
internal sealed class CronDays
{
    private CronDays(params CronDayRule[] rules) => Rules = rules;

    /// <summary>
    /// Two when both fields are restricted, since a day then matches if <b>either</b> field does. Entries that count within the month
    /// (<c>5#2</c>, <c>L5</c>, <c>15W</c>) belong to both rules, which makes the plain field beside them silent: croniter's doing.
    /// </summary>
    public CronDayRule[] Rules { get; }

    public static CronDays Of(CronField dayOfMonth, CronField dayOfWeek)
    {
        // A field that lists everything stays a restriction unless the other one is written with a star.
        bool anyMonthDay = dayOfMonth.HasStar || (dayOfMonth.IsWhole && dayOfWeek.Text.Contains('*'));
        bool anyWeekday = dayOfWeek.HasStar || (dayOfWeek.IsWhole && dayOfMonth.Text.Contains('*'));
        CronField? monthDay = anyMonthDay ? null : dayOfMonth;
        CronField? weekday = anyWeekday && dayOfWeek.NthWeekdays.Count == 0 ? null : dayOfWeek;
        return anyMonthDay || anyWeekday
            ? new CronDays(new CronDayRule(monthDay, weekday))
            : new CronDays(
                new CronDayRule(dayOfMonth, dayOfWeek.NthWeekdays.Count > 0 ? dayOfWeek : null),
                new CronDayRule(dayOfMonth.NearestWeekdayTo > 0 ? dayOfMonth : null, dayOfWeek));
    }

    public static CronDays Only(CronDayRule rule) => new(rule);

    /// <summary>The match nearest to <paramref name="day"/> in its month, itself included, or <see cref="CronValues.None"/>.</summary>
    public int Seek(int year, int month, int day, bool forward)
    {
        int daysInMonth = DateTime.DaysInMonth(year, month);
        int firstWeekday = (int)new DateTime(year, month, 1).DayOfWeek;
        for (int d = forward ? day : Math.Min(day, daysInMonth); d >= 1 && d <= daysInMonth; d += forward ? 1 : -1)
        {
            foreach (CronDayRule rule in Rules)
            {
                if (rule.Matches(d, daysInMonth, firstWeekday))
                {
                    return d;
                }
            }
        }

        return CronValues.None;
    }
}

namespace Windtunnel.Schedules;

/// <summary>
/// A cron text: parsed once, immutable, asked for the match before or after an instant. The dialect and its behaviour at clock
/// changes are those of Airflow (croniter on wall time, with Airflow's correction for texts that match in every hour).
/// </summary>
internal sealed class CronExpression
{
    /// <summary>croniter gives up when no year this close matches.</summary>
    private const int HorizonYears = 50;

    private readonly CronValues _seconds;
    private readonly CronValues _minutes;
    private readonly CronValues _hours;
    private readonly CronDays _days;
    private readonly CronValues _months;
    private readonly CronValues? _years;
    private readonly bool _everyHour;

    private CronExpression(string text, CronField[] fields)
    {
        Text = text;
        _minutes = CronValues.Of(fields[0]);
        _hours = CronValues.Of(fields[1]);
        _days = CronDays.Of(fields[2], fields[4]);
        _months = CronValues.Of(fields[3]);
        _seconds = fields.Length > 5 ? CronValues.Of(fields[5]) : new CronValues(CronFieldKind.Second, second => second == 0);
        _years = fields.Length > 6 && !fields[6].IsStar ? CronValues.Of(fields[6]) : null;
        _everyHour = fields[1].IsStar;
    }

    /// <summary>The fields as written, a preset replaced by its fields.</summary>
    public string Text { get; }

    /// <exception cref="ScheduleException">The text is not a cron expression or names a date that never comes.</exception>
    public static CronExpression Parse(string text)
    {
        string expanded = CronPresets.Expand(text);
        string[] words = expanded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 5 or > 7)
        {
            throw new ScheduleException(
                $"Cron '{text}' has {words.Length} fields. Write 5 (minute hour day-of-month month day-of-week), 6 (then second) "
                + "or 7 (then second and year).");
        }

        CronField[] fields = [.. words.Select((word, i) => new CronField(CronFieldKind.InOrder[i], word, text, words.Length))];
        RefuseMixedWeekdays(fields[4]);
        var cron = new CronExpression(string.Join(' ', words), fields);
        cron.RefuseDaysThatNeverCome(fields);
        return cron;
    }

    /// <summary>The first match after <paramref name="instant"/>; null when 50 years bring none.</summary>
    public DateTimeOffset? Next(DateTimeOffset instant, TimeZoneInfo zone) => Move(instant, zone, forward: true);

    /// <summary>The last match before <paramref name="instant"/>; null when 50 years brought none.</summary>
    public DateTimeOffset? Previous(DateTimeOffset instant, TimeZoneInfo zone) => Move(instant, zone, forward: false);

    public override string ToString() => Text;

    // The search runs on wall time. Where the clock changes, the match becomes an instant in one of two ways:
    //
    //   hour field '*'    the wall distance is walked as elapsed time: 30 * * * * gives 1:30, 2:30, 2:30 again, 3:30
    //   any other hour    2:30 that exists twice is the second one; 2:30 that is jumped over is 3:30
    private DateTimeOffset? Move(DateTimeOffset instant, TimeZoneInfo zone, bool forward)
    {
        if (!WallClock.Covers(instant))
        {
            return null;
        }

        var clock = new WallClock(zone);
        DateTime wall = clock.At(instant);
        DateTime from = forward ? FloorToSecond(wall).AddSeconds(1) : FloorToSecond(wall.AddTicks(-1));
        return Seek(_days, from, forward, HorizonYears) is not { } match ? null
            : _everyHour ? instant.ToUniversalTime() + (match - wall)
            : clock.InstantOf(match);
    }

    /// <summary>Walks from the year down to the second; where a field has no match left, the next coarser one moves on.</summary>
    private DateTime? Seek(CronDays days, DateTime from, bool forward, int horizonYears)
    {
        int step = forward ? 1 : -1;
        var at = new CronCursor(from, forward);
        while (true)
        {
            int year = _years?.Seek(at.Year, forward) ?? at.Year;
            if (year == CronValues.None || Math.Abs(year - from.Year) > horizonYears)
            {
                return null;
            }

            at.ToYear(year);
            int month = _months.Seek(at.Month, forward);
            if (month == CronValues.None)
            {
                at.ToYear(year + step);
                continue;
            }

            at.ToMonth(month);
            int day = days.Seek(year, month, at.Day, forward);
            if (day == CronValues.None)
            {
                at.ToMonth(month + step);
                continue;
            }

            at.ToDay(day);
            int second = SeekSecondOfDay(at.SecondOfDay, forward);
            if (second != CronValues.None)
            {
                return new DateTime(year, month, day).AddSeconds(second);
            }

            at.ToDay(day + step);
        }
    }

    private int SeekSecondOfDay(int secondOfDay, bool forward)
    {
        int step = forward ? 1 : -1;
        (int hour, int minute, int second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60);
        int edge = forward ? 0 : 59;
        while (_hours.Seek(hour, forward) is var matchingHour and not CronValues.None)
        {
            (minute, second) = matchingHour == hour ? (minute, second) : (edge, edge);
            while (_minutes.Seek(minute, forward) is var matchingMinute and not CronValues.None)
            {
                second = matchingMinute == minute ? second : edge;
                if (_seconds.Seek(second, forward) is var matchingSecond and not CronValues.None)
                {
                    return (((matchingHour * 60) + matchingMinute) * 60) + matchingSecond;
                }

                (minute, second) = (matchingMinute + step, edge);
            }

            (hour, minute, second) = (matchingHour + step, edge, edge);
        }

        return CronValues.None;
    }

    private static DateTime FloorToSecond(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>Each rule must be met some day: croniter searches by every one of them and gives up when a search fails.</summary>
    private void RefuseDaysThatNeverCome(CronField[] fields)
    {
        int firstYear = fields.Length > 6 && fields[6].Values.Count > 0 ? fields[6].Values.Min : CronFieldKind.Year.Min;
        foreach (CronDayRule rule in _days.Rules)
        {
            if (Seek(CronDays.Only(rule), new DateTime(firstYear, 1, 1), forward: true, horizonYears: CronFieldKind.Year.Count) is null)
            {
                string inYears = fields.Length > 6 ? $" in the years '{fields[6].Text}'" : "";
                throw new ScheduleException(
                    $"Cron '{fields[0].Expression}': no day of month '{fields[3].Text}'{inYears} has {rule.Text}. Change one of them.");
            }
        }
    }

    private static void RefuseMixedWeekdays(CronField dayOfWeek)
    {
        bool mixed = dayOfWeek.NthWeekdays.Count > 0 && !dayOfWeek.IsWhole
            && dayOfWeek.Values.Except(dayOfWeek.NthWeekdays.Select(nth => nth.Weekday)).Any();
        if (mixed)
        {
            throw new ScheduleException(
                $"Cron '{dayOfWeek.Expression}': the day-of-week field '{dayOfWeek.Text}' mixes plain days with '#' or 'L'. "
                + "Write two cron texts, one of each kind, and give both to Schedule.Crons.");
        }
    }
}

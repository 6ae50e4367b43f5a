namespace Windtunnel.Schedules;

/// <summary>The values one field of a cron text may name. Words stand for values in order, beginning at <paramref name="Min"/>.</summary>
internal sealed record CronFieldKind(string Name, int Min, int Max, params string[] Words)
{
    public static readonly CronFieldKind Minute = new("minute", 0, 59);
    public static readonly CronFieldKind Hour = new("hour", 0, 23);
    public static readonly CronFieldKind DayOfMonth = new("day-of-month", 1, 31);
    public static readonly CronFieldKind Month = new("month", 1, 12,
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    public static readonly CronFieldKind DayOfWeek = new("day-of-week", 0, 6, "sun", "mon", "tue", "wed", "thu", "fri", "sat");
    public static readonly CronFieldKind Second = new("second", 0, 59);
    public static readonly CronFieldKind Year = new("year", 1970, 2099);

    /// <summary>The fields in the order they are written; the last two may be left out.</summary>
    public static readonly CronFieldKind[] InOrder = [Minute, Hour, DayOfMonth, Month, DayOfWeek, Second, Year];

    public int Count => Max - Min + 1;

    /// <summary>croniter reads 7 as Sunday only in five-field texts, and day 0 as the first only in six-field ones.</summary>
    public int Canonical(int value, int fieldCount) => (Name, value, fieldCount) switch
    {
        ("day-of-week", 7, 5) => 0,
        ("day-of-month", 0, 6) => 1,
        _ => value,
    };

    /// <summary>The allowed range as a reader of an error needs it.</summary>
    public string Allowed => Words.Length == 0 ? $"{Min}-{Max}" : $"{Min}-{Max} or {Words[0]}-{Words[^1]}";
}

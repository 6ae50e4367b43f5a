namespace Windtunnel.Assets;

/// <summary>What the periods are made of.</summary>
internal static class Periods
{
    public static string KeyFormat(this PartitionPeriod period) => period switch
    {
        PartitionPeriod.Hour => "%Y-%m-%dT%H",
        PartitionPeriod.Day => "%Y-%m-%d",
        PartitionPeriod.Week => "%Y-%m-%d (W%V)",
        PartitionPeriod.Month => "%Y-%m",
        PartitionPeriod.Quarter => "%Y-Q{quarter}",
        PartitionPeriod.Year => "%Y",
        _ => throw Unknown(period),
    };

    public static DateTime StartOf(this PartitionPeriod period, DateTime time) => period switch
    {
        PartitionPeriod.Hour => time.Date.AddHours(time.Hour),
        PartitionPeriod.Day => time.Date,
        PartitionPeriod.Week => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7)),
        PartitionPeriod.Month => new DateTime(time.Year, time.Month, 1),
        PartitionPeriod.Quarter => new DateTime(time.Year, ((time.Month - 1) / 3 * 3) + 1, 1),
        PartitionPeriod.Year => new DateTime(time.Year, 1, 1),
        _ => throw Unknown(period),
    };

    /// <summary>The starts of the smaller periods that make up the one beginning at <paramref name="start"/>.</summary>
    public static IEnumerable<DateTime> MembersFrom(this PartitionPeriod period, DateTime start) => period switch
    {
        PartitionPeriod.Hour => Enumerable.Range(0, 60).Select(i => start.AddMinutes(i)),
        PartitionPeriod.Day => Enumerable.Range(0, 24).Select(i => start.AddHours(i)),
        PartitionPeriod.Week => Enumerable.Range(0, 7).Select(i => start.AddDays(i)),
        PartitionPeriod.Month => Enumerable.Range(0, DateTime.DaysInMonth(start.Year, start.Month)).Select(i => start.AddDays(i)),
        PartitionPeriod.Quarter => Enumerable.Range(0, 3).Select(i => start.AddMonths(i)),
        PartitionPeriod.Year => Enumerable.Range(0, 12).Select(i => start.AddMonths(i)),
        _ => throw Unknown(period),
    };

    /// <summary>The period that a member is; null for a minute, which is none.</summary>
    public static PartitionPeriod? MemberPeriod(this PartitionPeriod period) => period switch
    {
        PartitionPeriod.Hour => null,
        PartitionPeriod.Day => PartitionPeriod.Hour,
        PartitionPeriod.Week or PartitionPeriod.Month => PartitionPeriod.Day,
        PartitionPeriod.Quarter or PartitionPeriod.Year => PartitionPeriod.Month,
        _ => throw Unknown(period),
    };

    private static ArgumentOutOfRangeException Unknown(PartitionPeriod period) => new(nameof(period), period, "Not a period.");
}

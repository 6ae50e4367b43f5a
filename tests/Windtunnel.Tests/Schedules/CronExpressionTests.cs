using Windtunnel.Schedules;
using static Windtunnel.Tests.Schedules.Plans;

namespace Windtunnel.Tests.Schedules;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("*/20 * * * *", "2024-01-01T00:20 2024-01-01T00:40 2024-01-01T01:00")]
    [InlineData("50/4 0 * * *", "2024-01-01T00:50 2024-01-01T00:54 2024-01-01T00:58 2024-01-02T00:50")]
    [InlineData("0 22-2 * * *", "2024-01-01T01:00 2024-01-01T02:00 2024-01-01T22:00 2024-01-01T23:00 2024-01-02")]
    [InlineData("0 20-4/3 * * *", "2024-01-01T03:00 2024-01-01T20:00 2024-01-01T23:00 2024-01-02T03:00")]
    [InlineData("0 0 * * fri-mon", "2024-01-05 2024-01-06 2024-01-07 2024-01-08 2024-01-12")]
    [InlineData("0 0 1 nov-feb *", "2024-02-01 2024-11-01 2024-12-01 2025-01-01")]
    [InlineData("0 0 5-5/10 * *", "2024-01-11 2024-01-21 2024-01-31 2024-02-01")]
    [InlineData("0 0 * * 7", "2024-01-07 2024-01-14")]
    [InlineData("0 0 * JAN Sun,WED", "2024-01-03 2024-01-07 2024-01-10")]
    [InlineData("0 0 ? * 1", "2024-01-08 2024-01-15")]
    public void Next_ListsRangesStepsAndNames_MatchAsCroniterReadsThem(string cron, string matches) => AssertMatches(cron, matches);

    [Theory]
    [InlineData("0 0 L * *", "2024-01-31 2024-02-29 2024-03-31 2024-04-30")]
    [InlineData("0 0 15,L 2 *", "2024-02-15 2024-02-29 2025-02-15 2025-02-28")]
    [InlineData("0 0 29-L 2 *", "2024-02-29 2028-02-29")]
    [InlineData("0 0 * * 5#2", "2024-01-12 2024-02-09 2024-03-08")]
    [InlineData("0 0 * * mon#5", "2024-01-29 2024-04-29 2024-07-29")]
    [InlineData("0 0 * * mon-tue#1", "2024-01-02 2024-02-05 2024-02-06")]
    [InlineData("0 0 * * L5,L1", "2024-01-26 2024-01-29 2024-02-23 2024-02-26")]
    [InlineData("0 0 15W * *", "2024-01-15 2024-02-15 2024-03-15 2024-04-15 2024-05-15 2024-06-14")]
    [InlineData("0 0 1W 6 *", "2024-06-03 2025-06-02")]
    [InlineData("0 0 31W 3 *", "2024-03-29 2025-03-31")]
    public void Next_DaysCountedInTheMonth_MatchOnThem(string cron, string matches) => AssertMatches(cron, matches);

    [Theory]
    [InlineData("0 0 13 * 5", "2024-01-05 2024-01-12 2024-01-13 2024-01-19")]
    [InlineData("0 0 1-7 * 1", "2024-01-02 2024-01-03 2024-01-04 2024-01-05 2024-01-06 2024-01-07 2024-01-08 2024-01-15")]
    [InlineData("0 0 13 * 5#2", "2024-01-12 2024-02-09 2024-03-08")]
    [InlineData("0 0 15W * 1", "2024-01-15 2024-02-15 2024-03-15")]
    [InlineData("0 0 13 * 0-6", "2024-01-02 2024-01-03 2024-01-04")]
    [InlineData("0 0 1-31 * 5", "2024-01-02 2024-01-03 2024-01-04")]
    [InlineData("0 0 1-31 * */2", "2024-01-02 2024-01-04 2024-01-06 2024-01-07")]
    [InlineData("0 0 13 * *,5#2", "2024-09-13 2024-12-13")]
    public void Next_BothDayFields_MatchOnEitherExceptBesideACount(string cron, string matches) => AssertMatches(cron, matches);

    [Theory]
    [InlineData("0 0 1 1 * 30", "2024-01-01T00:00:30 2025-01-01T00:00:30")]
    [InlineData("0 0 0 * * 0", "2024-02-01 2024-03-01")]
    [InlineData("0 0 29 2 * 0 2025-2035", "2028-02-29 2032-02-29")]
    [InlineData("59 23 31 12 * 59 2070", "2070-12-31T23:59:59")]
    public void Next_SecondsAndYears_AreTheSixthAndSeventhField(string cron, string matches) => AssertMatches(cron, matches);

    [Theory]
    [InlineData("2024-03-15", "2024-02-29")]
    [InlineData("2024-02-29", "2024-01-29")]
    [InlineData("2023-03-15", "2023-01-29")]
    public void Previous_The29th_IsFoundInLeapYearsOnly(string before, string match) =>
        Assert.Equal(match, Text(CronExpression.Parse("0 0 29 * *").Previous(Utc(before), TimeZoneInfo.Utc)!.Value));

    [Fact]
    public void Next_AfterTheLastYear_IsNull() =>
        Assert.Null(CronExpression.Parse("0 0 1 1 * 0 2020").Next(Utc("2024-01-01"), TimeZoneInfo.Utc));

    [Fact]
    public void Next_NoMatchWithin50Years_IsNull() =>
        Assert.Null(CronExpression.Parse("0 0 1 1 * 0 1970,2099").Next(Utc("2024-01-01"), TimeZoneInfo.Utc));

    [Fact]
    public void Next_AtTheEndOfTime_IsNull() =>
        Assert.Null(CronExpression.Parse("* * * * *").Next(DateTimeOffset.MaxValue, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@quarterly", "0 0 1 */3 *")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData(" 0  0\t1 1  * ", "0 0 1 1 *")]
    public void Parse_PresetOrLooseText_BecomesFields(string text, string fields) => Assert.Equal(fields, CronExpression.Parse(text).Text);

    [Theory]
    [InlineData("0 0 * *",
        "Cron '0 0 * *' has 4 fields. Write 5 (minute hour day-of-month month day-of-week), 6 (then second) or 7 (then second and year).")]
    [InlineData("0 25 * * *", "Cron '0 25 * * *': the hour field '25' is out of range. Use 0-23.")]
    [InlineData("0 0 0 * *", "Cron '0 0 0 * *': the day-of-month field '0' is out of range. Use 1-31.")]
    [InlineData("0 0 * 13 *", "Cron '0 0 * 13 *': the month field '13' is out of range. Use 1-12 or jan-dec.")]
    [InlineData("0 0 * * 7 0", "Cron '0 0 * * 7 0': the day-of-week field '7' is out of range. Use 0-6 or sun-sat.")]
    [InlineData("0 0 * * mon,Fry",
        "Cron '0 0 * * mon,Fry': the day-of-week field 'mon,Fry' has 'fry', which is neither a number nor a name. Use 0-6 or sun-sat.")]
    [InlineData("-5 0 * * *", "Cron '-5 0 * * *': the minute field '-5' lacks a number. Use 0-59.")]
    [InlineData("*/0 0 * * *", "Cron '*/0 0 * * *': the minute field '*/0' has the step '0'. A step is a whole number above 0.")]
    [InlineData("1/2/3 0 * * *",
        "Cron '1/2/3 0 * * *': the minute field '1/2/3' has more than one step in '1/2/3'. Write one step, as in 0-30/5.")]
    [InlineData("1-2-3 0 * * *", "Cron '1-2-3 0 * * *': the minute field '1-2-3' is not a range. Write a range as low-high.")]
    [InlineData("99999999999 0 * * *", "Cron '99999999999 0 * * *': the minute field '99999999999' is out of range. Use 0-59.")]
    [InlineData("0 ? * * *", "Cron '0 ? * * *': the hour field '?' is neither a number nor a name. Use 0-23.")]
    [InlineData("0 0 1,15W * *",
        "Cron '0 0 1,15W * *': the day-of-month field '1,15W' lists 'W' with other days. Write it alone, as in 15W.")]
    [InlineData("0 0 * * 5#6",
        "Cron '0 0 * * 5#6': the day-of-week field '5#6' counts '#6'. Count from #1 to #5, or write L5 for the last Friday.")]
    [InlineData("0 0 * * 1-5#2",
        "Cron '0 0 * * 1-5#2': the day-of-week field '1-5#2' puts '#' behind the numeric range '1-5'. Name the days, as in mon-fri#2.")]
    [InlineData("0 0 * * 1,5#2",
        "Cron '0 0 * * 1,5#2': the day-of-week field '1,5#2' mixes plain days with '#' or 'L'. "
        + "Write two cron texts, one of each kind, and give both to Schedule.Crons.")]
    [InlineData("0 0 30 2 *", "Cron '0 0 30 2 *': no day of month '2' has day-of-month '30' and day-of-week '*'. Change one of them.")]
    [InlineData("0 0 30 2 1", "Cron '0 0 30 2 1': no day of month '2' has day-of-month '30' and day-of-week '*'. Change one of them.")]
    [InlineData("0 0 1 * 5#2", "Cron '0 0 1 * 5#2': no day of month '*' has day-of-month '1' and day-of-week '5#2'. Change one of them.")]
    [InlineData("0 0 29 2 * 0 2023",
        "Cron '0 0 29 2 * 0 2023': no day of month '2' in the years '2023' has day-of-month '29' and day-of-week '*'. Change one of them.")]
    [InlineData("@dayly",
        "Cron '@dayly' is not a cron preset. Use one of @hourly, @daily, @midnight, @weekly, @monthly, @quarterly, @yearly, @annually.")]
    [InlineData("@once", "Cron '@once' is not a cron preset. Use Schedule.Once.")]
    [InlineData("@continuous", "Cron '@continuous' is not a cron preset. Use Schedule.Continuous.")]
    public void Parse_BadText_SaysWhereWhatAndWhatNext(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ScheduleException>(() => CronExpression.Parse(text)).Message);

    private static void AssertMatches(string cron, string matches)
    {
        CronExpression expression = CronExpression.Parse(cron);
        List<string> found = [];
        DateTimeOffset at = Utc("2024-01-01");
        for (int i = 0; i < matches.Split(' ').Length; i++)
        {
            at = expression.Next(at, TimeZoneInfo.Utc)!.Value;
            found.Add(Text(at));
        }

        Assert.Equal(matches, string.Join(' ', found));
    }
}

using static Windtunnel.Tests.Schedules.Plans;

namespace Windtunnel.Tests.Schedules;

/// <summary>Cron texts on the days on which the clocks change; all times of the rows are UTC.</summary>
public sealed class ClockChangeTests
{
    // New York, 10 March 2024            Lord Howe, 6 October 2024: half an hour
    // wall  1:00 -- 2:00 3:00 -- 4:00    wall  1:30 -- 2:00 2:30 -- 3:00
    // UTC   6:00 -- 7:00 7:00 -- 8:00    UTC  15:00 - 15:30 15:30 - 16:00
    //
    // Samoa leaves out 30 December 2011  Cairo, 26 April 2024: midnight does not exist
    // wall  29th 23:00 - 24:00 | 31st    wall 23:00 -- 24:00 1:00 -- 2:00
    // UTC   30th  9:00 - 10:00 10:00     UTC  21:00 -- 22:00 22:00 - 23:00
    [Theory]
    [InlineData("30 2 * * *", "America/New_York", "2024-03-09", "2024-03-09T07:30 2024-03-10T07:30 2024-03-11T06:30")]
    [InlineData("0 3 * * *", "America/New_York", "2024-03-09", "2024-03-09T08:00 2024-03-10T07:00 2024-03-11T07:00")]
    [InlineData("30 * * * *", "America/New_York", "2024-03-10T06:00", "2024-03-10T06:30 2024-03-10T07:30 2024-03-10T08:30")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2024-10-05", "2024-10-05T15:45 2024-10-06T15:15 2024-10-07T15:15")]
    [InlineData("0 12 * * *", "Pacific/Apia", "2011-12-29", "2011-12-29T22:00 2011-12-30T22:00 2011-12-31T22:00")]
    [InlineData("0 0 * * *", "Africa/Cairo", "2024-04-24", "2024-04-24T22:00 2024-04-25T22:00 2024-04-26T21:00")]
    public void Cron_ClockJumpsForward_MovesOnByTheGap(string cron, string zone, string start, string runs) =>
        AssertRuns(cron, zone, start, runs);

    // New York, 3 November 2024                 Lord Howe, 7 April 2024: half an hour
    // wall  0:00 -- 1:00 -- 2:00                wall  1:00 -- 1:30 -- 2:00
    // wall          1:00 -- 2:00 -- 3:00        wall          1:30 -- 2:00 -- 2:30
    // UTC   4:00 -- 5:00 -- 6:00 -- 7:00        UTC  14:00 - 14:30 - 15:00 - 15:30 (two passes of 1:30 to 2:00)
    [Theory]
    [InlineData("30 1 * * *", "America/New_York", "2024-11-02", "2024-11-02T05:30 2024-11-03T06:30 2024-11-04T06:30")]
    [InlineData("0 2 * * *", "America/New_York", "2024-11-02", "2024-11-02T06:00 2024-11-03T07:00 2024-11-04T07:00")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2024-04-06", "2024-04-06T15:15 2024-04-07T15:15")]
    [InlineData("30 * * * *", "Europe/Zurich", "2023-10-28T23:30",
        "2023-10-28T23:30 2023-10-29T00:30 2023-10-29T01:30 2023-10-29T02:30 2023-10-29T03:30")]
    [InlineData("30 *,5 * * *", "Europe/Zurich", "2023-10-28T23:30", "2023-10-28T23:30 2023-10-29T01:30 2023-10-29T02:30")]
    [InlineData("0 */2 * * *", "Europe/Zurich", "2023-10-28T20:00",
        "2023-10-28T20:00 2023-10-28T22:00 2023-10-29T01:00 2023-10-29T03:00 2023-10-29T05:00 2023-10-29T07:00")]
    [InlineData("*/30 * * * *", "Australia/Lord_Howe", "2024-04-06T14:30",
        "2024-04-06T14:30 2024-04-06T15:00 2024-04-06T15:30 2024-04-06T16:00")]
    public void Cron_ClockJumpsBack_TakesTheSecondPassUnlessEveryHourMatches(string cron, string zone, string start, string runs) =>
        AssertRuns(cron, zone, start, runs);

    // Airflow asks whether the way there and back ends at the start date. From 3:00 it leads back to 2:30, which is moved on to 3:30.
    [Fact]
    public void Cron_StartOnTheTickBeforeTheGap_LosesThatTick() =>
        AssertRuns("*/30 1-3 * * *", "America/New_York", "2024-03-10T06:30", "2024-03-10T07:00 2024-03-10T07:30 2024-03-11T05:00");

    [Fact]
    public void CronInterval_DayOf23Hours_EndsAtTheNextMidnight() => Assert.Equal(
        "2024-03-09T05:00>2024-03-10T05:00 2024-03-10T05:00>2024-03-11T04:00 2024-03-11T04:00>2024-03-12T04:00",
        Schedule.CronInterval("0 0 * * *").Runs(3, From("2024-03-09T05:00"), "2024-06-01", "America/New_York"));

    [Fact]
    public void Cron_OwnZone_WinsOverThatOfTheDag() => Assert.Equal(
        "2024-01-01T05:00",
        Schedule.Cron("0 0 * * *", Zone("America/New_York")).Runs(1, From("2024-01-01"), "2024-06-01", "Asia/Tokyo"));

    private static void AssertRuns(string cron, string zone, string start, string runs) =>
        Assert.Equal(runs, Schedule.Cron(cron).Runs(runs.Split(' ').Length, From(start), "2030-01-01", zone));

    private static ScheduleBounds From(string start) => new(Utc(start), null, Catchup: true);
}

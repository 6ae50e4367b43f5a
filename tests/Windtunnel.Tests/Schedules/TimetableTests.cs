using static Windtunnel.Tests.Schedules.Plans;

namespace Windtunnel.Tests.Schedules;

/// <summary>Answers of Airflow's own classes, each given its clock and its DAG's dates.</summary>
public sealed class TimetableTests
{
    private const string Noon = "2024-01-05T12:00";

    [Theory]
    [InlineData(Noon, "2024-01-01", null, true, "2024-01-01>2024-01-02 2024-01-02>2024-01-03 2024-01-03>2024-01-04")]
    [InlineData(Noon, "2024-01-01T06:00", null, true, "2024-01-02>2024-01-03 2024-01-03>2024-01-04 2024-01-04>2024-01-05")]
    [InlineData(Noon, "2024-01-01", null, false, "2024-01-04>2024-01-05 2024-01-05>2024-01-06 2024-01-06>2024-01-07")]
    [InlineData(Noon, null, null, false, "2024-01-04>2024-01-05 2024-01-05>2024-01-06 2024-01-06>2024-01-07")]
    [InlineData("2024-01-05", "2024-01-01", null, false, "2024-01-04>2024-01-05 2024-01-05>2024-01-06 2024-01-06>2024-01-07")]
    [InlineData(Noon, null, null, true, "none")]
    [InlineData(Noon, "2024-01-01", "2024-01-02", true, "2024-01-01>2024-01-02 2024-01-02>2024-01-03 none")]
    public void CronInterval_Daily_CoversWholeDays(string now, string? start, string? end, bool catchup, string runs) =>
        Assert.Equal(runs, Schedule.CronInterval("@daily").Runs(3, new ScheduleBounds(UtcOrNull(start), UtcOrNull(end), catchup), now));

    [Theory]
    [InlineData(Noon, "2024-01-01", true, "2024-01-01 2024-01-02 2024-01-03")]
    [InlineData(Noon, "2024-01-01T06:00", true, "2024-01-02 2024-01-03 2024-01-04")]
    [InlineData(Noon, "2024-01-01", false, "2024-01-05 2024-01-06 2024-01-07")]
    [InlineData(Noon, null, false, "2024-01-06 2024-01-07 2024-01-08")]
    [InlineData("2024-01-05T02:24", null, false, "2024-01-05 2024-01-06 2024-01-07")]
    [InlineData("2024-01-05T02:25", null, false, "2024-01-06 2024-01-07 2024-01-08")]
    public void Cron_Daily_TriggersAtMidnight(string now, string? start, bool catchup, string runs) =>
        Assert.Equal(runs, Schedule.Cron("@daily").Runs(3, new ScheduleBounds(UtcOrNull(start), null, catchup), now));

    [Theory]
    [InlineData("2024-01-05T10:05", "2024-01-05T10:00")]
    [InlineData("2024-01-05T10:07", "2024-01-05T11:00")]
    public void Cron_HourlyWithoutStart_TakesThePastSlotWithinATenthOfTheGap(string now, string run) =>
        Assert.Equal(run, Schedule.Cron("@hourly").Runs(1, new ScheduleBounds(null, null, false), now));

    [Fact]
    public void Cron_RunImmediatelyAlways_TakesThePastSlot() =>
        Assert.Equal("2024-01-05", Schedule.Cron("@daily", runImmediately: RunImmediately.Always).Runs(1, default, Noon));

    [Theory]
    [InlineData("2024-01-05T02:59", "2024-01-05")]
    [InlineData("2024-01-05T03:00", "2024-01-05")]
    [InlineData("2024-01-05T03:01", "2024-01-06")]
    public void Cron_RunImmediatelyWithinThreeHours_TakesThePastSlotUntilThen(string now, string run)
    {
        Schedule schedule = Schedule.Cron("@daily", runImmediately: RunImmediately.Within(TimeSpan.FromHours(3)));

        Assert.Equal(run, schedule.Runs(1, default, now));
    }

    [Fact]
    public void Cron_WithInterval_CoversTheTimeBeforeTheTick() => Assert.Equal(
        "2023-12-31>2024-01-01 2024-01-01>2024-01-02",
        Schedule.Cron("@daily", interval: TimeSpan.FromDays(1)).Runs(2, From("2024-01-01"), Noon));

    [Fact]
    public void Cron_SixFieldsWithBothDays_TriggersOnEither() => Assert.Equal(
        "2024-09-06 2024-09-13 2024-09-20 2024-09-27 2024-10-04 2024-10-11 2024-10-13 2024-10-18",
        Schedule.Cron("0 0 13 * 5 0").Runs(8, From("2024-09-01"), Noon));

    [Theory]
    [InlineData(10, "2024-01-05", false, "2024-01-05T10:20>2024-01-05T10:30 2024-01-05T10:30>2024-01-05T10:40")]
    [InlineData(60, "2024-01-05T10:15", false, "2024-01-05T10:15>2024-01-05T11:15 2024-01-05T11:15>2024-01-05T12:15")]
    [InlineData(60, "2024-01-05T00:15", true, "2024-01-05T00:15>2024-01-05T01:15 2024-01-05T01:15>2024-01-05T02:15")]
    public void EveryInterval_Minutes_CoversThem(int minutes, string start, bool catchup, string runs)
    {
        Schedule schedule = Schedule.EveryInterval(TimeSpan.FromMinutes(minutes));

        Assert.Equal(runs, schedule.Runs(2, new ScheduleBounds(Utc(start), null, catchup), "2024-01-05T10:37"));
    }

    [Theory]
    [InlineData("2024-05-15", "2024-03-29>2024-04-29 2024-04-29>2024-05-29")]
    [InlineData("2024-04-29", "2024-03-29>2024-04-29 2024-04-29>2024-05-29")]
    public void EveryInterval_MonthWithoutCatchup_StepsFromTheStartDate(string now, string runs)
    {
        Schedule schedule = Schedule.EveryInterval(CalendarDelta.FromMonths(1));

        Assert.Equal(runs, schedule.Runs(2, new ScheduleBounds(Utc("2024-01-31"), null, false), now));
    }

    [Fact]
    public void Every_HourWithoutCatchup_StartsNow() => Assert.Equal(
        "2024-01-05T10:37 2024-01-05T11:37",
        Schedule.Every(TimeSpan.FromHours(1)).Runs(2, new ScheduleBounds(Utc("2024-01-05T00:15"), null, false), "2024-01-05T10:37"));

    [Fact]
    public void Cron_StartMovedBehindTheLastRun_WaitsForIt()
    {
        var bounds = new ScheduleBounds(Utc("2024-01-10"), null, Catchup: false);

        PlannedRun run = Schedule.Cron("@daily").Next(DataInterval.At(Utc("2024-01-02")), bounds, Utc(Noon), TimeZoneInfo.Utc)!;

        Assert.Equal(Utc("2024-01-10"), run.RunAfter);
    }

    [Fact]
    public void CronInterval_AfterARunOfAnEarlierTrigger_DoesNotRepeatItsDate()
    {
        var last = DataInterval.At(Utc("2024-01-02"));

        PlannedRun run = Schedule.CronInterval("@daily").Next(last, From("2024-01-01"), Utc(Noon), TimeZoneInfo.Utc)!;

        Assert.Equal("2024-01-03>2024-01-04", Text(run.Interval!));
    }

    private static ScheduleBounds From(string start) => new(Utc(start), null, Catchup: true);
}

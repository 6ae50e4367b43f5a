using static Windtunnel.Tests.Schedules.Plans;

namespace Windtunnel.Tests.Schedules;

public sealed class ScheduleTests
{
    private static readonly ScheduleBounds Catchup = new(Utc("2024-01-01"), null, Catchup: true);
    private static readonly ScheduleBounds NoCatchup = new(Utc("2024-01-01"), null, Catchup: false);

    public static IEnumerable<TheoryDataRow<Schedule, string>> Described =>
    [
        new(Schedule.Cron("@daily"), "cron '0 0 * * *'"),
        new(Schedule.Cron("0 3 * * 1", Zone("Europe/Berlin")), "cron '0 3 * * 1' in Europe/Berlin"),
        new(Schedule.Cron("0 3 * * 1", interval: TimeSpan.FromHours(2)), "cron '0 3 * * 1', over the 02:00:00 before"),
        new(Schedule.CronInterval("@daily"), "cron '0 0 * * *', each interval when it is over"),
        new(Schedule.Crons("0 1 * * *", "0 2 * * *"), "cron '0 1 * * *', cron '0 2 * * *'"),
        new(Schedule.Every(TimeSpan.FromMinutes(10)), "every 00:10:00"),
        new(Schedule.EveryInterval(CalendarDelta.FromMonths(1)), "every 1 month, each interval when it is over"),
        new(Schedule.Once, "once"),
        new(Schedule.Continuous, "continuously, one run at a time"),
        new(Schedule.Events(), "no events"),
        new(Schedule.Events(Utc("2024-01-02")), "at 2024-01-02T00:00:00+00:00"),
        new(Schedule.Events(Utc("2024-01-03"), Utc("2024-01-02")),
            "2 events between 2024-01-02T00:00:00+00:00 and 2024-01-03T00:00:00+00:00"),
        new(Schedule.OnAssets(new Asset("a") & new Asset("b")), "on assets a & b"),
        new(Schedule.OnAssetsOr(new Asset("a"), Schedule.Cron("@daily")), "on assets a, or cron '0 0 * * *'"),
        new(Schedule.CronPartition("@daily", keyFormat: "%Y"), "cron '0 0 * * *', a partition '%Y' each"),
        new(Schedule.OnPartitionedAssets(new Asset("a")), "on partitions of assets a"),
        new(Schedule.PartitionedAtRuntime, "never, partition keys are set at run time"),
    ];

    [Theory]
    [MemberData(nameof(Described))]
    public void ToString_AnyKind_SaysWhenItRuns(Schedule schedule, string text)
    {
        Assert.Equal(text, schedule.ToString());
        Assert.Equal(text, schedule.Description);
    }

    [Fact]
    public void Once_WithAndWithoutStart_RunsOnce()
    {
        Assert.Equal("2024-01-01 none", Schedule.Once.Runs(3, NoCatchup, "2024-06-01"));
        Assert.Equal("2024-06-01 none", Schedule.Once.Runs(3, ScheduleBounds.None, "2024-06-01"));
        Assert.Equal("none", Schedule.Once.Runs(3, NoCatchup with { Latest = Utc("2023-12-31") }, "2024-06-01"));
    }

    [Fact]
    public void Continuous_RunAfterRun_CoversTheTimeSinceTheLast()
    {
        DataInterval first = Schedule.Continuous.Next(null, NoCatchup, Utc("2024-01-05"), TimeZoneInfo.Utc)!.Interval!;
        DataInterval second = Schedule.Continuous.Next(first, NoCatchup, Utc("2024-01-07"), TimeZoneInfo.Utc)!.Interval!;

        Assert.Equal("2024-01-01>2024-01-05", Text(first));
        Assert.Equal("2024-01-05>2024-01-07", Text(second));
        Assert.Equal("2024-06-01", Schedule.Continuous.Runs(1, ScheduleBounds.None, "2024-06-01"));
    }

    [Fact]
    public void Continuous_LastRunInTheFuture_RepeatsItsLengthFromTheStart()
    {
        var last = new DataInterval(Utc("2024-02-01"), Utc("2024-02-03"));

        PlannedRun run = Schedule.Continuous.Next(last, NoCatchup, Utc("2024-01-05"), TimeZoneInfo.Utc)!;

        Assert.Equal("2024-01-01>2024-01-03", Text(run.Interval!));
    }

    [Fact]
    public void Events_OutOfOrderAndTwice_RunInOrderOnce()
    {
        Schedule schedule = Schedule.Events(Utc("2024-03-01"), Utc("2024-02-01"), Utc("2023-12-01"), Utc("2024-02-01"));

        Assert.Equal("2024-02-01 2024-03-01 none", schedule.Runs(3, Catchup, "2024-02-15"));
        Assert.Equal("2024-03-01 none", schedule.Runs(3, NoCatchup, "2024-02-15"));
        Assert.Equal("2024-02-01 2024-03-01 none", schedule.Runs(3, Catchup with { Earliest = Utc("2024-02-01") }, "2024-02-15"));
        Assert.Equal("2024-02-01 none", schedule.Runs(3, Catchup with { Latest = Utc("2024-02-10") }, "2024-02-15"));
    }

    [Theory]
    [InlineData("2024-01-15", "2024-02-01")]
    [InlineData("2024-02-01", "2024-02-01")]
    [InlineData("2024-02-15", "2024-02-01")]
    [InlineData("2024-06-15", "2024-03-01")]
    public void Events_RestrictedToThem_GivesManualRunsTheNewestEvent(string at, string interval)
    {
        Schedule schedule = Schedule.Events([Utc("2024-02-01"), Utc("2024-03-01")], restrictToEvents: true);

        Assert.Equal(interval, Text(schedule.ManualInterval(Utc(at), TimeZoneInfo.Utc)));
    }

    [Theory]
    [InlineData("2024-01-01T08:00", false, "2024-01-01T06:00 2024-01-01T12:00 2024-01-02")]
    [InlineData("2024-01-01T13:00", false, "2024-01-01T12:00 2024-01-02 2024-01-02T06:00")]
    [InlineData("2024-01-05T13:00", true, "2024-01-01 2024-01-01T06:00 2024-01-01T12:00")]
    public void Crons_SeveralTexts_TakesTheNewestThatHasComeOrAllInTurn(string now, bool catchup, string runs) =>
        Assert.Equal(runs, Schedule.Crons("0 0 * * *", "0 6 * * *", "0 12,6 * * *").Runs(3, Catchup with { Catchup = catchup }, now));

    [Fact]
    public void Crons_None_IsRefused() => Assert.Equal(
        "Schedule.Crons was given no cron text. Give it at least one.",
        Assert.Throws<ScheduleException>(() => Schedule.Crons()).Message);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -5)]
    [InlineData(-1, 0)]
    [InlineData(1, -5)]
    public void Every_DeltaNotAboveZero_IsRefused(int months, int days)
    {
        var delta = new CalendarDelta(months, TimeSpan.FromDays(days));

        Assert.Throws<ScheduleException>(() => Schedule.Every(delta));
        Assert.EndsWith(
            "Give it a delta above zero, without negative parts.",
            Assert.Throws<ScheduleException>(() => Schedule.EveryInterval(delta)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_BeyondTheEndOfTime_Ends() =>
        Assert.Equal("2024-01-01 none", Schedule.Every(TimeSpan.MaxValue).Runs(3, Catchup, "2024-06-01"));

    [Theory]
    [InlineData("2024-01-31", 1, "2024-02-29")]
    [InlineData("2023-01-31", 1, "2023-02-28")]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    [InlineData("2024-03-31", -1, "2024-02-29")]
    public void CalendarDelta_ToAMonthTooShort_IsItsLastDay(string from, int months, string to) =>
        Assert.Equal(Utc(to), CalendarDelta.FromMonths(months).AddTo(Utc(from)));

    [Theory]
    [InlineData("2024-01-05T10:37", "2024-01-04>2024-01-05")]
    [InlineData("2024-01-05", "2024-01-04>2024-01-05")]
    public void ManualInterval_OfACronInterval_IsTheLastCompleteOne(string at, string interval) =>
        Assert.Equal(interval, Text(Schedule.CronInterval("@daily").ManualInterval(Utc(at), TimeZoneInfo.Utc)));

    [Fact]
    public void ManualInterval_OfOtherKinds_EndsAtTheInstant()
    {
        DateTimeOffset at = Utc("2024-01-05T10:37");

        Assert.Equal("2024-01-05T10:37", Text(Schedule.Cron("@daily").ManualInterval(at, TimeZoneInfo.Utc)));
        Assert.Equal(
            "2024-01-05T08:37>2024-01-05T10:37",
            Text(Schedule.EveryInterval(TimeSpan.FromHours(2)).ManualInterval(at, TimeZoneInfo.Utc)));
        Assert.Equal("2024-01-05T10:37", Text(Schedule.OnAssets(new Asset("a")).ManualInterval(at, TimeZoneInfo.Utc)));
        Assert.Equal(
            "2024-01-05T09:37>2024-01-05T10:37",
            Text(Schedule.Every(TimeSpan.FromDays(1), interval: TimeSpan.FromHours(1)).ManualInterval(at, TimeZoneInfo.Utc)));
    }

    [Theory]
    [InlineData("2024-01-04", false)]
    [InlineData("2024-01-05T00:00:01", true)]
    [InlineData("2024-01-06", true)]
    [InlineData("2024-01-06T00:00:01", false)]
    public void IsLatest_DailyInterval_UntilTheNextRunIsDue(string now, bool latest) => Assert.Equal(
        latest,
        Schedule.CronInterval("@daily").IsLatest(new DataInterval(Utc("2024-01-04"), Utc("2024-01-05")), Utc(now), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("2024-01-05", false)]
    [InlineData("2024-01-05T00:00:01", true)]
    [InlineData("2024-01-06T00:00:01", false)]
    public void IsLatest_DailyTrigger_AfterItsOwnTickOnly(string now, bool latest) => Assert.Equal(
        latest, Schedule.Cron("@daily").IsLatest(DataInterval.At(Utc("2024-01-05")), Utc(now), TimeZoneInfo.Utc));

    [Fact]
    public void IsLatest_NoFurtherRun_IsTrue() =>
        Assert.True(Schedule.Once.IsLatest(DataInterval.At(Utc("2024-01-05")), Utc("2030-01-01"), TimeZoneInfo.Utc));

    [Fact]
    public void OnAssetsOr_Cron_PlansByTheCronAndKeepsItsLimits()
    {
        Schedule schedule = Schedule.OnAssetsOr(new Asset("a"), Schedule.Continuous);

        Assert.Equal(new Asset("a"), schedule.Assets);
        Assert.Equal(1, schedule.MaxActiveRunsLimit);
        Assert.False(schedule.IsPeriodic);
        Assert.Equal("2024-01-01", Schedule.OnAssetsOr(new Asset("a"), Schedule.Cron("@daily")).Runs(1, Catchup, "2024-06-01"));
    }

    [Fact]
    public void OnAssetsOr_AnotherAssetSchedule_IsRefused() => Assert.StartsWith(
        "'on assets b' runs on assets itself.",
        Assert.Throws<ScheduleException>(() => Schedule.OnAssetsOr(new Asset("a"), Schedule.OnAssets(new Asset("b")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void OnAssets_Always_PlansNothingByTime()
    {
        Assert.Equal("none", Schedule.OnAssets(new Asset("a")).Runs(1, Catchup, "2024-06-01"));
        Assert.Equal("none", Schedule.OnPartitionedAssets(new Asset("a")).Runs(1, Catchup, "2024-06-01"));
        Assert.Equal("none", Schedule.PartitionedAtRuntime.Runs(1, Catchup, "2024-06-01"));
    }

    [Theory]
    [InlineData(0, "2024-01-01 2024-01-02")]
    [InlineData(-1, "2023-12-31 2024-01-01")]
    [InlineData(2, "2024-01-03 2024-01-04")]
    public void CronPartition_RunOffset_MovesTheKeyByTicks(int runOffset, string keys)
    {
        Schedule schedule = Schedule.CronPartition("@daily", Zone("Europe/Berlin"), runOffset, "%Y-%m-%d");

        Assert.Equal(keys, schedule.Runs(2, new ScheduleBounds(Utc("2023-12-31T23:00"), null, true), "2024-06-01"));
    }

    [Fact]
    public void CronPartition_Run_HasNoLogicalDate()
    {
        PlannedRun run = Schedule.CronPartition("@daily").Next(null, Catchup, Utc("2024-06-01"), TimeZoneInfo.Utc)!;

        Assert.Null(run.LogicalDate);
        Assert.Equal(Utc("2024-01-01"), run.RunAfter);
        Assert.Equal("2024-01-01T00:00:00", run.PartitionKey);
        Assert.Equal("partition '2024-01-01T00:00:00', run after 2024-01-01T00:00:00+00:00", run.ToString());
    }
}

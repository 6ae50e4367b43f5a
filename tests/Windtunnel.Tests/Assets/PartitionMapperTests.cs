using Windtunnel.Assets;
using Windtunnel.Schedules;
using static Windtunnel.Tests.Schedules.Plans;

namespace Windtunnel.Tests.Assets;

public sealed class PartitionMapperTests
{
    [Theory]
    [InlineData(PartitionPeriod.Hour, "2024-03-13T10")]
    [InlineData(PartitionPeriod.Day, "2024-03-13")]
    [InlineData(PartitionPeriod.Week, "2024-03-11 (W11)")]
    [InlineData(PartitionPeriod.Month, "2024-03")]
    [InlineData(PartitionPeriod.Quarter, "2024-Q1")]
    [InlineData(PartitionPeriod.Year, "2024")]
    public void StartOf_Period_IsWrittenInItsFormat(PartitionPeriod period, string target) =>
        Assert.Equal([target], PartitionMapper.StartOf(period).Map("2024-03-13T10:42:15"));

    [Fact]
    public void StartOf_TimeThatTheClockJumpsOver_IsMovedOn() => Assert.Equal(
        ["2024-03-10T03"], PartitionMapper.StartOf(PartitionPeriod.Hour, Zone("America/New_York")).Map("2024-03-10T02:30:00"));

    [Fact]
    public void StartOf_OwnFormats_ReadsAndWritesThem() => Assert.Equal(
        ["100% 2024/3"],
        PartitionMapper.StartOf(PartitionPeriod.Quarter, inputFormat: "%d.%m.%Y", outputFormat: "100%% %Y/{quarter}").Map("7.8.2024"));

    [Theory]
    [InlineData("2024-03-13")]
    [InlineData("2024-13-01T00:00:00")]
    [InlineData("2024-03-13T10:42:15Z")]
    [InlineData("yesterday")]
    public void StartOf_KeyOfAnotherForm_IsRefused(string key) => Assert.Equal(
        $"Partition key '{key}' is not written as '%Y-%m-%dT%H:%M:%S'. Emit keys of that form.",
        Assert.Throws<FormatException>(() => PartitionMapper.StartOf(PartitionPeriod.Day).Map(key)).Message);

    [Theory]
    [InlineData("%Y-%q", "%q")]
    [InlineData("%Q", "%Q")]
    [InlineData("%Y%", "%")]
    public void StartOf_UnknownDirective_IsRefused(string format, string directive) => Assert.Equal(
        $"Partition key format '{format}' has the directive '{directive}'. Use %Y %m %d %H %M %S %V, %% or {{quarter}}.",
        Assert.Throws<ScheduleException>(() => PartitionMapper.StartOf(PartitionPeriod.Day, outputFormat: format)).Message);

    [Fact]
    public void Product_Parts_AreMappedEachByItsOwn()
    {
        PartitionMapper mapper = PartitionMapper.Product(
            PartitionMapper.AllowedKeys("de", "fr"), PartitionMapper.StartOf(PartitionPeriod.Day));

        Assert.Equal(["de|2024-03-13"], mapper.Map("de|2024-03-13T10:42:15"));
        Assert.Contains("has 1 parts", Assert.Throws<FormatException>(() => mapper.Map("de")).Message, StringComparison.Ordinal);
        Assert.Equal(
            "Partition key 'it' is not one of de, fr. Emit one of these.",
            Assert.Throws<FormatException>(() => mapper.Map("it|2024-03-13T10:42:15")).Message);
    }

    [Fact]
    public void Chain_FanOutThenMonth_AppliesToEveryKey() => Assert.Equal(
        ["2024-02", "2024-02", "2024-02", "2024-02", "2024-03", "2024-03", "2024-03"],
        PartitionMapper.Chain(
            PartitionMapper.FanOut(PartitionMapper.StartOf(PartitionPeriod.Week), PartitionPeriod.Week),
            PartitionMapper.StartOf(PartitionPeriod.Month, inputFormat: "%Y-%m-%d")).Map("2024-02-28T00:00:00"));

    [Fact]
    public void FixedKeyAndIdentity_AnyKey_GiveTheirOne()
    {
        Assert.Equal(["all"], PartitionMapper.FixedKey("all").Map("x"));
        Assert.Equal(["x"], PartitionMapper.Identity.Map("x"));
    }

    [Theory]
    [InlineData(PartitionPeriod.Day, 24, "2024-02-15T00", "2024-02-15T23")]
    [InlineData(PartitionPeriod.Week, 7, "2024-02-12", "2024-02-18")]
    [InlineData(PartitionPeriod.Month, 29, "2024-02-01", "2024-02-29")]
    [InlineData(PartitionPeriod.Quarter, 3, "2024-01", "2024-03")]
    [InlineData(PartitionPeriod.Year, 12, "2024-01", "2024-12")]
    public void FanOut_Period_GivesItsMembers(PartitionPeriod period, int count, string first, string last)
    {
        IReadOnlyList<string> keys = PartitionMapper.FanOut(PartitionMapper.StartOf(period), period).Map("2024-02-15T10:00:00");

        Assert.Equal((count, first, last), (keys.Count, keys[0], keys[^1]));
    }

    [Fact]
    public void FanOut_Hour_NeedsAMapperForMinutes()
    {
        PartitionMapper hour = PartitionMapper.StartOf(PartitionPeriod.Hour);
        PartitionMapper minute = PartitionMapper.StartOf(PartitionPeriod.Hour, outputFormat: "%H:%M");

        Assert.Throws<ScheduleException>(() => PartitionMapper.FanOut(hour, PartitionPeriod.Hour));
        Assert.Equal("10:59", PartitionMapper.FanOut(hour, PartitionPeriod.Hour, minute).Map("2024-02-15T10:30:00")[^1]);
    }

    [Fact]
    public void Rollup_Week_WaitsForItsDays()
    {
        PartitionMapper mapper = PartitionMapper.Rollup(PartitionMapper.StartOf(PartitionPeriod.Week), PartitionPeriod.Week);
        IReadOnlySet<string> keys = ((RollupMapper)mapper).KeysOf("2024-02-12 (W07)");

        Assert.Equal(["2024-02-12 (W07)"], mapper.Map("2024-02-15T10:00:00"));
        Assert.Equal(7, keys.Count);
        Assert.Contains("2024-02-18T00:00:00", keys);
    }

    [Fact]
    public void Rollup_MapperWithoutTimes_IsRefused() =>
        Assert.Throws<ScheduleException>(() => PartitionMapper.Rollup(PartitionMapper.Identity, PartitionPeriod.Week));

    [Theory]
    [InlineData(null, 6, false)]
    [InlineData(null, 7, true)]
    [InlineData(5, 4, false)]
    [InlineData(5, 5, true)]
    [InlineData(-2, 4, false)]
    [InlineData(-2, 5, true)]
    [InlineData(-9, 0, true)]
    public void WaitPolicy_OfSevenExpected_IsSatisfiedFromItsMinimumOn(int? minimum, int arrived, bool satisfied)
    {
        WaitPolicy policy = minimum is { } n ? WaitPolicy.MinimumCount(n) : WaitPolicy.WaitForAll;

        Assert.Equal(satisfied, policy.IsSatisfied(arrived, expected: 7));
    }

    [Fact]
    public void WaitPolicy_MinimumOfZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => WaitPolicy.MinimumCount(0));

    [Fact]
    public void MapperFor_AssetNamedInSeveralWays_IsTheLastEntry()
    {
        var orders = new Asset("orders", "s3://b/orders");
        PartitionMapper day = PartitionMapper.StartOf(PartitionPeriod.Day);
        PartitionMapper month = PartitionMapper.StartOf(PartitionPeriod.Month);
        var schedule = (PartitionedAssetSchedule)Schedule.OnPartitionedAssets(
            orders & new Asset("rates"), mappers: [new(orders, day), new(AssetRef.ByUri("s3://b/orders"), month)]);

        Assert.Equal(month, schedule.MapperFor(orders));
        Assert.Equal(PartitionMapper.Identity, schedule.MapperFor(new Asset("rates")));
        Assert.True(schedule.IsPartitioned);
    }
}

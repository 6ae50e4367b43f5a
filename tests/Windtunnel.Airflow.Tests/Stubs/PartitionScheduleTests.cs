using System.Collections.Immutable;

namespace Windtunnel.Airflow.Tests.Stubs;

/// <summary>Schedules of partitions, as the names and arguments that Airflow 3.3 exports from <c>airflow.sdk</c>.</summary>
public sealed class PartitionScheduleTests
{
    private static readonly Asset Sales = new("sales");
    private static readonly Asset Targets = new("targets");

    private static readonly ImmutableArray<(Schedule Schedule, string Python)> Rows =
    [
        (Schedule.PartitionedAtRuntime, "PartitionedAtRuntime()"),
        (Schedule.CronPartition("0 * * * *"), """CronPartitionTimetable("0 * * * *", timezone="UTC")"""),
        (Schedule.CronPartition(
            "0 0 * * *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), runOffset: -1, "%Y-%m-%d", RunImmediately.Always),
            """CronPartitionTimetable("0 0 * * *", timezone="Europe/Berlin", run_offset=-1, run_immediately=True, """
            + "key_format=\"%Y-%m-%d\")"),
        (Schedule.OnPartitionedAssets(Sales), $"PartitionedAssetTimetable(assets={Asset("sales")})"),
        (Schedule.OnPartitionedAssets(
            Sales & Targets, PartitionMapper.StartOf(PartitionPeriod.Day), [new(Targets, PartitionMapper.Identity)]),
            $"PartitionedAssetTimetable(assets=({Asset("sales")} & {Asset("targets")}), default_partition_mapper=StartOfDayMapper(), "
            + $"partition_mapper_config={{{Asset("targets")}: IdentityMapper()}})"),
    ];

    private static readonly ImmutableArray<(PartitionMapper Mapper, string Python)> Mappers =
    [
        (PartitionMapper.AllowedKeys("eu", "us"), """AllowedKeyMapper(["eu", "us"])"""),
        (PartitionMapper.FixedKey("all"), """FixedKeyMapper("all")"""),
        (PartitionMapper.Chain(PartitionMapper.Identity, PartitionMapper.FixedKey("x")),
            """ChainMapper(IdentityMapper(), FixedKeyMapper("x"))"""),
        (PartitionMapper.Product(PartitionMapper.Identity, PartitionMapper.StartOf(PartitionPeriod.Hour)),
            "ProductMapper(IdentityMapper(), StartOfHourMapper())"),
        (PartitionMapper.Product([PartitionMapper.Identity, PartitionMapper.Identity], "/"),
            """ProductMapper(IdentityMapper(), IdentityMapper(), delimiter="/")"""),
        (PartitionMapper.StartOf(PartitionPeriod.Week, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), "%Y-%m-%d", "%Y-W%V"),
            """StartOfWeekMapper(timezone="Asia/Tokyo", input_format="%Y-%m-%d", output_format="%Y-W%V")"""),
        (PartitionMapper.FanOut(PartitionMapper.StartOf(PartitionPeriod.Week), PartitionPeriod.Week),
            "FanOutMapper(upstream_mapper=StartOfWeekMapper(), window=WeekWindow(), downstream_mapper=StartOfDayMapper())"),
        (PartitionMapper.Rollup(PartitionMapper.StartOf(PartitionPeriod.Quarter), PartitionPeriod.Quarter),
            "RollupMapper(upstream_mapper=StartOfQuarterMapper(), window=QuarterWindow())"),
        (PartitionMapper.Rollup(PartitionMapper.StartOf(PartitionPeriod.Day), PartitionPeriod.Day, WaitPolicy.MinimumCount(-2)),
            "RollupMapper(upstream_mapper=StartOfDayMapper(), window=DayWindow(), wait_policy=MinimumCount(-2))"),
    ];

    public static TheoryData<int> EachSchedule => [.. Enumerable.Range(0, Rows.Length)];

    public static TheoryData<int> EachMapper => [.. Enumerable.Range(0, Mappers.Length)];

    [Theory]
    [MemberData(nameof(EachSchedule))]
    public void Schedule_OfPartitions_IsAirflowsTimetable(int row) =>
        Assert.Contains($"schedule={Rows[row].Python},", StubOf(Rows[row].Schedule), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(EachMapper))]
    public void Mapper_OfPartitions_IsAirflowsMapper(int row) => Assert.Contains(
        $"default_partition_mapper={Mappers[row].Python}),",
        StubOf(Schedule.OnPartitionedAssets(Sales, Mappers[row].Mapper)),
        StringComparison.Ordinal);

    [Fact]
    public void Imports_OfPartitions_AreThoseThatAreUsed() => Assert.Contains(
        "from airflow.sdk import DAG, Asset, PartitionedAssetTimetable, StartOfDayMapper, task\n",
        StubOf(Schedule.OnPartitionedAssets(Sales, PartitionMapper.StartOf(PartitionPeriod.Day))),
        StringComparison.Ordinal);

    private static string Asset(string name) => $"""Asset(name="{name}", uri="{name}")""";

    private static string StubOf(Schedule schedule)
    {
        var dag = new Dag("partitioned") { Schedule = schedule };
        dag.Task("work", _ => { });
        return StubExport.Of(dag).Text;
    }
}

using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>Runs the DAG as it ships. Each test fills the inbox, runs, and looks at the map indexes and the ranking.</summary>
public sealed class AirportFanOutTests : IAsyncDisposable
{
    private const string Header = "date,delay,distance,origin,destination\n";
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly TempDirectory _inbox = new();
    private readonly TempDirectory _airports = new TempDirectory().WithCopyOf(ReferenceData.PathOf("airports.csv"));
    private readonly TempDirectory _workspace = new();
    private readonly TempDirectory _reports = new();
    private readonly Tunnel _tunnel;

    public AirportFanOutTests() => _tunnel = Tunnel.For(AirportFanOut.Create())
        .Bind("flights_inbox", _inbox).Bind("airports", _airports).Bind("workspace", _workspace).Bind("reports", _reports);

    private string[] Ranking => _reports.Read("ranking.csv").TrimEnd('\n').Split('\n')[1..];

    [Fact]
    [Trait("bullet", "1.3#1")]
    public async Task AirportFanOut_OnRealFlights_RatesEachAirportAndRanksThemAll()
    {
        _inbox.WithCopyOf(ReferenceData.PathOf("flights-2k.json")).WithCopyOf(ReferenceData.PathOf("flights-two-days.csv"));

        Run run = await RunAsync();

        run.ShouldSucceed().ShouldHaveRunInOrder("split_by_airport", "airport.read_departures", "publish_ranking");
        string[] codes = run.Task("split_by_airport").Result<string[]>();
        Assert.Equal(codes.Length, run.Instances("airport.write_card").Count);
        run.Task("publish_ranking").ShouldHaveCounted("airports.ranked", 124).ShouldHaveCounted("airports.missing", 40);
        Assert.Equal("1,ALB,Albany Cty,7,0,12", Ranking[0]);
        Assert.Equal(codes.Length, Ranking.Length);
    }

    [Theory]
    [Trait("bullet", "1.3#2")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public async Task AirportFanOut_OverSoManyAirports_RanksThemInTheirOrder(int count)
    {
        string[] codes = Deliver(count);
        await _tunnel.AllowUnused(count > 0 ? [] : ["airports", "workspace"]).RunAsync(Cancellation);

        // Each airport's flights are as late as those of the others, so the ranking keeps the order of the map indexes.
        Assert.Equal(codes, Ranking.Select(line => line.Split(',')[1]));
        Assert.Equal([.. codes.Select(code => $"card-{code}.json"), "ranking.csv"], _reports.Files);
    }

    [Fact]
    public async Task AirportFanOut_OverNoAirport_SkipsTheGroupAndPublishesAnEmptyRanking()
    {
        Run run = await _tunnel.AllowUnused("airports", "workspace").RunAsync(Cancellation);

        run.ShouldSucceed();
        run.Task("look_up").ShouldBeSkippedBecause(CauseKind.MappedOverNothing);
        run.Task("airport.write_card").ShouldHave(TaskState.Skipped, attempts: 0);
        Assert.Empty(Ranking);
    }

    [Fact]
    public async Task AirportFanOut_AnAirportWithTooFewFlights_IsSkippedAlone()
    {
        _inbox.With("flights.csv", Header + Flights("ATL", 2) + Flights("BOS", 1) + Flights("DEN", 3));

        Run run = await RunAsync();

        run.ShouldSucceed();
        Assert.Equal(["success", "skipped", "success"], StatesOf(run, "airport.read_departures"));
        run.Task("airport.read_departures", 1).ShouldBeSkippedBecause("BOS has 1 flights, fewer than 2");
        Assert.Equal(["success", "skipped", "success"], StatesOf(run, "airport.write_card"));
        Assert.Equal(["1,DEN,Denver Intl,3,0,4", "2,ATL,William B Hartsfield-Atlanta Intl,2,0,4", "-,BOS,not rated,,,"], Ranking);
    }

    [Fact]
    [Trait("bullet", "1.3#3")]
    public async Task AirportFanOut_AnUnknownAirport_FailsAloneAndTheRunTells()
    {
        _inbox.With("flights.csv", Header + Flights("ATL", 2) + Flights("ZZZ", 2));

        Run run = await RunAsync();

        run.ShouldFail().Task("look_up", 1).ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("No airport has the code 'ZZZ'");
        run.Task("look_up", 0).ShouldHave(TaskState.Success);
        run.Task("publish_ranking").ShouldHave(TaskState.Success);
        run.Task("every_airport_told").ShouldHave(TaskState.UpstreamFailed);
        Assert.Equal(["1,ATL,William B Hartsfield-Atlanta Intl,2,0,4", "2,ZZZ,,2,0,4"], Ranking);
    }

    [Fact]
    public async Task AirportFanOut_ACardThatCannotBeWritten_IsRetriedAlone()
    {
        _inbox.With("flights.csv", Header + Flights("ATL", 2) + Flights("BOS", 2));
        string inTheWay = Directory.CreateDirectory(_reports.PathOf("card-BOS.json")).FullName;
        await using TunnelWorld world = Tunnel.World(AirportFanOut.Create())
            .Bind("flights_inbox", _inbox).Bind("airports", _airports).Bind("workspace", _workspace).Bind("reports", _reports)
            .StartingAt("2001-01-03T00:00Z")
            .At("2001-01-03T00:03Z").Do(_ => Directory.Delete(inTheWay));

        await world.RunUntilIdleAsync(Cancellation);

        Run run = world.Run(AirportFanOut.Id).ShouldSucceed().ShouldTake(5.Minutes());
        run.Task("airport.write_card", 0).ShouldHave(TaskState.Success, attempts: 1);
        run.Task("airport.write_card", 1).ShouldHave(TaskState.Success, attempts: 2);
        Assert.Equal(2, Ranking.Length);
    }

    /// <summary>Airflow's <c>max_map_length</c> is 1024: a longer list fails the task that hands it on.</summary>
    [Fact]
    public async Task AirportFanOut_OverMoreAirportsThanAirflowMaps_FailsAtTheSplitAndKeepsTheLastRanking()
    {
        _reports.With("ranking.csv", "the last one");
        Deliver(1025);

        Run run = await _tunnel.RunAsync(Cancellation);

        run.ShouldFail().Task("split_by_airport").ShouldHave(TaskState.Failed, attempts: 3).ShouldHaveFailedWith("1024");
        run.Task("airport.read_departures").ShouldHave(TaskState.UpstreamFailed);
        run.Task("publish_ranking").ShouldBeSkippedBecause("The last ranking stands.");
        Assert.Equal("the last one", _reports.Read("ranking.csv"));
    }

    public async ValueTask DisposeAsync() => await _tunnel.DisposeAsync();

    private static string[] StatesOf(Run run, string taskId) => [.. run.Instances(taskId).Select(task => task.State.ToAirflow())];

    private static string Flights(string origin, int count) => string.Concat(
        Enumerable.Range(0, count).Select(i => $"2001/01/03 {i:00}:15,4,300,{origin},ORD\n"));

    /// <summary>Two flights from each of the first airports with a code of three letters.</summary>
    private string[] Deliver(int airports)
    {
        string[] codes =
        [
            .. File.ReadLines(ReferenceData.PathOf("airports.csv")).Skip(1).Select(line => line[..3])
                .Where(code => code != "ORD").Take(airports).Order(StringComparer.Ordinal),
        ];
        _inbox.With("flights.csv", Header + string.Concat(codes.Select(code => Flights(code, 2))));
        return codes;
    }

    private Task<Run> RunAsync() => _tunnel.RunAsync(Cancellation);
}

using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>The three DAGs of the story in one world: files and corrections come in, and the page follows.</summary>
public sealed class StrikesToDashboardTests : IAsyncDisposable
{
    private const string Header = "Flight Date,Wildlife Species,Effect Amount of damage,Cost Total $\n";
    private const string FirstMorning = "2002-01-02T05:00Z";
    private const string SecondMorning = "2002-01-03T05:00Z";

    private readonly SqliteFile _warehouse = new();
    private readonly TempDirectory _strikes = new();
    private readonly TempDirectory _flights = new();
    private readonly TempDirectory _site = new();
    private readonly TunnelWorld _world;

    public StrikesToDashboardTests() => _world = Tunnel
        .World(StrikesToDashboard.Create(), StrikeCosts.Create(), StrikeDashboard.Create()).StartingAt("2002-01-02T00:00Z")
        .Bind("local_warehouse", _warehouse.Connection).Bind("strikes_inbox", _strikes).Bind("flights_inbox", _flights).Bind("site", _site);

    [Fact]
    [Trait("bullet", "1.5#1")]
    public async Task StrikesToDashboard_OnRealReports_RendersOnePageFromWhatBothProducersAnnounced()
    {
        _strikes.WithCopyOf(ReferenceData.PathOf("birdstrikes-2001.csv"));
        _flights.WithCopyOf(ReferenceData.PathOf("flights-2k.json"));

        await _world.AdvanceToAsync("2002-01-03T04:00Z", TestContext.Current.CancellationToken);

        _world.ShouldSucceed().ShouldHaveRuns(StrikesToDashboard.Id, 1).ShouldHaveRuns(StrikeCosts.Id, 1);
        _world.Run(StrikesToDashboard.Id).Task("read_strikes")
            .ShouldHaveCounted("strikes.loaded", 1093).ShouldHaveCounted("strikes.rejected", 2);
        _world.Run(StrikeDashboard.Id).Task("render_page").ShouldHaveCounted("events.consumed", 2);
        string page = _site.Read("strikes.html");
        Assert.Contains("<tr><td>2001-01</td><td>49</td><td>707</td><td>69.3</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td>2001-12</td><td>44</td><td></td><td></td></tr>", page, StringComparison.Ordinal);
        Assert.Equal(10, page.Split("<h2>By month</h2>")[0].Split("<tr><td>").Length - 1);
    }

    [Fact]
    [Trait("bullet", "1.5#2")]
    public async Task StrikesToDashboard_MorningWithoutNewFiles_AnnouncesNothing()
    {
        Deliver();

        await _world.AdvanceToAsync("2002-01-04T04:00Z", TestContext.Current.CancellationToken);

        Run idle = _world.ShouldSucceed().Run(StrikesToDashboard.Id, SecondMorning);
        idle.Task("read_strikes").ShouldHave(TaskState.Skipped, attempts: 1);
        idle.Task("count_flights").ShouldHave(TaskState.Skipped, attempts: 1);
        Assert.Empty(idle.AssetEvents);
        _world.ShouldHaveRuns(StrikesToDashboard.Id, 2).ShouldHaveRuns(StrikeCosts.Id, 1).ShouldHaveRuns(StrikeDashboard.Id, 1);
    }

    [Fact]
    [Trait("bullet", "1.5#3")]
    public async Task StrikesToDashboard_InboxThatIsAway_IsTriedAgainAndThePageWaits()
    {
        Deliver();
        _world.At(FirstMorning).GoesAway("strikes_inbox", 7.Minutes());

        await _world.AdvanceToAsync("2002-01-03T04:00Z", TestContext.Current.CancellationToken);

        _world.ShouldSucceed().Run(StrikesToDashboard.Id).ShouldTake(10.Minutes()).Task("read_strikes")
            .ShouldHave(TaskState.Success, attempts: 3);
        Assert.Equal(Instant(FirstMorning).AddMinutes(10), _world.Run(StrikeDashboard.Id).StartedAt);
    }

    [Fact]
    public async Task StrikesToDashboard_BothProducersInOneTick_StartOneDashboardRun()
    {
        Deliver();

        await _world.AdvanceToAsync("2002-01-02T05:01Z", TestContext.Current.CancellationToken);

        Run dashboard = _world.Run(StrikeDashboard.Id).ShouldSucceed();
        Assert.Equal(Instant(FirstMorning), dashboard.StartedAt);
        Assert.Contains("strike_costs {", _site.Read("strikes.html"), StringComparison.Ordinal);
        Assert.Contains("traffic {", _site.Read("strikes.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrikeDashboard_WhereOnlyCostsChanged_WaitsForTraffic()
    {
        Deliver();
        _world.At("2002-01-02T12:00Z").FileArrives(_strikes, "strikes-2.csv", Header + "2001-02-01,Mallard,Minor,500\n")
            .At("2002-01-03T12:00Z").FileArrives(_flights, "flights-2.json", Flight("2001/02/01 08:00"));

        await _world.AdvanceToAsync("2002-01-03T12:00Z", TestContext.Current.CancellationToken);
        _world.ShouldHaveRuns(StrikeCosts.Id, 2).ShouldHaveRuns(StrikeDashboard.Id, 1);
        Assert.DoesNotContain("Mallard", _site.Read("strikes.html"), StringComparison.Ordinal);

        await _world.AdvanceToAsync("2002-01-04T12:00Z", TestContext.Current.CancellationToken);
        _world.ShouldSucceed().ShouldHaveRuns(StrikeCosts.Id, 2).ShouldHaveRuns(StrikeDashboard.Id, 2);
        Assert.Contains("<tr><td>Mallard</td><td>1</td><td>1</td><td>500</td></tr>", _site.Read("strikes.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrikeCosts_OverDaysOfCorrections_AppliesEachOnce()
    {
        Deliver();
        _world.At("2002-01-02T08:00Z").MessageArrives(StrikeStore.Corrections, """{"source": "strikes.csv", "line": 2, "cost": 10}""")
            .At("2002-01-02T09:00Z").MessageArrives(StrikeStore.Corrections, """{"source": "strikes.csv", "line": 2, "cost": 20}""")
            .At("2002-01-02T09:00Z").MessageArrives(StrikeStore.Corrections, """{"source": "strikes.csv", "line": 3, "cost": 7}""")
            .At("2002-01-02T10:00Z").MessageArrives(StrikeStore.Corrections, """{"source": "elsewhere.csv", "line": 9, "cost": 1}""");

        await _world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        // Airflow: of two events at one instant the run sees the first, and the next run the second as well.
        IReadOnlyList<Run> runs = _world.ShouldSucceed().Runs(StrikeCosts.Id);
        Assert.Equal([0, 1, 1, 2], runs.Select(run => run.Task("apply_corrections").Counts["corrections"]));
        runs[^1].Task("apply_corrections").ShouldHaveCounted("corrections.unknown", 1).ShouldHaveLogged("a strike that was not reported");
        Assert.Equal(["2|20", "3|7", "9|1"], _warehouse.Query("SELECT line, cost FROM corrections ORDER BY line"));
        Assert.Equal(["Gull|1|1|20", "Starling|1|0|7"], _warehouse.Query("SELECT * FROM species_costs"));
    }

    [Fact]
    public async Task StrikeCosts_CorrectionThatCannotBeRead_FailsAtOnceAndSaysWhatToMend()
    {
        Deliver();
        _world.At("2002-01-02T08:00Z").MessageArrives(StrikeStore.Corrections, """{"line": "two"}""");

        await _world.RunUntilIdleAsync(TestContext.Current.CancellationToken);

        _world.Runs(StrikeCosts.Id)[1].ShouldFail().Task("apply_corrections")
            .ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("mend its sender");
        _world.Runs(StrikeCosts.Id)[1].Task("sum_up").ShouldHave(TaskState.UpstreamFailed);
        _world.ShouldHaveRuns(StrikeDashboard.Id, 1);
    }

    [Fact]
    public async Task ReadStrikes_FileThatIsDeliveredAgain_ReplacesWhatItLoaded()
    {
        Deliver();
        _world.At("2002-01-02T12:00Z").FileArrives(_strikes, "strikes.csv", Header + "2001-01-05,Gull,None,0\n");

        await _world.AdvanceToAsync("2002-01-04T00:00Z", TestContext.Current.CancellationToken);

        _world.ShouldSucceed();
        Assert.Equal(["Gull|1|0|0"], _warehouse.Query("SELECT * FROM species_costs"));
        Assert.Empty(_warehouse.Query("SELECT * FROM rejected_strikes"));
    }

    [Fact]
    public async Task ReadStrikes_EveryKindOfBadReport_IsRejectedWithItsReason()
    {
        _strikes.With("strikes.csv", Header + """
            2001-13-01,Gull,None,0
            2001-01-01,Gull,C,0
            2001-01-01,Gull,None,much
            2001-01-01,,None,0
            2001-01-01,Gull,None
            2001-01-01,"Gull,None,0

            """);
        _flights.With("flights.json", Flight("2001/01/01 08:00"));

        await _world.AdvanceToAsync("2002-01-03T04:00Z", TestContext.Current.CancellationToken);

        _world.ShouldSucceed();
        Assert.Equal(
            [
                "2|date is '2001-13-01', not yyyy-MM-dd",
                "3|damage is 'C', not one of None, Minor, Medium, Substantial",
                "4|cost is 'much', not a whole number of dollars",
                "5|species is missing",
                "6|3 fields under a header of 4",
                "7|0 fields under a header of 4",
            ],
            _warehouse.Query("SELECT line, detail FROM rejected_strikes"));
    }

    [Fact]
    public async Task ReadStrikes_FileWithOtherColumns_FailsWhileTheTrafficIsCounted()
    {
        _strikes.With("strikes.csv", "Flight Date,Cost Total $\n2001-01-01,5\n");
        _flights.With("flights.json", Flight("2001/01/01 08:00"));
        _world.AllowUnused("site");

        await _world.AdvanceToAsync("2002-01-03T04:00Z", TestContext.Current.CancellationToken);

        Run run = _world.Run(StrikesToDashboard.Id).ShouldFail();
        run.Task("read_strikes").ShouldHave(TaskState.Failed, attempts: 1)
            .ShouldHaveFailedWith("strikes.csv lacks the columns Wildlife Species, Effect Amount of damage");
        run.Task("count_flights").ShouldHave(TaskState.Success);
        _world.ShouldHaveRuns(StrikeCosts.Id, 0).ShouldHaveRuns(StrikeDashboard.Id, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _warehouse.Dispose();
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, provider: null);

    private static string Flight(string at) => $$"""[{"date":"{{at}}","delay":0,"distance":304,"origin":"PHX","destination":"SAN"}]""";

    /// <summary>A file with two strikes, one of them costly, and one with a flight.</summary>
    private void Deliver()
    {
        _strikes.With("strikes.csv", Header + "2001-01-05,Gull,Minor,1000\n2001-01-06,Starling,None,0\n");
        _flights.With("flights.json", Flight("2001/01/05 08:00"));
    }
}

using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>Runs the DAG as it ships. Each test fills the inbox, runs, and looks at the warehouse and the report.</summary>
public sealed class FlightsEtlTests : IAsyncDisposable
{
    private const string Header = "date,delay,distance,origin,destination\n";

    private readonly SqliteFile _warehouse = new();
    private readonly TempDirectory _inbox = new();
    private readonly TempDirectory _airports = new TempDirectory().WithCopyOf(ReferenceData.PathOf("airports.csv"));
    private readonly TempDirectory _reports = new();
    private readonly Tunnel _tunnel;

    public FlightsEtlTests() => _tunnel = Tunnel.For(FlightsEtl.Create())
        .Bind("local_warehouse", _warehouse.Connection).Bind("flights_inbox", _inbox).Bind("airports", _airports).Bind("reports", _reports);

    [Fact]
    [Trait("bullet", "1.1#1")]
    public async Task FlightsEtl_OnRealFlights_LoadsThemAndPublishesTheSummary()
    {
        DeliverRealFlights();

        Run run = await RunAsync();

        run.ShouldSucceed().ShouldHaveRunInOrder("prepare_warehouse", "load_airports", "validate", "load", "reconcile", "publish_summary");
        run.Task("load").ShouldHaveXCom("return_value", new { loaded = 2424, quarantined = 46, changed = 2424 });
        Assert.Equal(["2424"], _warehouse.Query("SELECT count(*) FROM flights"));
        string[] summary = _reports.Read("delay-summary.csv").Split('\n');
        Assert.Equal("airport,name,flights,late,mean_delay,worst_delay", summary[0]);
        Assert.Equal("ORD,Chicago O'Hare International,138,23,1.2,73", summary[1]);
    }

    [Fact]
    [Trait("bullet", "1.1#2")]
    public async Task FlightsEtl_OnEveryKindOfBadRow_QuarantinesItWithItsReason()
    {
        _inbox.With("flights.csv", Header + """
            2001/01/01 06:55,-19,1797,LAX,BNA
            2001/01/01 06:55,-19,1797,LAX,BNA
            2001/01/01 07:00,5,1797,LAX,ZZZ
            2001/13/01 07:00,5,1797,LAX,BNA
            2001/01/01 07:00,late,1797,LAX,BNA
            2001/01/01 07:00,5,1797,LAX
            2001/01/01 07:00,5,1797,"LAX,BNA
            2001/01/01 07:00,5,1797,Los Angeles,BNA
            2001/01/01 07:00,5,0,LAX,BNA
            2001/01/01 07:00,9999,1797,LAX,BNA
            2001/01/01 07:00,5,1797,LAX,LAX

            """);
        _inbox.With("flights.json", """[{"date":"2001/01/01 06:55","delay":0,"distance":1797,"origin":"LAX","destination":"BNA"},7,{}]""");

        (await RunAsync()).ShouldSucceed().Task("load").ShouldHaveCounted("rows.loaded", 1).ShouldHaveCounted("rows.quarantined", 13);

        Assert.Equal(
            [
                "flights.csv|3|duplicate_key|LAX to BNA at 2001-01-01T06:55:00",
                "flights.csv|4|unknown_airport|LAX to ZZZ",
                "flights.csv|5|malformed|date is '2001/13/01 07:00', not yyyy/MM/dd HH:mm",
                "flights.csv|6|malformed|delay 'late' and distance '1797' are not two whole numbers",
                "flights.csv|7|malformed|4 fields under a header of 5",
                "flights.csv|8|malformed|0 fields under a header of 5",
                "flights.csv|9|malformed|route is 'Los Angeles' to 'BNA', not two codes of three letters",
                "flights.csv|10|impossible|LAX to BNA, 0 miles, 5 minutes late",
                "flights.csv|11|impossible|LAX to BNA, 1797 miles, 9999 minutes late",
                "flights.csv|12|impossible|LAX to LAX, 1797 miles, 5 minutes late",
                "flights.json|1|duplicate_key|LAX to BNA at 2001-01-01T06:55:00",
                "flights.json|2|malformed|it is no JSON object",
                "flights.json|3|malformed|date is '', not yyyy/MM/dd HH:mm",
            ],
            _warehouse.Query("SELECT source, line, reason, detail FROM quarantine"));
    }

    [Fact]
    [Trait("bullet", "1.1#3")]
    public async Task FlightsEtl_WhenTheInboxIsAway_RetriesTwiceAndLeavesTheWarehouseAlone()
    {
        DeliverRealFlights();
        await RunAsync();
        string[] before = _warehouse.Query("SELECT * FROM flights");
        Directory.Delete(_inbox.Path, recursive: true);

        Run run = await RunAsync();

        run.ShouldFail().ShouldTake(10.Minutes());
        run.Task("stage_csv").ShouldHave(TaskState.Failed, attempts: 3).ShouldHaveFailedWith(nameof(DirectoryNotFoundException));
        run.Task("load").ShouldHave(TaskState.UpstreamFailed, attempts: 0);
        Assert.Contains("stage_csv", run.Explain("publish_summary").ToString(), StringComparison.Ordinal);
        Assert.Equal(before, _warehouse.Query("SELECT * FROM flights"));
    }

    [Fact]
    public async Task FlightsEtl_RunASecondTime_ChangesNothing()
    {
        DeliverRealFlights();
        await RunAsync();
        string[] flights = _warehouse.Query("SELECT * FROM flights");
        string summary = _reports.Read("delay-summary.csv");

        Run second = await RunAsync();

        second.ShouldSucceed().Task("load").ShouldHaveXCom("return_value", new { loaded = 2424, quarantined = 46, changed = 0 });
        Assert.Equal(flights, _warehouse.Query("SELECT * FROM flights"));
        Assert.Equal(summary, _reports.Read("delay-summary.csv"));
        Assert.Equal(["delay-summary.csv"], _reports.Files);
    }

    [Fact]
    public async Task FlightsEtl_RowsIn_AreAllLoadedOrQuarantined()
    {
        DeliverRealFlights();
        Run run = await RunAsync();
        long rowsIn = run.Task("stage_csv").Counts["rows.in"] + run.Task("stage_json").Counts["rows.in"];
        Assert.Equal(2470, rowsIn);
        Assert.Equal(rowsIn, run.Task("load").Counts["rows.loaded"] + run.Task("load").Counts["rows.quarantined"]);
    }

    [Fact]
    public async Task FlightsEtl_WhenARowGetsLost_StopsBeforeTheSummaryAndDoesNotRetry()
    {
        DeliverRealFlights();
        await RunAsync();
        File.Delete(_reports.PathOf("delay-summary.csv"));
        _warehouse.Execute("""
            CREATE TRIGGER leak AFTER INSERT ON staged_flights WHEN NEW.origin = 'ATL' AND NEW.line = 1
            BEGIN DELETE FROM staged_flights WHERE source = NEW.source AND line = NEW.line; END;
            CREATE TRIGGER seep AFTER INSERT ON staged_flights WHEN NEW.line = 2
            BEGIN DELETE FROM staged_flights WHERE source = NEW.source AND line = NEW.line; END
            """);

        Run run = await RunAsync();

        run.ShouldFail().Task("reconcile").ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("2470 rows came in, but ");
        run.Task("publish_summary").ShouldHave(TaskState.UpstreamFailed);
        Assert.Empty(_reports.Files);
    }

    [Theory]
    [InlineData("flights.csv", "")]
    [InlineData("flights.csv", Header)]
    [InlineData("flights.json", "")]
    [InlineData("flights.json", "[]")]
    public async Task FlightsEtl_EmptyFile_IsNoError(string name, string content)
    {
        _inbox.With(name, content);
        Run run = await RunAsync();
        run.ShouldSucceed().Task("load").ShouldHaveXCom("return_value", new { loaded = 0, quarantined = 0, changed = 0 });
        Assert.Single(_reports.Read("delay-summary.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("flights.csv", "date,delay\n2001/01/01 06:55,3\n", "its header lacks distance, origin, destination")]
    [InlineData("flights.json", "{}", "it is no JSON array")]
    [InlineData("flights.json", "[{\"date\":", "Expected")]
    public async Task FlightsEtl_UnreadableFile_IsOneQuarantinedRowAndDoesNotStopTheOthers(string name, string content, string detail)
    {
        _inbox.With(name, content).With("flights-good.csv", Header + "2001/01/01 06:55,-19,1797,LAX,BNA\n");

        (await RunAsync()).ShouldSucceed().Task("load").ShouldHaveCounted("rows.loaded", 1).ShouldHaveCounted("rows.quarantined", 1);

        string row = Assert.Single(_warehouse.Query("SELECT source, line, reason, detail FROM quarantine"));
        Assert.StartsWith($"{name}|0|unreadable_file|", row, StringComparison.Ordinal);
        Assert.Contains(detail, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlightsEtl_CorrectedFile_ReplacesRowAndEmptiesQuarantine()
    {
        _inbox.With("flights.csv", Header + "2001/01/01 06:55,-19,1797,LAX,BNA\n2001/01/01 09:00,?,600,SFO,SEA\n");
        await RunAsync();
        _inbox.With("flights.csv", Header + "2001/01/01 06:55,30,1797,LAX,BNA\n2001/01/01 09:00,4,600,SFO,SEA\n");

        Run run = await RunAsync();

        run.Task("load").ShouldHaveXCom("return_value", new { loaded = 2, quarantined = 0, changed = 2 });
        Assert.Equal(["LAX|30", "SFO|4"], _warehouse.Query("SELECT origin, delay_minutes FROM flights ORDER BY origin"));
        Assert.Empty(_warehouse.Query("SELECT * FROM quarantine"));
    }

    [Fact]
    public async Task FlightsEtl_ColumnsInAnotherOrder_AreReadByName()
    {
        _inbox.With("flights.csv", "origin,destination,date,distance,delay\nLAX,BNA,2001/01/01 06:55,1797,-19\n");
        (await RunAsync()).ShouldSucceed();
        Assert.Equal(["2001-01-01T06:55:00|LAX|BNA|-19|1797"], _warehouse.Query("SELECT * FROM flights"));
    }

    [Fact]
    public async Task FlightsEtl_AirportThatWasRenamed_HasItsNewNameInTheSummary()
    {
        _inbox.With("flights.csv", Header + "2001/01/01 06:55,30,1797,LAX,BNA\n");
        await RunAsync();
        _airports.With("airports.csv", """
            iata,name,city,state,country,latitude,longitude
            LAX,"Tom Bradley, West",Los Angeles,CA,USA,33.9,-118.4
            BNA,Nashville,Nashville,TN,USA,36.1,-86.7
            """);

        (await RunAsync()).ShouldSucceed();

        Assert.Equal("LAX,\"Tom Bradley, West\",1,1,30.0,30", _reports.Read("delay-summary.csv").Split('\n')[1]);
    }

    [Fact]
    public async Task FlightsEtl_WithoutAirports_FailsAtOnceInsteadOfQuarantiningAll()
    {
        DeliverRealFlights();
        _airports.With("airports.csv", "iata,name,city,state,country,latitude,longitude\n");

        Run run = await RunAsync();

        run.ShouldFail().Task("validate").ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("The list of airports is empty");
        Assert.Empty(_warehouse.Query("SELECT * FROM quarantine"));
    }

    public async ValueTask DisposeAsync()
    {
        await _tunnel.DisposeAsync();
        _warehouse.Dispose();
    }

    private void DeliverRealFlights() => _inbox
        .WithCopyOf(ReferenceData.PathOf("flights-2k.json"))
        .WithCopyOf(ReferenceData.PathOf("flights-two-days.csv"));

    private Task<Run> RunAsync() => _tunnel.RunAsync(TestContext.Current.CancellationToken);
}

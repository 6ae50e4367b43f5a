using Windtunnel.Engine;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.EndToEnd;

/// <summary>Runs the DAG as it ships, against a database file. Each test breaks something, repeats, and compares whole tables.</summary>
public sealed class WarehouseRerunTests : IDisposable
{
    private const string Day = "2001-02-18T00:00Z";
    private const string Delivery = """
        date,delay,distance,origin,destination
        2001/02/18 05:55,-13,237,MCI,STL
        2001/02/18 05:55,20,334,MSP,ORD
        2001/02/18 05:55,21,334,MSP,ORD
        2001/02/19 06:02,-4,888,DEN,ORD

        """;

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly SqliteFile _warehouse = new();
    private readonly DirectoryInfo _inbox = Directory.CreateTempSubdirectory("windtunnel-inbox-");

    [Fact]
    [Trait("bullet", "1.6#1")]
    public async Task WarehouseRerun_OnRealFlights_LoadsTheDayThroughAStagingTableThatIsGoneAfterwards()
    {
        File.Copy(ReferenceData.PathOf("flights-two-days.csv"), Path.Combine(_inbox.FullName, "flights.csv"));

        Run run = await RunAsync();

        run.ShouldSucceed().ShouldHaveRunInOrder("create_staging", "stage_day", "merge_day", "sum_up_day", "drop_staging");
        Assert.Equal(["2001-02-18|229|34|240"], _warehouse.Query("SELECT * FROM daily_delays"));
        Assert.Equal(["daily_delays", "daily_flights"], Tables());
    }

    [Fact]
    public async Task WarehouseRerun_RunASecondTime_ChangesNothing()
    {
        Deliver();
        string[] loaded = await LoadedAsync();

        (await RunAsync()).ShouldSucceed();

        Assert.Equal(loaded, Contents());
        Assert.Equal(["2001-02-18|2|1|20"], _warehouse.Query("SELECT * FROM daily_delays"));
    }

    /// <summary>The database goes away for good after its first call, after its second, and so on, until a run needs no more. That call was
    /// done, but nobody heard. Then it is back, and the day is run again.</summary>
    [Fact]
    [Trait("bullet", "1.6#3")]
    public async Task WarehouseRerun_ThatDiedAfterAnyStep_LoadsTheSameWhenItIsRunAgain()
    {
        Deliver();
        string[] loaded = await LoadedAsync();
        HashSet<string> died = [];
        for (int calls = 1; ; calls++)
        {
            _warehouse.Execute("DROP TABLE daily_flights; DROP TABLE daily_delays");
            Run broken = await RunAsync(stage: new GoesAway(afterCalls: calls));
            died.UnionWith(broken.Tasks.Where(task => task.State == TaskState.Failed).Select(task => task.TaskId));
            if (died.Contains("drop_staging") && broken.Task("drop_staging").State == TaskState.Success)
            {
                break;
            }

            (await RunAsync()).ShouldSucceed();
            Assert.Equal(loaded, Contents());
        }

        Assert.Equal(["create_staging", "drop_staging", "merge_day", "stage_day", "sum_up_day"], died.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WarehouseRerun_ThatDiedAfterAnyStep_LoadsTheSameWhenItIsRetried()
    {
        Deliver();
        string[] loaded = await LoadedAsync();
        List<string> retried = [];
        for (int calls = 1; retried.Count == calls - 1; calls++)
        {
            _warehouse.Execute("DROP TABLE daily_flights; DROP TABLE daily_delays");
            Run run = await RunAsync(stage: new GoesAway(afterCalls: calls, once: true));

            Assert.Equal(loaded, Contents());
            retried.AddRange(run.ShouldSucceed().Tasks.Where(task => task.TryNumber == 2).Select(task => task.TaskId));
        }

        Assert.Equal(["create_staging", "stage_day", "merge_day", "sum_up_day", "drop_staging"], retried.Distinct());
    }

    [Fact]
    public async Task WarehouseRerun_WhenTheInboxIsAway_WaitsLongerBeforeEachRetryAndTearsDown()
    {
        Deliver();
        _inbox.Delete(recursive: true);

        Run run = await RunAsync();

        run.ShouldFail().Task("stage_day").ShouldHave(TaskState.Failed, attempts: 4);
        TimeSpan[] waits = [.. run.Task("stage_day").Attempts.SkipLast(1).Select(attempt => attempt.NextAt!.Value - attempt.End!.Value)];
        Assert.All(waits, (wait, i) => Assert.InRange(wait, (1 << i).Minutes(), (2 << i).Minutes()));
        run.Task("merge_day").ShouldHave(TaskState.UpstreamFailed);
        run.Task("drop_staging").ShouldHave(TaskState.Success, attempts: 1);
        Assert.Equal(["daily_delays", "daily_flights"], Tables());
    }

    [Fact]
    public async Task WarehouseRerun_OnADayWithoutFlights_KeepsWhatIsThereAndTearsDown()
    {
        Deliver();
        string[] loaded = await LoadedAsync();
        File.Delete(Path.Combine(_inbox.FullName, "flights.csv"));

        Run run = await RunAsync();

        run.ShouldSucceed().Task("stage_day").ShouldBeSkippedBecause("No flight of 2001-02-18 was delivered.");
        run.Task("drop_staging").ShouldHave(TaskState.Success);
        Assert.Equal(loaded, Contents());
    }

    [Theory]
    [InlineData(false, RunState.Success)]
    [InlineData(true, RunState.Failed)]
    public async Task WarehouseRerun_WhenTheTeardownFails_FailsTheRunOnlyIfItIsTo(bool teardownDecides, RunState state)
    {
        Deliver();
        Fault locked = Fault.Fails(4).On(call => call.Context.TaskId == "drop_staging");

        Run run = await RunAsync(teardownDecides, tunnel => tunnel.Disturb("local_warehouse", locked));

        Assert.Equal(state, run.State);
        run.Task("drop_staging").ShouldHave(TaskState.Failed, attempts: 4);
        Assert.Equal(["daily_delays", "daily_flights", "staged_flights_20010218"], Tables());
        (await RunAsync()).ShouldSucceed();
        Assert.Equal(["daily_delays", "daily_flights"], Tables());
    }

    [Fact]
    public async Task WarehouseRerun_ClearedAfterAFailure_GoesOnWhereItFailedAndLoadsTheSame()
    {
        Deliver();
        string[] loaded = await LoadedAsync();
        _warehouse.Execute("""
            DELETE FROM daily_delays;
            CREATE TRIGGER full BEFORE INSERT ON daily_flights BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END
            """);
        await using TunnelWorld world = World();
        await world.OpenAsync(Cancellation);
        string runId = world.Deployment.Trigger(WarehouseRerun.Id, new() { LogicalDate = Instant(Day) });
        await world.RunUntilIdleAsync(Cancellation);
        world.Run(WarehouseRerun.Id, runId).ShouldFail().Task("merge_day").ShouldHaveFailedWith("The disk is full.");

        _warehouse.Execute("DROP TRIGGER full");
        world.Deployment.Clear(WarehouseRerun.Id, runId, new() { Tasks = ["stage_day"], IncludeDownstream = true, OnlyFailed = false });
        await world.RunUntilIdleAsync(Cancellation);

        Run run = world.Run(WarehouseRerun.Id, runId).ShouldSucceed();
        Assert.Equal(2, run.Task("create_staging").TryNumber);
        Assert.Equal(loaded, Contents());
    }

    [Fact]
    [Trait("bullet", "1.6#2")]
    public async Task WarehouseRerun_BackfilledOverARange_LoadsEachDayOnceInEitherOrder()
    {
        Deliver();
        await using TunnelWorld world = World();
        await world.OpenAsync(Cancellation);
        BackfillRequest range = new() { From = Instant("2001-02-17T00:00Z"), To = Instant("2001-02-19T00:00Z") };

        world.Deployment.Backfill(WarehouseRerun.Id, range);
        await world.RunUntilIdleAsync(Cancellation);
        string[] forwards = Contents();
        world.Deployment.Backfill(WarehouseRerun.Id, range with { Reverse = true, Reprocess = ReprocessBehavior.Completed });
        await world.RunUntilIdleAsync(Cancellation);

        world.ShouldHaveRuns(WarehouseRerun.Id, 3).ShouldSucceed();
        world.Run(WarehouseRerun.Id, "2001-02-17T00:00Z").Task("stage_day").ShouldHave(TaskState.Skipped);
        Assert.Equal(forwards, Contents());
        Assert.Equal(["2001-02-18|2|1|20", "2001-02-19|1|0|-4"], _warehouse.Query("SELECT * FROM daily_delays"));
    }

    public void Dispose()
    {
        _warehouse.Dispose();
        if (_inbox.Exists)
        {
            _inbox.Delete(recursive: true);
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private void Deliver() => File.WriteAllText(Path.Combine(_inbox.FullName, "flights.csv"), Delivery);

    private async Task<string[]> LoadedAsync()
    {
        (await RunAsync()).ShouldSucceed();
        return Contents();
    }

    private string[] Tables() => _warehouse.Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");

    /// <summary>Every row of every table, and which tables there are.</summary>
    private string[] Contents() =>
    [
        .. Tables().SelectMany(table => (string[])[table, .. _warehouse.Query($"SELECT * FROM {table}")]),
    ];

    private TunnelWorld World() => Tunnel.World(WarehouseRerun.Create()).StartingAt("2001-02-20T00:00Z")
        .Bind("local_warehouse", _warehouse.Connection).BindPath("flights_inbox", _inbox.FullName);

    private Task<Run> RunAsync(Stage stage) => RunAsync(false, tunnel => tunnel.Through("local_warehouse", stage));

    private async Task<Run> RunAsync(bool teardownDecides = false, Action<Tunnel>? more = null)
    {
        await using var tunnel = Tunnel.For(WarehouseRerun.Create(teardownDecides)).StartingAt(Day)
            .Bind("local_warehouse", _warehouse.Connection).BindPath("flights_inbox", _inbox.FullName);
        more?.Invoke(tunnel);
        return await tunnel.RunAsync(Cancellation);
    }

    /// <summary>Does so many calls, and dies before it can say that the last of them was done.</summary>
    private sealed class GoesAway(int afterCalls, bool once = false) : Stage
    {
        protected override StageInRun Begin(StagePlace place) => new InRun(afterCalls, once);

        private sealed class InRun(int afterCalls, bool once) : StageInRun
        {
            private int _calls;

            protected override async ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
            {
                _calls++;
                if (_calls <= afterCalls || once)
                {
                    await proceed();
                }

                if (_calls == afterCalls || (_calls > afterCalls && !once))
                {
                    throw call.Unreachable($"The warehouse died after call {afterCalls}.");
                }
            }
        }
    }
}

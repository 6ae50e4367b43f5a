using Windtunnel.Engine;

namespace Windtunnel.Testing.Tests;

/// <summary>Several DAGs in one world, and what a script lets happen around them.</summary>
public sealed class TunnelWorldTests
{
    private static readonly Asset Orders = new("orders");
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdvanceToAsync_DagsInAChain_RunBySchedulesAndAssets()
    {
        await using TunnelWorld world = Tunnel.World(Loading(), Publishing());

        await world.AdvanceToAsync("2026-01-03T12:00Z", Cancellation);

        world.ShouldHaveRuns("load", 3).ShouldHaveRuns("publish", 3).ShouldSucceed();
        world.Run("load", "2026-01-02T00:00Z").Task("take").ShouldHave(TaskState.Success, attempts: 1);
        world.Run("load", "scheduled__2026-01-02T00:00:00+00:00").ShouldSucceed();
        Assert.Equal(RunType.AssetTriggered, world.Runs("publish")[0].Type);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero), world.Now);
    }

    [Fact]
    public async Task FileArrives_WhileASensorWaitsForIt_LetsItGoOn()
    {
        var inbox = new TempDirectory();
        var dag = new Dag("load");
        TaskRef there = dag.Sensor(
            "there", context => File.Exists(FileOf(context)), new() { PokeInterval = 10.Minutes(), Mode = SensorMode.Reschedule });
        _ = there >> dag.Task("read", context => File.ReadAllText(FileOf(context)));
        await using TunnelWorld world = Tunnel.World(dag).Bind("inbox", inbox)
            .At("2026-01-01T00:45Z").FileArrives(inbox, "orders.csv", "1,20")
            .At("2026-01-01T00:00Z").Do(deployment => deployment.Trigger("load"));

        await world.RunUntilIdleAsync(Cancellation);

        world.ShouldSucceed().Run("load").ShouldTake(50.Minutes()).Task("read").ShouldHaveXCom("return_value", "1,20");
    }

    [Fact]
    public async Task MessageArrives_ForAnAsset_StartsItsConsumerAsAWatcherWould()
    {
        await using TunnelWorld world = Tunnel.World(Publishing()).At("2026-01-01T07:00Z").MessageArrives(Orders, """{"id": 7}""");

        await world.RunUntilIdleAsync(Cancellation);

        Run run = world.Run("publish").ShouldSucceed();
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 7, 0, 0, TimeSpan.Zero), run.StartedAt);
        run.Task("show").ShouldHaveXCom("return_value", """{"from_trigger": true, "payload": {"id": 7}}""");
    }

    [Fact]
    public async Task PersonAnswers_TheQuestionThatIsOpen_LetsTheRunGoOn()
    {
        await using TunnelWorld world = Tunnel.World(Asking())
            .At("2026-01-01T00:00Z").Do(deployment => deployment.Trigger("release"))
            .At("2026-01-01T05:00Z").PersonAnswers("release", "ship", "Approve");

        await world.RunUntilIdleAsync(Cancellation);

        world.Run("release").ShouldSucceed().ShouldTake(5.Hours());
    }

    [Fact]
    public async Task PersonAnswers_WhatNobodyAsked_FailsTheAdvance()
    {
        await using TunnelWorld world = Tunnel.World(Asking()).At("2026-01-01T05:00Z").PersonAnswers("release", "ship", "Approve");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => world.RunUntilIdleAsync(Cancellation));

        Assert.StartsWith("At 2026-01-01T05:00:00.0000000+00:00 task 'ship' of Dag 'release' waits for no answer.", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoesAway_ADirectory_CannotBeReachedUntilItIsBack()
    {
        var inbox = new TempDirectory().With("orders.csv", "1,20");
        await using TunnelWorld world = Tunnel.World(Loading(reads: true)).Bind("inbox", inbox)
            .At("2026-01-01T00:00Z").GoesAway("inbox", 7.Minutes())
            .At("2026-01-01T00:06Z").FileArrives(inbox, "late.csv", "2,30");

        await world.RunUntilIdleAsync(Cancellation);

        world.ShouldSucceed().Run("load").Task("take").ShouldHave(TaskState.Success, attempts: 3).ShouldHaveXCom("return_value", 2);
        Assert.Equal(
            "Connection 'inbox' cannot be reached: the test has it away from 2026-01-01T00:00:00Z "
            + "until 2026-01-01T00:07:00Z.",
            world.Run("load").Task("take").Attempts[1].Error!.Message);
    }

    [Fact]
    public async Task GoesAway_WhileABodyHoldsTheConnection_FailsItsNextHook()
    {
        var dag = new Dag("ask") { Schedule = Schedule.Once, StartDate = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        dag.Task("ask", async context =>
        {
            Connection api = context.Connections["api"];
            Assert.Equal("1", await api.Http().GetStringAsync("a", context.Cancellation));
            await context.DelayAsync(1.Hours());
            IOException away = Assert.Throws<IOException>(api.Http);
            Assert.Contains("'api'", away.Message, StringComparison.Ordinal);
            await context.DelayAsync(1.Hours());
            return await api.Http().GetStringAsync("a", context.Cancellation);
        });
        await using TunnelWorld world = Tunnel.World(dag).Bind("api", Stub.Http(s => s.Get("/a").Returns(200, "1")).WithoutSockets())
            .StartingAt("2026-01-01T00:00Z").At("2026-01-01T00:30Z").GoesAway("api", 1.Hours());

        await world.RunUntilIdleAsync(Cancellation);

        world.Run("ask").ShouldSucceed().Task("ask").ShouldHaveXCom("return_value", "1");
    }

    [Fact]
    public async Task GoesAway_WhileABodyHoldsWhatIsBound_FailsItsNextUse()
    {
        var dag = new Dag("steady");
        dag.Task("twice", async context =>
        {
            Connection list = context.Connections["list"];
            list.As<List<string>>().Add("first");
            string folder = context.Connections["folder"].Path;
            await context.DelayAsync(TimeSpan.FromHours(1));
            Assert.Throws<DirectoryNotFoundException>(() => Directory.GetFiles(folder));
            list.As<List<string>>().Add("second");
        });
        List<string> said = [];
        await using TunnelWorld world = Tunnel.World(dag).Bind("list", said).Bind("folder", new TempDirectory()).AllowUnused("folder")
            .At("2026-01-01T00:00Z").Do(deployment => deployment.Trigger("steady"))
            .At("2026-01-01T00:30Z").GoesAway("list", 2.Hours())
            .At("2026-01-01T00:30Z").GoesAway("folder", 2.Hours());

        await world.RunUntilIdleAsync(Cancellation);

        world.Run("steady").Task("twice").ShouldHaveFailedWith("IOException: Connection 'list' cannot be reached");
        Assert.Equal(["first"], said);
    }

    [Fact]
    public async Task RunUntilIdleAsync_GreenWithAnOutageThatNobodyMet_IsNotGreen()
    {
        await using TunnelWorld world = Tunnel.World(Loading(reads: true)).Bind("inbox", new TempDirectory())
            .At("2026-01-01T03:00Z").GoesAway("inbox", 1.Hours());

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => world.RunUntilIdleAsync(Cancellation));

        Assert.StartsWith(
            "Connection 'inbox' was away from 2026-01-01T03:00:00Z until 2026-01-01T04:00:00Z, "
            + "but no task asked for it then.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunUntilIdleAsync_GreenWithAConnectionNobodyUsed_IsNotGreen()
    {
        await using TunnelWorld world = Tunnel.World(Loading(reads: true)).Bind("inbox", new TempDirectory()).Bind("inbx", new object());

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => world.RunUntilIdleAsync(Cancellation));

        Assert.StartsWith("Every connection that is bound should be used, but no task asked for 'inbx'.", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShouldSucceed_OneFailedRunOfMany_ShowsIt()
    {
        Dag dag = Daily("fails_on_the_second");
        dag.Task("t", context => context.Run.LogicalDate?.Day == 2 ? throw new InvalidDataException("Bad day.") : 0);
        await using TunnelWorld world = Tunnel.World(dag).With(new() { KeepFinishedRuns = 1 });
        await world.AdvanceToAsync("2026-01-05", Cancellation);

        var failure = Assert.Throws<RunAssertionException>(world.ShouldSucceed);

        Assert.Equal("scheduled__2026-01-02T00:00:00+00:00", failure.Run!.RunId);
        Assert.Contains("Bad day.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShouldSucceed_AfterTheFailedRunWasClearedAndSucceeded_IsMet()
    {
        var dag = new Dag("second_time_lucky");
        dag.Task("t", context => context.TryNumber == 1 ? throw new InvalidDataException("Not yet.") : 0);
        await using TunnelWorld world = Tunnel.World(dag);
        string runId = world.Deployment.Trigger("second_time_lucky");
        await world.RunUntilIdleAsync(Cancellation);
        Assert.Throws<RunAssertionException>(world.ShouldSucceed);

        world.Deployment.Clear("second_time_lucky", runId, new ClearRequest());
        await world.RunUntilIdleAsync(Cancellation);

        world.ShouldSucceed();
    }

    [Fact]
    public async Task ShouldSucceed_WhenNothingRan_IsNotMet()
    {
        await using TunnelWorld world = Tunnel.World(Publishing());
        await world.AdvanceToAsync("2026-02-01", Cancellation);
        Assert.StartsWith("At least one run should have ended", Assert.Throws<RunAssertionException>(world.ShouldSucceed).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfANumberOrIdThatIsNotThere_NamesWhatIs()
    {
        await using TunnelWorld world = Tunnel.World(Loading());
        await world.AdvanceToAsync("2026-01-02", Cancellation);

        Assert.Equal(
            "Dag 'load' should have 1 run, but it has 2: scheduled__2026-01-01T00:00:00+00:00 (success), "
            + "scheduled__2026-01-02T00:00:00+00:00 (success).",
            Assert.Throws<RunAssertionException>(() => world.Run("load")).Message);
        Assert.StartsWith(
            "Dag 'load' should have a run '2026-03-01', but it has 2: ",
            Assert.Throws<RunAssertionException>(() => world.Run("load", "2026-03-01")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenRunEnds_OverYears_SeesEachRunAlthoughFewAreKept()
    {
        int seen = 0;
        await using TunnelWorld world = Tunnel.World(Daily("d")).With(new() { KeepFinishedRuns = 1 }).WhenRunEnds(_ => seen++);
        await world.AdvanceToAsync("2027-12-31", Cancellation);
        Assert.Equal(730, seen);
        world.ShouldHaveRuns("d", 1);
    }

    [Fact]
    public async Task Script_ThatCannotBePlayed_SaysWhy()
    {
        await using TunnelWorld world = Tunnel.World(Publishing()).StartingAt("2026-01-02").At("2026-01-01").MessageArrives(Orders);
        Assert.StartsWith("Something is to happen at 2026-01-01", Assert.Throws<InvalidOperationException>(() => world.Now).Message,
            StringComparison.Ordinal);

        await using TunnelWorld unbound = Tunnel.World(Publishing()).At("2026-01-01").GoesAway("inbox", 1.Hours());
        Assert.StartsWith("Connection 'inbox' is to go away", Assert.Throws<InvalidOperationException>(() => unbound.Now).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => unbound.At("2026-01-01T00:59Z").GoesAway("inbox", 1.Hours()));

        await using TunnelWorld late = Tunnel.World(Publishing());
        await late.AdvanceToAsync("2026-01-02", Cancellation);
        Assert.Throws<ArgumentException>(() => late.At("2026-01-01T12:00Z"));
        Assert.Throws<InvalidOperationException>(() => late.Bind("inbox", new object()));
    }

    private static string FileOf(TaskContext context) => Path.Combine(context.Connections["inbox"].Path, "orders.csv");

    private static Dag Daily(string id, int retries = 0) => new(id)
    {
        Schedule = Schedule.Cron("@daily"),
        StartDate = new World().StartingAt,
        Defaults = new() { Retries = retries, RetryDelay = 5.Minutes() },
    };

    private static Dag Loading(bool reads = false)
    {
        Dag dag = Daily("load", retries: 2);
        dag.Task("take", context => reads ? Directory.GetFiles(context.Connections["inbox"].Path).Length : 0, new() { Outlets = [Orders] });
        return dag;
    }

    private static Dag Publishing()
    {
        var dag = new Dag("publish") { Schedule = Schedule.OnAssets(Orders) };
        dag.Task("show", context => context.Assets.Triggering[0].ExtraJson ?? "nothing");
        return dag;
    }

    private static Dag Asking()
    {
        var dag = new Dag("release");
        dag.Approval("ship", new() { Subject = "Ship it?" });
        return dag;
    }
}

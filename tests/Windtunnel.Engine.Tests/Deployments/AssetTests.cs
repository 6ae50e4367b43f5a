namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>DAGs that wait for each other's assets (semantics, §15).</summary>
public sealed class AssetTests
{
    private static readonly Asset Orders = new("orders");
    private static readonly Asset Rates = new("rates");

    [Fact]
    public async Task Events_OfOneInstant_MakeOneRun_WhichSeesTheFirst()
    {
        using Deployment deployment = Deployed.With(Consumer(Orders), MappedProducer());

        await deployment.RunOnceAsync("producer");
        await deployment.IdleAsync();
        await deployment.RunOnceAsync("producer");
        await deployment.IdleAsync();

        Assert.Equal(
            ["""{"x":0}""", """{"x":1},{"x":2},{"x":0}"""],
            deployment.Runs("consumer").Select(run => run.Task("seen").Result<string>()));
    }

    [Fact]
    public async Task Event_WhileTheConsumerIsPaused_IsNotHeardButSeenLater()
    {
        using Deployment deployment = Deployed.With(Consumer(Orders));
        deployment.Pause("consumer");
        deployment.Announce(Orders, "1");
        await deployment.IdleAsync();
        deployment.Unpause("consumer");
        await deployment.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(deployment.Runs("consumer"));

        deployment.Announce(Orders, "2");
        await deployment.IdleAsync();

        Assert.Equal("1,2", Assert.Single(deployment.Runs("consumer")).Task("seen").Result<string>());
    }

    [Fact]
    public async Task Consumer_OfTwoAssets_WaitsForBoth()
    {
        using Deployment deployment = Deployed.With(Consumer(Orders & Rates));
        deployment.Announce(Orders);
        await deployment.IdleAsync();
        Assert.Empty(deployment.Runs("consumer"));

        deployment.Announce(Rates);
        await deployment.IdleAsync();

        Assert.Equal(RunType.AssetTriggered, Assert.Single(deployment.Runs("consumer")).Type);
    }

    [Fact]
    public async Task Consumer_AtItsLimitOfRuns_WaitsForTheOneBefore()
    {
        Dag consumer = Deployed.On("slow", Orders, maxActiveRuns: 1);
        consumer.Takes("a", 60);
        using Deployment deployment = Deployed.With(consumer);
        deployment.Announce(Orders);
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.Announce(Orders));
        deployment.At(Deployed.Start.AddSeconds(20), () => deployment.Announce(Orders));

        await deployment.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal([0, 60], deployment.Runs("slow").Select(run => (run.StartedAt!.Value - Deployed.Start).TotalSeconds));
    }

    [Fact]
    public async Task Watcher_ThatSeesAChange_StartsTheConsumer()
    {
        var consumer = new Dag("consumer")
        {
            Schedule = Schedule.OnAssets(Orders),
            Watchers = [AssetWatcher.At("inbox", Orders, Deployed.Day(2), Deployed.Day(3))],
        };
        consumer.Task("extra", context => context.Assets.Triggering[0].ExtraJson!);
        using Deployment deployment = Deployed.With(consumer);

        await deployment.AdvanceToAsync(Deployed.Day(9), TestContext.Current.CancellationToken);

        Assert.Equal([Deployed.Day(2), Deployed.Day(3)], deployment.Runs("consumer").Select(run => run.StartedAt!.Value));
        Assert.Equal(
            """{"from_trigger": true, "payload": "2026-01-02T00:00:00.0000000\u002B00:00"}""",
            deployment.Runs("consumer")[0].Task("extra").Result<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Watcher_ThatThrows_FailsTheAdvance(double seconds)
    {
        var watcher = new AssetWatcher("inbox", Orders, (time, _) => FailsAfter(TimeSpan.FromSeconds(seconds), time));
        using Deployment deployment = Deployed.With(new Dag("consumer") { Schedule = Schedule.OnAssets(Orders), Watchers = [watcher] });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => deployment.AdvanceAsync(TimeSpan.FromDays(1)));

        Assert.StartsWith("Watcher 'inbox' of asset 'orders' failed: The inbox is gone.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alias_ThatAnAssetWasAttachedTo_HearsOfLaterEventsOfIt()
    {
        var alias = new AssetAlias("any");
        var producer = new Dag("producer");
        producer.Task("p", context => context.Assets.Announce(alias, Orders), new() { OutletAliases = [alias] });
        using Deployment deployment = Deployed.With(Consumer(alias), producer);
        await deployment.RunOnceAsync("producer");
        await deployment.IdleAsync();

        deployment.Announce(Orders);
        await deployment.IdleAsync();

        Assert.Equal(2, deployment.Runs("consumer").Count);
    }

    private static async IAsyncEnumerable<TriggerEvent> FailsAfter(TimeSpan delay, TimeProvider time)
    {
        await Task.Delay(delay, time);
        yield return TriggerEvent.Empty;
        throw new IOException("The inbox is gone.");
    }

    private static Dag MappedProducer()
    {
        var dag = new Dag("producer");
        dag.Map("p", Each.Of(0, 1, 2), (x, context) => context.Assets.Announce(Orders, $$"""{"x":{{x}}}"""), new() { Outlets = [Orders] });
        return dag;
    }

    private static Dag Consumer(AssetExpression assets)
    {
        Dag dag = Deployed.On("consumer", assets);
        dag.Task("seen", Extras);
        return dag;
    }

    private static string Extras(TaskContext context) => string.Join(',', context.Assets.Triggering.Select(seen => seen.ExtraJson));
}

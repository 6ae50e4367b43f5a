namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>What many DAGs and many years cost, counted in steps, so that no clock decides.</summary>
public sealed class ScaleTests
{
    [Fact]
    public async Task Looks_PerRun_DoNotGrowWithTheNumberOfDags()
    {
        double few = await LooksPerRunAsync(dags: 2, days: 40);
        double many = await LooksPerRunAsync(dags: 200, days: 40);

        Assert.InRange(many, 1, few * 1.1);
    }

    [Fact]
    public async Task Looks_PerRun_DoNotGrowWithTheRunsOfThePast()
    {
        double year = await LooksPerRunAsync(dags: 1, days: 365);
        double decade = await LooksPerRunAsync(dags: 1, days: 3650);

        Assert.InRange(decade, 1, year * 1.1);
    }

    [Fact]
    public async Task Looks_PerDeferredTask_DoNotGrowWithTheirNumber()
    {
        double few = await LooksPerDeferralAsync(100);
        double many = await LooksPerDeferralAsync(2_000);

        Assert.InRange(many, 1, few * 1.1);
    }

    [Fact]
    public async Task Runs_ThatAreNotKept_AreForgotten()
    {
        List<WeakReference<Run>> ended = [];
        using var deployment = new Deployment(options: new() { KeepFinishedRuns = 5 });
        deployment.RunEnded = run => ended.Add(new(run));
        deployment.Add(DailyDag("d"));

        await deployment.AdvanceToAsync(Deployed.Day(400), TestContext.Current.CancellationToken);
        GC.Collect();

        Assert.Equal(400, ended.Count);
        Assert.Equal(5, deployment.Runs("d").Count);
        Assert.InRange(ended.Count(run => run.TryGetTarget(out _)), 0, 10);
    }

    [Fact]
    public async Task AssetEvents_ThatAllHaveSeen_AreForgottenWithTheirRuns()
    {
        (Deployment deployment, List<string> seen) = await YearsOfAssetsAsync(keep: 3);
        using (deployment)
        {
            Assert.InRange(deployment.Core.Assets.Count, 3, 130);
            Assert.Equal(1000, deployment.Core.Assets.Last);
            Assert.All(seen, run => Assert.StartsWith("1 triggering, ", run, StringComparison.Ordinal));
            Assert.Equal("1 triggering, 3 of the inlet", seen[^1]);
        }
    }

    [Fact]
    public async Task AssetEvents_WhereAllRunsAreKept_AreKeptToo()
    {
        (Deployment deployment, List<string> seen) = await YearsOfAssetsAsync(keep: null);
        using (deployment)
        {
            Assert.Equal(1000, deployment.Core.Assets.Count);
            Assert.Equal("1 triggering, 1000 of the inlet", seen[^1]);
        }
    }

    [Fact]
    public async Task AssetEvents_ThatAConsumerHasNotSeen_AreNotForgotten()
    {
        Asset orders = new("orders");
        Asset audit = new("audit");
        Dag producer = Deployed.Daily("producer");
        producer.Succeeds("p", new() { Outlets = [orders] });
        Dag consumer = Deployed.On("consumer", orders & audit);
        consumer.Task("seen", context => context.Assets.Triggering.Count);
        using var deployment = new Deployment(options: new() { KeepFinishedRuns = 1 });
        deployment.Add(producer);
        deployment.Add(consumer);
        deployment.At(Deployed.Day(300).AddHours(1), () => deployment.Announce(audit));

        await deployment.AdvanceToAsync(Deployed.Day(301).AddHours(-1), TestContext.Current.CancellationToken);

        Assert.Equal(301, Assert.Single(deployment.Runs("consumer")).Task("seen").Result<int>());
    }

    private static async Task<(Deployment Deployment, List<string> Seen)> YearsOfAssetsAsync(int? keep)
    {
        Asset orders = new("orders");
        List<string> seen = [];
        Dag producer = Deployed.Daily("producer");
        producer.Succeeds("p", new() { Outlets = [orders] });
        Dag consumer = Deployed.On("consumer", orders);
        consumer.Task(
            "c",
            context => seen.Add($"{context.Assets.Triggering.Count} triggering, {context.Assets.Of(orders).Count} of the inlet"),
            new() { Inlets = [orders] });
        var deployment = new Deployment(options: new() { KeepFinishedRuns = keep });
        deployment.Add(producer);
        deployment.Add(consumer);
        await deployment.AdvanceToAsync(Deployed.Day(1000), TestContext.Current.CancellationToken);
        return (deployment, seen);
    }

    private static async Task<double> LooksPerRunAsync(int dags, int days)
    {
        using Deployment deployment = Deployed.With([.. Enumerable.Range(0, dags).Select(i => DailyDag($"d{i}"))]);
        int ended = 0;
        deployment.RunEnded = _ => ended++;
        await deployment.AdvanceToAsync(Deployed.Start.AddDays(days).AddSeconds(-1), TestContext.Current.CancellationToken);
        Assert.Equal(dags * days, ended);
        return (double)deployment.Core.Looks / ended;
    }

    private static async Task<double> LooksPerDeferralAsync(int tasks)
    {
        var dag = new Dag("parked") { MaxActiveTasks = tasks };
        for (int i = 0; i < tasks; i++)
        {
            var trigger = new Deferral(Trigger.At(Deployed.Day(2).AddSeconds(i)));
            dag.Deferrable($"t{i}", _ => trigger, (_, _) => 0);
        }

        using Deployment deployment = Deployed.With(dag);
        Assert.Equal(RunState.Success, (await deployment.RunOnceAsync("parked")).State);
        return (double)deployment.LooksAtStints / tasks;
    }

    private static Dag DailyDag(string id)
    {
        Dag dag = Deployed.Daily(id);
        dag.Succeeds("a").Then(dag.Succeeds("b"));
        return dag;
    }
}

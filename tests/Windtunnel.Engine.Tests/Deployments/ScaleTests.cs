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

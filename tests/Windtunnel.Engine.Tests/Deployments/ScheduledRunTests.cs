namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Runs that come by themselves, and what holds them back (semantics, §7.7, §11.4, §13).</summary>
public sealed class ScheduledRunTests
{
    [Theory]
    [InlineData(false, "4 5")]
    [InlineData(true, "1 2 3 4 5")]
    public async Task Schedule_OfADagAddedLate_CatchesUpOnlyIfToldTo(bool catchup, string days)
    {
        Dag dag = Deployed.Daily("d", catchup);
        dag.Succeeds("a");
        using var deployment = new Deployment(new World { StartingAt = Deployed.Day(4).AddHours(12) });
        deployment.Add(dag);

        await deployment.AdvanceToAsync(Deployed.Day(5).AddHours(12), TestContext.Current.CancellationToken);

        Assert.Equal(days, deployment.Days("d"));
    }

    [Fact]
    public async Task Pause_HoldsBackRunsAndTasks_UntilUnpaused()
    {
        Dag dag = Deployed.Daily("d");
        dag.Takes("a", 3600).Then(dag.Succeeds("b"));
        using Deployment deployment = Deployed.With(dag);
        deployment.At(Deployed.Day(1).AddMinutes(30), () => deployment.Pause("d"));

        await deployment.AdvanceToAsync(Deployed.Day(3).AddHours(12), TestContext.Current.CancellationToken);
        Assert.Equal("a=success b=none", Assert.Single(deployment.Runs("d")).States());

        deployment.Unpause("d");
        await deployment.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("1 3", deployment.Days("d"));
        Assert.Equal("success success", deployment.RunStates("d"));
    }

    [Theory]
    [InlineData(false, "a=success c=success", "success")]
    [InlineData(true, "a=failed c=upstream_failed", "failed")]
    public async Task PausedDag_WhoseLastTaskEnds_EndsItsRun(bool fails, string states, string run)
    {
        var dag = new Dag("d");
        TaskRef a = dag.Task("a", async context =>
        {
            await context.DelayAsync(TimeSpan.FromMinutes(1));
            _ = fails ? throw new InvalidOperationException("Fails.") : 0;
        });
        if (fails)
        {
            a.Before(dag.Succeeds("c"));
        }
        else
        {
            dag.Succeeds("c");
        }

        using Deployment deployment = Deployed.With(dag);
        deployment.Trigger("d");
        deployment.At(Deployed.Start.AddSeconds(30), () => deployment.Pause("d"));

        await deployment.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal((states, run), (Assert.Single(deployment.Runs("d")).States(), deployment.RunStates("d")));
    }

    [Fact]
    public async Task MaxActiveRuns_OfOne_RunsOneAfterTheOther()
    {
        var dag = new Dag("d") { Schedule = Schedule.Cron("@daily"), StartDate = Deployed.Start, Catchup = true, MaxActiveRuns = 1 };
        dag.Takes("a", 60);
        using var deployment = new Deployment(new World { StartingAt = Deployed.Day(3) });
        deployment.Add(dag);

        await deployment.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal([0, 60, 120], deployment.Runs("d").Select(run => (run.StartedAt!.Value - Deployed.Day(3)).TotalSeconds));
    }

    [Fact]
    public async Task ConsecutiveFailures_AsManyAsAllowed_PauseTheDag()
    {
        var dag = new Dag("d") { Schedule = Schedule.Cron("@daily"), StartDate = Deployed.Start, MaxConsecutiveFailedRuns = 2 };
        dag.Fails("a");
        using Deployment deployment = Deployed.With(dag);

        await deployment.AdvanceToAsync(Deployed.Day(9), TestContext.Current.CancellationToken);

        Assert.Equal("1 2", deployment.Days("d"));
    }

    [Fact]
    public async Task RunTimeout_WhenItPasses_SkipsWhatIsLeft_TeardownsIncluded()
    {
        var dag = new Dag("d") { DagRunTimeout = TimeSpan.FromMinutes(1) };
        TaskRef setup = dag.Succeeds("setup");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(setups: setup);
        _ = setup >> dag.Takes("work", 3600) >> teardown;
        using Deployment deployment = Deployed.With(dag);

        Run run = await deployment.RunOnceAsync("d");

        Assert.Equal("setup=success teardown=skipped work=skipped", string.Join(' ', run.States().Split(' ').Order()));
        Assert.Equal(("timed_out", TimeSpan.FromMinutes(1)), (run.Reason, run.Elapsed));
    }

    [Fact]
    public async Task LatestOnly_InALateRun_SkipsWhatFollows()
    {
        Dag dag = Deployed.Daily("d", catchup: true);
        _ = dag.LatestOnly("latest") >> dag.Succeeds("a");
        using var deployment = new Deployment(new World { StartingAt = Deployed.Day(2).AddHours(1) });
        deployment.Add(dag);

        await deployment.AdvanceToAsync(Deployed.Day(3).AddHours(1), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["latest=success a=skipped", "latest=success a=success", "latest=success a=success"],
            deployment.Runs("d").Select(run => run.States()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DependenceOnThePast_AfterAFailure_WaitsForEver(bool forDownstream)
    {
        Dag dag = Deployed.Daily("d", catchup: true);
        var past = new PastDependence(DependsOnPast: true, WaitForDownstream: forDownstream);
        TaskRef a = dag.Task("a", FailsOnTheFirst(!forDownstream), new() { Past = past });
        _ = a >> dag.Task("b", FailsOnTheFirst(forDownstream));
        using Deployment deployment = Deployed.With(dag);

        await deployment.AdvanceToAsync(Deployed.Day(2).AddDays(30), TestContext.Current.CancellationToken);

        Assert.Equal("failed running", string.Join(' ', deployment.RunStates("d").Split(' ').Take(2)));
        Assert.Equal("a=none b=none", deployment.Runs("d")[1].States());
    }

    private static Action<TaskContext> FailsOnTheFirst(bool fails) => context =>
    {
        if (fails && context.Run.LogicalDate == Deployed.Start)
        {
            throw new InvalidOperationException("The first run fails.");
        }
    };
}

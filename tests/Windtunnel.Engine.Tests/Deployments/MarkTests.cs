namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>States set by hand (semantics, §12.3, §12.4).</summary>
public sealed class MarkTests
{
    [Fact]
    public async Task Mark_OfAFailedTaskAsSuccess_ClearsWhatFailedBecauseOfIt()
    {
        var dag = new Dag("d");
        dag.Fails("a").Then(dag.Succeeds("b"));
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Mark("d", run.RunId, new() { Tasks = ["a"], State = TaskState.Success });
        await deployment.IdleAsync();

        Assert.Equal("a=success b=success", deployment.Runs("d")[0].States());
        Assert.Equal("success", deployment.RunStates("d"));
    }

    [Fact]
    public async Task Mark_OfAFailedLeaf_LeavesTheRunFailed()
    {
        var dag = new Dag("d");
        dag.Fails("a");
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Mark("d", run.RunId, new() { Tasks = ["a"], State = TaskState.Success });
        await deployment.IdleAsync();

        Assert.Equal(("a=success", "failed"), (deployment.Runs("d")[0].States(), deployment.RunStates("d")));
    }

    [Fact]
    public async Task Mark_WithDownstream_SparesTeardowns()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(setups: setup);
        _ = setup >> dag.Succeeds("work") >> teardown;
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Mark("d", run.RunId, new() { Tasks = ["setup"], State = TaskState.Skipped, IncludeDownstream = true });

        Assert.Equal("setup=skipped teardown=success work=skipped", string.Join(' ', deployment.Runs("d")[0].States().Split(' ').Order()));
    }

    [Theory]
    [InlineData(RunState.Success, "next=skipped running=success setup=success teardown=success")]
    [InlineData(RunState.Failed, "next=skipped running=failed setup=success teardown=success")]
    public async Task MarkRun_WhileATaskRuns_GivesItTheStateAndLetsTeardownsRun(RunState state, string states)
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(setups: setup);
        _ = setup >> dag.Takes("running", 1000) >> dag.Succeeds("next") >> teardown;
        using Deployment deployment = Deployed.With(dag);
        string id = deployment.Trigger("d");
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.MarkRun("d", id, state));

        await deployment.IdleAsync();

        Run run = Assert.Single(deployment.Runs("d"));
        Assert.Equal(states, string.Join(' ', run.States().Split(' ').Order()));
        Assert.Equal(TimeSpan.FromSeconds(10), run.Elapsed);
    }

    [Fact]
    public async Task MarkRun_WithoutTeardowns_EndsTheRunAtOnceAndMakesRoom()
    {
        var dag = new Dag("d") { MaxActiveRuns = 1 };
        dag.Takes("a", 100);
        using Deployment deployment = Deployed.With(dag);
        string first = deployment.Trigger("d");
        deployment.Trigger("d");
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.MarkRun("d", first, RunState.Failed));

        await deployment.IdleAsync();

        Assert.Equal("failed success", deployment.RunStates("d"));
        Assert.Equal(("marked", Deployed.Start.AddSeconds(110)), (deployment.Runs("d")[0].Reason, deployment.Now));
    }
}

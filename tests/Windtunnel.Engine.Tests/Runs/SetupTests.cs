namespace Windtunnel.Engine.Tests.Runs;

/// <summary>Setups and teardowns, fail-fast, a run's time limit and deadlocks (semantics, §4 and §7).</summary>
public sealed class SetupTests
{
    /// <summary>setup -> work -> teardown: what each does, what comes of it, and the run's state.</summary>
    [Theory]
    [InlineData("succeeds", "succeeds", "succeeds", false, "setup=success work=success teardown=success", "success")]
    [InlineData("succeeds", "fails", "succeeds", false, "setup=success work=failed teardown=success", "failed")]
    [InlineData("succeeds", "skips", "succeeds", false, "setup=success work=skipped teardown=success", "success")]
    [InlineData("fails", "succeeds", "succeeds", false, "setup=failed work=upstream_failed teardown=upstream_failed", "failed")]
    [InlineData("skips", "succeeds", "succeeds", false, "setup=skipped work=skipped teardown=skipped", "success")]
    [InlineData("succeeds", "succeeds", "fails", false, "setup=success work=success teardown=failed", "success")]
    [InlineData("succeeds", "succeeds", "fails", true, "setup=success work=success teardown=failed", "failed")]
    public async Task SetupWorkTeardown_HoweverEachEnds_EndAsOnAirflow(string setup, string work, string teardown, bool counts,
        string states, string run)
    {
        var dag = new Dag("d");
        TaskRef up = Add(dag, "setup", setup);
        TaskRef done = up.Then(Add(dag, "work", work));
        done.Then(Add(dag, "teardown", teardown).AsTeardown(counts, up));

        Run ended = await Embedded.RunAsync(dag);

        Assert.Equal(states, ended.States());
        Assert.Equal(run, ended.State.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("succeeds", "fails", "success")]
    [InlineData("skips", "skips", "skipped")]
    [InlineData("skips", "fails", "upstream_failed")]
    [InlineData("fails", "fails", "upstream_failed")]
    public async Task Teardown_OfTwoSetups_NeedsOneThatSucceeded(string one, string other, string state)
    {
        var dag = new Dag("d");
        dag.Succeeds("teardown").AsTeardown(false, Add(dag, "one", one), Add(dag, "other", other));
        Assert.Equal(state, (await Embedded.RunAsync(dag)).Task("teardown").State.ToAirflow());
    }

    [Fact]
    public async Task Teardown_WithWorkBetweenItsSetupAndItself_WaitsForThatToo()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef direct = setup.Then(dag.Succeeds("direct"));
        TaskRef slow = setup.Then(dag.Takes("slow", 100));
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(false, setup);
        direct.Then(teardown);
        slow.Then(dag.Succeeds("after", Bodies.Rule(TriggerRule.Always))).Then(teardown);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("100-100 success", run.Stints("teardown"));
    }

    [Fact]
    public async Task TeardownThatIsALeaf_WhenOnlyTeardownsAreThere_DecidesTheRun()
    {
        var dag = new Dag("d");
        dag.Fails("only").AsTeardown();
        Assert.Equal(RunState.Failed, (await Embedded.RunAsync(dag)).State);
    }

    [Fact]
    public async Task FailFast_WhenATaskFails_StopsAllButTeardowns()
    {
        var dag = new Dag("d") { FailFast = true };
        TaskRef setup = dag.Succeeds("setup");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(false, setup);
        setup.Then(dag.Takes("fails_at_10", 10).Then(dag.Fails("fails"))).Then(teardown);
        setup.Then(dag.Takes("runs", 100)).Then(dag.Succeeds("later")).Then(teardown);
        dag.Succeeds("done");

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("setup=success teardown=success fails_at_10=success fails=failed runs=failed later=skipped done=success",
            run.States());
        Assert.Equal(TimeSpan.FromSeconds(10), run.Elapsed);
    }

    [Fact]
    public async Task FailFast_WhenTheFailedTaskIsNoLeaf_EndsInSuccess()
    {
        var dag = new Dag("d") { FailFast = true };
        dag.Fails("a").Then(dag.Succeeds("b"));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("a=failed b=skipped", run.States());
        Assert.Equal(RunState.Success, run.State);
    }

    [Fact]
    public async Task FailFast_WhileATryCanBeRepeated_DoesNotStopOthers()
    {
        var dag = new Dag("d") { FailFast = true };
        dag.Task("t", context => context.TryNumber == 1 ? throw new InvalidOperationException("Once.") : 1, new TaskSpec { Retries = 1 });
        dag.Takes("beside", 1000);
        Assert.Equal("t=success beside=success", (await Embedded.RunAsync(dag)).States());
    }

    [Fact]
    public async Task RunTimeout_ThatPasses_SkipsWhatIsUnfinishedTeardownsIncluded()
    {
        var dag = new Dag("d") { DagRunTimeout = TimeSpan.FromSeconds(30) };
        TaskRef setup = dag.Succeeds("setup");
        setup.Then(dag.Takes("slow", 100)).Then(dag.Succeeds("teardown").AsTeardown(false, setup));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("setup=success slow=skipped teardown=skipped", run.States());
        Assert.Equal("timed_out", run.Reason);
        Assert.Equal(TimeSpan.FromSeconds(30), run.Elapsed);
        Assert.Empty(run.Task("slow").Callbacks);
    }

    [Fact]
    public async Task FailedTask_BeforeALeafThatSucceeds_DoesNotFailTheRun()
    {
        var dag = new Dag("d");
        dag.Fails("a").Then(dag.Succeeds("b", Bodies.Rule(TriggerRule.AllDone)));
        Assert.Equal(RunState.Success, (await Embedded.RunAsync(dag)).State);
    }

    [Fact]
    public async Task Dag_WithoutTasks_Succeeds() => Assert.Equal(RunState.Success, (await Embedded.RunAsync(new Dag("d"))).State);

    private static TaskRef Add(Dag dag, string id, string does) => does switch
    {
        "fails" => dag.Fails(id),
        "skips" => dag.Skips(id),
        _ => dag.Succeeds(id),
    };
}

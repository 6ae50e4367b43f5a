namespace Windtunnel.Engine.Tests.Core;

/// <summary>For each task that did not run, or that cannot go on, the journal says which rule decided and over whom it looked.</summary>
public sealed class CauseTests
{
    [Theory]
    [InlineData("all_success", "upstream_failed", "good=success bad=failed gone=skipped")]
    [InlineData("all_skipped", "skipped", "good=success bad=failed gone=skipped")]
    [InlineData("none_failed", "upstream_failed", "good=success bad=failed gone=skipped")]
    public async Task TriggerRule_ThatDecides_IsNamedWithWhatItCounted(string rule, string state, string upstream)
    {
        var dag = new Dag("d");
        TaskRef[] above = [dag.Succeeds("good"), dag.Fails("bad"), dag.Skips("gone")];
        TaskRef join = dag.Empty("join", Bodies.Rule(Windtunnel.TriggerRules.Parse(rule)));
        join.After(Node.Of(above));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal($"{upstream} join={state}", run.States());
        Cause cause = run.CauseOf("join");
        Assert.Equal(CauseKind.TriggerRule, cause.Kind);
        Assert.Equal(rule, cause.Rule!.Value.ToAirflow());
        Assert.All(cause.By, by => Assert.NotEqual("join", by.Task));
    }

    [Fact]
    public async Task TriggerRule_ThatNeedNotWait_CountsWhatItSawAndNamesOnlyWhoDecided()
    {
        var dag = new Dag("d");
        dag.Empty("join").After(Node.Of(dag.Fails("bad"), dag.Fails("later")));

        Cause cause = (await Embedded.RunAsync(dag)).CauseOf("join");

        Assert.Equal(new UpstreamCounts(0, 0, 1, 0, 0, 2), cause.Counts);
        Assert.Equal([new CauseBy("bad", -1, TaskState.Failed)], cause.By);
    }

    [Fact]
    public async Task Setup_ThatFailedFurtherUpstream_IsNamed()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Fails("setup").AsSetup();
        TaskScope.Chain(setup, dag.Succeeds("direct"), dag.Empty("indirect", Bodies.Rule(TriggerRule.AllDone)));

        Cause cause = (await Embedded.RunAsync(dag)).CauseOf("indirect");

        Assert.Equal(CauseKind.Setup, cause.Kind);
        Assert.Equal([new CauseBy("setup", -1, TaskState.Failed)], cause.By);
    }

    [Fact]
    public async Task Branch_ThatFollowsOthers_IsNamed()
    {
        var dag = new Dag("d");
        dag.Branch("choose", _ => "left").Before(Node.Of(dag.Succeeds("left"), dag.Succeeds("right")));

        Cause cause = (await Embedded.RunAsync(dag)).CauseOf("right");

        Assert.Equal(CauseKind.Branch, cause.Kind);
        Assert.Equal([new CauseBy("choose", -1, TaskState.Success)], cause.By);
    }

    [Fact]
    public async Task ShortCircuit_ThatStops_IsNamed()
    {
        var dag = new Dag("d");
        TaskScope.Chain(dag.ShortCircuit("gate", _ => false), dag.Succeeds("next"), dag.Succeeds("last"));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(CauseKind.ShortCircuit, run.CauseOf("next").Kind);
        Assert.Equal("gate", Assert.Single(run.CauseOf("last").By).Task);
    }

    [Fact]
    public async Task PreviouslySkipped_ByABranchOverAMappedTask_IsNamed()
    {
        var dag = new Dag("d");
        TaskRef mapped = dag.Map("each", Each.Of(1, 2), (_, _) => { });
        dag.Branch("choose", _ => Follow.None).Before(mapped);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("each[0]=skipped each[1]=skipped choose=success", run.States());
        Assert.Equal(CauseKind.PreviouslySkipped, run.CauseOf("each", 1).Kind);
    }

    [Theory]
    [InlineData("fail", CauseKind.MappedSource, "upstream_failed")]
    [InlineData("skip", CauseKind.MappedSource, "skipped")]
    [InlineData("none", CauseKind.MappedOverNothing, "skipped")]
    public async Task MapSource_WithoutElements_IsNamed(string does, CauseKind kind, string state)
    {
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task("list", _ => does switch
        {
            "fail" => throw new InvalidOperationException("No list."),
            "skip" => throw Outcome.Skip("No list."),
            _ => Array.Empty<int>(),
        });
        dag.Map("each", list, (_, _) => { }, Bodies.Rule(TriggerRule.AllDone));

        Run run = await Embedded.RunAsync(dag);

        Assert.EndsWith($"each={state}", run.States(), StringComparison.Ordinal);
        Assert.Equal(kind, run.CauseOf("each").Kind);
        Assert.Equal("list", Assert.Single(run.CauseOf("each").By).Task);
    }

    [Fact]
    public async Task MapLength_ThatIsUnknownWhenTheRuleIsMet_IsNamed()
    {
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task("list", async context =>
        {
            await context.DelayAsync(TimeSpan.FromMinutes(1));
            return new[] { 1 };
        });
        dag.Map("each", list, (_, _) => { }, Bodies.Rule(TriggerRule.OneSuccess)).After(dag.Succeeds("first"));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(CauseKind.MappedLengthUnknown, run.CauseOf("each").Kind);
        Assert.Equal(TaskState.UpstreamFailed, run.Task("each").State);
    }

    [Fact]
    public async Task FailFast_ThatSkipsTheRest_NamesWhoFailed()
    {
        var dag = new Dag("d") { FailFast = true };
        TaskRef fails = dag.Fails("fails");
        fails.Before(dag.Succeeds("later"));

        Cause cause = (await Embedded.RunAsync(dag)).CauseOf("later");

        Assert.Equal(CauseKind.FailFast, cause.Kind);
        Assert.Equal([new CauseBy("fails", -1, TaskState.Failed)], cause.By);
    }

    [Fact]
    public async Task RunTimeout_ThatSkipsTheRest_IsNamed()
    {
        var dag = new Dag("d") { DagRunTimeout = TimeSpan.FromMinutes(5) };
        TaskScope.Chain(dag.Takes("slow", 3600), dag.Succeeds("later"));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("slow=skipped later=skipped", run.States());
        Assert.Equal(CauseKind.RunTimeout, run.CauseOf("later").Kind);
        Assert.Equal("timed_out", run.Reason);
    }

    [Fact]
    public async Task UpstreamWithoutInstance_ThatDeadlocksARun_IsNamed()
    {
        var dag = new Dag("d");
        TaskRef later = dag.Succeeds("later", new() { StartDate = Embedded.Start.AddDays(1) });
        later.Before(dag.Succeeds("next"));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("all_tasks_deadlocked", run.Reason);
        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(CauseKind.UpstreamWithoutInstance, run.WaitOf("next").Kind);
    }

    [Fact]
    public async Task UnknownLength_OfAGroupOfLiteralsInAMappedGroup_NamesWhatTheOuterIsMappedOver()
    {
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task("list", (Func<TaskContext, int[]>)(_ => throw Outcome.Skip("Nothing today.")));
        dag.MapGroup("outer", list, (outer, _) => outer.MapGroup("inner", Each.Of(1, 2), (inner, _) =>
            inner.Succeeds("a").Then(inner.Succeeds("b", Bodies.Rule(TriggerRule.AllSkipped)))));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("list=skipped outer.inner.a=skipped outer.inner.b=upstream_failed", run.States());
        Assert.Equal([new("list", -1, TaskState.Skipped)], run.CauseOf("outer.inner.b").By);
    }
}

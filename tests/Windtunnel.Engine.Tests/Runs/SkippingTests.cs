namespace Windtunnel.Engine.Tests.Runs;

/// <summary>Branches, short circuits and latest-only (semantics, §5).</summary>
public sealed class SkippingTests
{
    private static readonly string[] Two = ["left", "group"];

    /// <summary>choose -> left -> join, choose -> right -> join, choose -> group.one -> group.two; join is
    /// none_failed_min_one_success.</summary>
    [Theory]
    [InlineData("left", "left=success right=skipped group.one=skipped group.two=skipped join=success")]
    [InlineData("right", "left=skipped right=success group.one=skipped group.two=skipped join=success")]
    [InlineData("group", "left=skipped right=skipped group.one=success group.two=success join=skipped")]
    [InlineData("left+group", "left=success right=skipped group.one=success group.two=success join=success")]
    [InlineData("none", "left=skipped right=skipped group.one=skipped group.two=skipped join=skipped")]
    [InlineData("null", "left=skipped right=skipped group.one=skipped group.two=skipped join=skipped")]
    [InlineData("join", "left=skipped right=skipped group.one=skipped group.two=skipped join=skipped")]
    public async Task Branch_ByItsAnswer_FollowsTasksAndGroups(string answer, string states)
    {
        Dag dag = Branching(_ => answer switch
        {
            "none" => Follow.None,
            "null" => null!,
            "left+group" => Two,
            _ => answer,
        });
        Assert.Equal($"choose=success {states}", (await Embedded.RunAsync(dag)).States());
    }

    [Fact]
    public async Task Branch_ThatNamesAnUnknownId_FailsAndSaysWhatThereIs()
    {
        Run run = await Embedded.RunAsync(Branching(_ => "up"));
        Assert.Equal(
            "Branch 'choose' follows 'up', which is no task or group of Dag 'd'. Its direct downstream tasks are: left, right, group.one.",
            run.Task("choose").Attempts[0].Error!.Message);
        Assert.Equal(TaskState.UpstreamFailed, run.Task("left").State);
    }

    [Fact]
    public async Task Branch_ThatSkipsSomething_LeavesNoResult()
    {
        Assert.Equal(["skipmixin_key"], (await Embedded.RunAsync(Branching(_ => "left"))).Task("choose").XComs.Keys);

        var dag = new Dag("d");
        dag.Branch("choose", _ => "only").Before(dag.Succeeds("only"));
        Assert.Equal(["return_value", "skipmixin_key"], (await Embedded.RunAsync(dag)).Task("choose")
            .XComs.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Branch_WithATeardownAsChild_SkipsItToo()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef choose = dag.Branch("choose", _ => "work");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(false, setup);
        choose.Before(Node.Of(dag.Succeeds("work"), teardown));
        Assert.Equal(TaskState.Skipped, (await Embedded.RunAsync(dag)).Task("teardown").State);
    }

    /// <summary>gate -> next -> join (all_done) -> last, and a teardown of a setup.</summary>
    [Theory]
    [InlineData(true, true, "next=success join=success last=success")]
    [InlineData(false, true, "next=skipped join=skipped last=skipped")]
    [InlineData(false, false, "next=skipped join=success last=success")]
    public async Task ShortCircuit_InItsTwoModes_SkipsAllOrTheDirectChildren(bool goesOn, bool ignoresRules, string states)
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef gate = dag.ShortCircuit("gate", _ => goesOn, ignoreDownstreamTriggerRules: ignoresRules);
        TaskRef last = gate.Then(dag.Succeeds("next")).Then(dag.Succeeds("join", Bodies.Rule(TriggerRule.AllDone)))
            .Then(dag.Succeeds("last"));
        setup.Then(gate);
        last.Then(dag.Succeeds("teardown").AsTeardown(false, setup));
        Assert.Equal($"setup=success gate=success {states} teardown=success", (await Embedded.RunAsync(dag)).States());
    }

    [Fact]
    public async Task ShortCircuit_ThatStops_OverwritesUpstreamFailed()
    {
        var dag = new Dag("d");
        TaskRef child = dag.Takes("slow", 60).Then(dag.ShortCircuit("gate", _ => false)).Then(dag.Succeeds("child"));
        dag.Fails("fails").Then(child);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(["upstream_failed", "skipped"], run.Journal.OfType<TaskDecided>().Where(decided => decided.Task == "child")
            .Select(decided => decided.State.ToAirflow()));
    }

    [Fact]
    public async Task LatestOnly_InAManualRun_FollowsAll()
    {
        var dag = new Dag("d");
        dag.LatestOnly("latest").Before(dag.Succeeds("next"));
        Assert.Equal("latest=success next=success", (await Embedded.RunAsync(dag)).States());
    }

    [Fact]
    public async Task LatestOnly_InScheduledRuns_FollowsInTheNewestOnly()
    {
        var dag = new Dag("d")
        {
            Schedule = Schedule.Cron("0 0 * * *"),
            StartDate = Embedded.Start.AddDays(-3),
            Catchup = true,
        };
        dag.LatestOnly("latest").Before(dag.Succeeds("next"));
        using var deployment = new Deployment(new() { StartingAt = Embedded.Start.AddHours(1) });
        deployment.Add(dag);

        await deployment.RunToIdleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["skipped", "skipped", "skipped", "success"], deployment.Runs("d").Select(run => run.Task("next").State.ToAirflow()));
    }

    private static Dag Branching(Func<TaskContext, Follow> answer)
    {
        var dag = new Dag("d");
        TaskRef choose = dag.Branch("choose", answer);
        TaskRef left = dag.Succeeds("left");
        TaskRef right = dag.Succeeds("right");
        TaskGroup group = dag.Group("group", scope => scope.Succeeds("one").Then(scope.Succeeds("two")));
        TaskRef join = dag.Succeeds("join", Bodies.Rule(TriggerRule.NoneFailedMinOneSuccess));
        choose.Before(Node.Of(left, right, group));
        join.After(Node.Of(left, right));
        return dag;
    }
}

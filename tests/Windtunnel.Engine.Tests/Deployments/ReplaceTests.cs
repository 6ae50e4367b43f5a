using CsCheck;
using Windtunnel.Engine.Tests.Properties;

namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>What becomes of runs whose DAG is replaced (semantics, §6.8).</summary>
public sealed class ReplaceTests
{
    private static readonly DateTimeOffset Midway = Deployed.Start.AddSeconds(30);

    [Fact]
    public async Task TasksThatVanishedAndTasksThatAreNew_InARunningRun_AreRemovedAndAdded()
    {
        Run run = await ReplacedAsync(
            Chain("a", "b", "c"),
            Chain("a", "c", "d"));

        Assert.Equal("a=success c=success d=success b=removed", run.States());
        Assert.Equal(RunState.Success, run.State);
        Assert.Equal(["a", "b", "c", "d"], run.Journal.OfType<TaskStarted>().Select(start => start.Task));
    }

    [Fact]
    public async Task TaskThatVanished_WhileItRan_IsStoppedAndExplained()
    {
        Run run = await ReplacedAsync(Chain("a", "b"), Chain("a"), at: Deployed.Start.AddSeconds(25));

        Assert.Equal("a=success b=removed", run.States());
        Assert.Equal(25, run.Elapsed.TotalSeconds);
        Assert.Equal(CauseKind.TaskVanished, run.CauseOf("b").Kind);
        Assert.StartsWith("'b' is removed: the present version of the Dag has no such task.", run.Explain("b").ToString(),
            StringComparison.Ordinal);
        Assert.Equal(["a"], run.Journal.OfType<DagChanged>().Single().Dag.Tasks.Select(task => task.Id));
    }

    [Fact]
    public async Task TaskThatReturns_ToARunningRun_RunsAgain()
    {
        using Deployment deployment = Deployed.With(Chain("a", "b", "c", "e"));
        deployment.At(Deployed.Start.AddSeconds(30), () => deployment.Replace(Chain("c", "e")));
        deployment.At(Deployed.Start.AddSeconds(50), () => deployment.Replace(Chain("a", "b", "c", "e")));

        Run run = await deployment.RunOnceAsync("d");

        Assert.Equal("a=success b=success c=success e=success", run.States());
        Assert.Equal("0-20 success, 50-70 success", run.Stints("a"));
        Assert.Equal(
            [CauseKind.TaskVanished, CauseKind.TaskReturned],
            run.Journal.OfType<TaskDecided>().Where(decided => decided.Task == "a").Select(decided => decided.Cause.Kind));
    }

    [Theory]
    [InlineData(4, 2, "m[0]=success m[1]=success m[2]=removed m[3]=removed")]
    [InlineData(2, 3, "m[0]=success m[1]=success m[2]=success")]
    public async Task LiteralMap_ThatBecameShorterOrLonger_IsFitted(int before, int after, string states)
    {
        Run run = await ReplacedAsync(OverLiterals(before), OverLiterals(after), at: Deployed.Start.AddSeconds(5));
        Assert.Equal($"first=success {states} last=success", run.States());
    }

    [Fact]
    public async Task EdgesAndRules_ThatChanged_CountFromThenOn()
    {
        Dag before = Chain("a", "b", "c");
        var after = new Dag("d");
        TaskRef a = after.Takes("a", 20);
        _ = Node.Of(a, after.Fails("b"), after.Takes("n", 300)) >> after.Succeeds("c", Bodies.Rule(TriggerRule.AllDone));

        Run run = await ReplacedAsync(before, after, at: Deployed.Start.AddSeconds(10));

        Assert.Equal("a=success b=failed n=success c=success", run.States());
        Assert.Equal("310-310 success", run.Stints("c"));
    }

    [Fact]
    public async Task RunThatIsOver_WhenItsDagChanges_StaysAsItIsUntilItIsCleared()
    {
        using Deployment deployment = Deployed.With(Chain("a", "b"));
        Run run = await deployment.RunOnceAsync("d");
        deployment.Replace(Chain("a", "c"));
        await deployment.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("a=success b=success", deployment.Runs("d")[0].States());

        deployment.Clear("d", run.RunId, new() { Tasks = ["a"], OnlyFailed = false });
        await deployment.IdleAsync();

        Run again = deployment.Runs("d")[0];
        Assert.Equal("a=success c=success b=removed", again.States());
        Assert.Equal("2 1 1", string.Join(' ', again.Tasks.Select(task => task.TryNumber)));
    }

    [Theory]
    [InlineData(false, "a=success b=success")]
    [InlineData(true, "a=success c=success b=removed")]
    public async Task RunOfAVersionedBundle_WhenItsDagChanges_KeepsItsVersionUnlessClearedForThePresentOne(bool onLatest, string states)
    {
        using var deployment = new Deployment(options: new() { VersionedBundle = true });
        deployment.Add(Chain("a", "b"));
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.Replace(Chain("a", "c")));

        Run run = await deployment.RunOnceAsync("d");
        Run later = await deployment.RunOnceAsync("d");
        deployment.Clear("d", run.RunId, new() { OnlyFailed = false, RunOnLatestVersion = onLatest });
        await deployment.IdleAsync();

        Assert.Equal("a=success b=success", run.States());
        Assert.Equal("a=success c=success", later.States());
        Assert.Equal(states, deployment.Runs("d")[0].States());
    }

    [Fact]
    public async Task Pool_OfATaskThatMovedToAnother_IsGivenBack()
    {
        DeploymentOptions options = new();
        using var deployment = new Deployment(options: options with { Pools = options.Pools.Add("one", 1) });
        deployment.Add(InPool("d", "one"));
        deployment.Add(InPool("other", "one"));
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.Replace(InPool("d", "default_pool")));
        deployment.Trigger("d");
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.Trigger("other"));

        await deployment.AdvanceAsync(TimeSpan.FromHours(1));

        TaskInstance waited = deployment.Runs("other")[0].Task("t");
        Assert.Equal((Deployed.Start.AddSeconds(20), Deployed.Start.AddSeconds(40)), (waited.Start, waited.End));
    }

    [Fact]
    public async Task XCom_OfATaskThatVanished_IsStillThere()
    {
        var before = new Dag("d");
        before.Task("a", _ => 7).Then(before.Takes("b", 20)).Then(before.Succeeds("c"));
        var after = new Dag("d");
        after.Takes("b", 20).Then(after.Task("c", context => context.XCom.Pull<int>("a")));

        Assert.Equal(7, (await ReplacedAsync(before, after, at: Deployed.Start.AddSeconds(10))).Task("c").Result<int>());
    }

    [Fact]
    public async Task Replace_OfAnyDagByItself_ChangesNothingInItsRuns()
    {
        await RandomDag.Any.SampleAsync(
            async shape =>
            {
                Run alone = await ReplacedAsync(shape.Build(), null);
                Run replaced = await ReplacedAsync(shape.Build(), shape.Build(), at: Deployed.Start.AddSeconds(3));
                Assert.Equal(Outcome(alone), Outcome(replaced));
            },
            iter: 100, threads: 1);
    }

    private static string Outcome(Run run) => $"{run.State} {run.Reason} {run.Elapsed} {run.States()}";

    private static async Task<Run> ReplacedAsync(Dag before, Dag? after, DateTimeOffset? at = null)
    {
        using Deployment deployment = Deployed.With(before);
        if (after is not null)
        {
            deployment.At(at ?? Midway, () => deployment.Replace(after));
        }

        return await deployment.RunOnceAsync("d");
    }

    /// <summary>Each takes 20 seconds.</summary>
    private static Dag Chain(params string[] ids)
    {
        var dag = new Dag("d");
        TaskScope.Chain([.. ids.Select(id => dag.Takes(id, 20))]);
        return dag;
    }

    private static Dag OverLiterals(int length)
    {
        var dag = new Dag("d");
        dag.Takes("first", 10).Then(dag.Map("m", Each.Of(Enumerable.Range(0, length).ToArray()), (x, _) => x)).Then(dag.Succeeds("last"));
        return dag;
    }

    private static Dag InPool(string id, string pool)
    {
        var dag = new Dag(id);
        dag.Takes("t", 20, new() { Pool = pool });
        return dag;
    }
}

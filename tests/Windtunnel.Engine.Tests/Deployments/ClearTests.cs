namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>What a clear selects and what it does (semantics, §12.1, §12.2).</summary>
public sealed class ClearTests
{
    [Theory]
    [InlineData("b", false, false, "b")]
    [InlineData("b", true, false, "a b")]
    [InlineData("b", false, true, "b c")]
    [InlineData("", false, false, "a b c")]
    public async Task Clear_OfOneTask_TakesItsRelativesWhenAsked(string task, bool upstream, bool downstream, string cleared)
    {
        using Deployment deployment = Deployed.With(Chain());
        Run run = await deployment.RunOnceAsync("d");

        IReadOnlyList<(string RunId, TaskKey Task)> rows = deployment.Clear("d", run.RunId, new()
        {
            Tasks = task.Length == 0 ? [] : [task],
            OnlyFailed = false,
            IncludeUpstream = upstream,
            IncludeDownstream = downstream,
        });

        Assert.Equal(cleared, string.Join(' ', rows.Select(row => row.Task.TaskId)));
    }

    [Fact]
    public async Task Clear_ByDefault_TakesOnlyWhatFailed()
    {
        var dag = new Dag("d");
        dag.Succeeds("a").Then(dag.Task("b", FailsInTheFirstTry)).Then(dag.Succeeds("c"));
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Clear("d", run.RunId, new());
        await deployment.IdleAsync();

        Run again = Assert.Single(deployment.Runs("d"));
        Assert.Equal((RunState.Failed, RunState.Success), (run.State, again.State));
        Assert.Equal("1 2 1", string.Join(' ', again.Tasks.Select(task => task.TryNumber)));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(2, 1, 4)]
    public async Task MaxTries_AfterAClear_AreTheTriesSoFarAndTheRetries(int retries, int failures, int maxTries)
    {
        var dag = new Dag("d");
        dag.Task("a", context => context.TryNumber > failures ? 0 : throw new InvalidOperationException("Fails."), Retrying(retries));
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Clear("d", run.RunId, new() { OnlyFailed = false });

        Assert.Equal(maxTries, deployment.Runs("d")[0].Task("a").MaxTries);
    }

    [Fact]
    public async Task Clear_OfWork_BringsItsSetupAndItsTeardown()
    {
        var dag = new Dag("d");
        TaskRef setup = dag.Succeeds("setup");
        TaskRef work = dag.Succeeds("work");
        TaskRef teardown = dag.Succeeds("teardown").AsTeardown(setups: setup);
        _ = setup >> work >> teardown;
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Clear("d", run.RunId, new() { Tasks = ["work"], OnlyFailed = false });
        await deployment.IdleAsync();

        Assert.All(deployment.Runs("d")[0].Tasks, task => Assert.Equal(2, task.TryNumber));
    }

    [Fact]
    public async Task Clear_OfTheUnfollowedChildOfABranch_SkipsItAgain()
    {
        var dag = new Dag("d");
        dag.Branch("branch", _ => "x").Before(dag.Succeeds("x"), dag.Succeeds("y"));
        using Deployment deployment = Deployed.With(dag);
        Run run = await deployment.RunOnceAsync("d");

        deployment.Clear("d", run.RunId, new() { Tasks = ["y"], OnlyFailed = false });
        await deployment.IdleAsync();

        TaskInstance y = deployment.Runs("d")[0].Task("y");
        Assert.Equal((TaskState.Skipped, 0), (y.State, y.TryNumber));
    }

    [Fact]
    public async Task Clear_OfARunningTask_StopsItAndRepeatsItAtOnce()
    {
        var dag = new Dag("d");
        dag.Task("a", context => context.DelayAsync(TimeSpan.FromSeconds(context.TryNumber == 1 ? 1000 : 5)));
        using Deployment deployment = Deployed.With(dag);
        string id = deployment.Trigger("d");
        deployment.At(Deployed.Start.AddSeconds(10), () => deployment.Clear("d", id, new() { Tasks = ["a"], OnlyFailed = false }));

        await deployment.IdleAsync();

        Assert.Equal("0-10 restarting, 10-15 success", deployment.Runs("d")[0].Stints("a"));
    }

    [Fact]
    public async Task Clear_WithPastAndFuture_ConcernsRunsByTheirDates()
    {
        Dag dag = Deployed.Daily("d");
        dag.Succeeds("a");
        using Deployment deployment = Deployed.With(dag);
        await deployment.AdvanceToAsync(Deployed.Day(4).AddHours(1), TestContext.Current.CancellationToken);

        deployment.Clear("d", deployment.Runs("d")[2].RunId, new() { OnlyFailed = false, IncludePast = true });
        await deployment.IdleAsync();

        Assert.Equal([2, 2, 2, 1], deployment.Runs("d").Select(run => run.Task("a").TryNumber));
    }

    [Fact]
    public async Task Clear_WithoutResettingTheRun_LeavesItsState()
    {
        using Deployment deployment = Deployed.With(Chain());
        Run run = await deployment.RunOnceAsync("d");

        deployment.Clear("d", run.RunId, new() { OnlyFailed = false, ResetDagRuns = false });
        await deployment.IdleAsync();

        Assert.Equal("success", deployment.RunStates("d"));
        Assert.Equal("a=none b=none c=none", deployment.Runs("d")[0].States());
    }

    [Fact]
    public async Task Clear_OfAnUnknownTask_NamesThoseThereAre()
    {
        using Deployment deployment = Deployed.With(Chain());
        Run run = await deployment.RunOnceAsync("d");

        var refusal = Assert.Throws<KeyNotFoundException>(() => deployment.Clear("d", run.RunId, new() { Tasks = ["x"] }));

        Assert.Equal("Dag 'd' has no task 'x'. Name one of its tasks: a, b, c.", refusal.Message);
    }

    private static TaskSpec Retrying(int retries) => new() { Retries = retries };

    private static Dag Chain()
    {
        var dag = new Dag("d");
        dag.Succeeds("a").Then(dag.Succeeds("b")).Then(dag.Succeeds("c"));
        return dag;
    }

    private static void FailsInTheFirstTry(TaskContext context)
    {
        if (context.TryNumber == 1)
        {
            throw new InvalidOperationException("The first try fails.");
        }
    }
}

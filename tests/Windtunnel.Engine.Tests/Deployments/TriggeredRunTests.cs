namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Tasks that create runs of other DAGs.</summary>
public sealed class TriggeredRunTests
{
    [Fact]
    public async Task Trigger_OfAnotherDag_CreatesARunWithConf()
    {
        using Deployment deployment = Deployed.With(
            Parent(new() { Request = _ => new() { Conf = """{"n":7}""" } }),
            Child(context => context.Run.Conf.GetProperty("n").GetInt32()));

        Run parent = await deployment.RunOnceAsync("parent");
        await deployment.IdleAsync();

        Run child = Assert.Single(deployment.Runs("child"));
        Assert.Equal(RunType.OperatorTriggered, child.Type);
        Assert.Equal(7, child.Task("work").Result<int>());
        Assert.Equal($"\"{child.RunId}\"", parent.Task("trigger").XComs["trigger_run_id"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trigger_ThatWaits_EndsAfterTheRunItTriggered(bool deferrable)
    {
        using Deployment deployment = Deployed.With(
            Parent(new() { WaitForCompletion = true, Deferrable = deferrable }),
            Child(async context =>
            {
                await context.DelayAsync(TimeSpan.FromMinutes(10));
                return 1;
            }));

        Run parent = await deployment.RunOnceAsync("parent");

        Assert.Equal(TaskState.Success, parent.Task("trigger").State);
        Assert.Equal(TimeSpan.FromMinutes(10), parent.Task("trigger").End - parent.Task("trigger").Start);
        Assert.Equal(deferrable ? 2 : 1, parent.Task("trigger").Attempts[0].Stints.Count);
    }

    [Fact]
    public async Task Trigger_WhoseRunFails_FailsItsTry()
    {
        using Deployment deployment = Deployed.With(
            Parent(new() { WaitForCompletion = true }), Child(int (_) => throw new InvalidOperationException()));

        Run parent = await deployment.RunOnceAsync("parent");

        Assert.Contains("is Failed", parent.Task("trigger").Attempts[0].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, TaskState.Failed)]
    [InlineData(true, TaskState.Skipped)]
    public async Task Trigger_OfARunThatExists_FailsWithoutRetryOrSkips(bool skips, TaskState state)
    {
        using Deployment deployment = Deployed.With(
            Parent(new() { Request = _ => new() { RunId = "mine" }, SkipWhenAlreadyExists = skips }), Child(_ => 1));
        await deployment.RunOnceAsync("parent");

        Run second = await deployment.RunAsync(
            "parent", new() { LogicalDate = deployment.Now.AddDays(1) }, TestContext.Current.CancellationToken);

        Assert.Equal(state, second.Task("trigger").State);
        Assert.Single(second.Task("trigger").Attempts);
        Assert.Single(deployment.Runs("child"));
    }

    [Fact]
    public async Task Trigger_ThatResets_DoesTheRunAgain()
    {
        int times = 0;
        using Deployment deployment = Deployed.With(
            Parent(new() { Request = _ => new() { RunId = "mine", Reset = true }, WaitForCompletion = true }), Child(_ => ++times));
        await deployment.RunOnceAsync("parent");

        await deployment.RunAsync("parent", new() { LogicalDate = deployment.Now.AddDays(1) }, TestContext.Current.CancellationToken);

        Assert.Equal(2, times);
        Assert.Single(deployment.Runs("child"));
    }

    [Fact]
    public async Task Trigger_WithALaterLogicalDate_StartsThen()
    {
        DateTimeOffset later = Embedded.Start.AddHours(5);
        using Deployment deployment = Deployed.With(Parent(new() { Request = _ => new() { LogicalDate = later } }), Child(_ => 1));
        await deployment.RunOnceAsync("parent");

        await deployment.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.Equal(later, Assert.Single(deployment.Runs("child")).Task("work").Start);
    }

    private static Dag Parent(TriggerDagSpec trigger)
    {
        var dag = new Dag("parent");
        dag.TriggerDag("trigger", "child", trigger, new() { Retries = 0 });
        return dag;
    }

    private static Dag Child<T>(Func<TaskContext, T> body)
    {
        var dag = new Dag("child");
        dag.Task("work", body);
        return dag;
    }

    private static Dag Child<T>(Func<TaskContext, Task<T>> body)
    {
        var dag = new Dag("child");
        dag.Task("work", body);
        return dag;
    }
}

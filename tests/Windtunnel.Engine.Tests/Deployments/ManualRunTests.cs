namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Runs that are triggered, deleted, or seen again (semantics, §13.5).</summary>
public sealed class ManualRunTests
{
    [Fact]
    public async Task Triggers_AtOneInstant_GetIdsAndDatesOfTheirOwn()
    {
        using Deployment deployment = Deployed.With(OneTask("d"));

        string[] ids = [.. Enumerable.Range(0, 4).Select(_ => deployment.Trigger("d"))];
        await deployment.IdleAsync();

        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(4, deployment.Runs("d").Select(run => run.LogicalDate).Distinct().Count());
        Assert.Equal("success success success success", deployment.RunStates("d"));
    }

    [Fact]
    public async Task Trigger_WithoutLogicalDate_HasNeitherDateNorInterval()
    {
        using Deployment deployment = Deployed.With(OneTask("d"));

        Run run = await deployment.RunOnceAsync("d", new() { HasLogicalDate = false });

        Assert.Equal((null, null, RunType.Manual), (run.LogicalDate, run.Interval, run.Type));
    }

    [Fact]
    public void Trigger_ForATakenDate_IsRefused()
    {
        using Deployment deployment = Deployed.With(OneTask("d"));
        deployment.Trigger("d", new() { LogicalDate = Deployed.Start });

        var refusal = Assert.Throws<InvalidOperationException>(() => deployment.Trigger("d", new() { LogicalDate = Deployed.Start }));

        Assert.Contains("already has the run 'manual__", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trigger_ForAPartition_IsRefusedWhereTheScheduleHasNone()
    {
        using Deployment deployment = Deployed.With(OneTask("d"));

        var refusal = Assert.Throws<ArgumentException>(() => deployment.Trigger("d", new() { PartitionKey = "eu" }));

        Assert.StartsWith("The run of Dag 'd' was given the partition 'eu'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HandedOutBeforeAClear_StaysAsItWas()
    {
        using Deployment deployment = Deployed.With(OneTask("d"));
        Run before = await deployment.RunOnceAsync("d");

        deployment.Clear("d", before.RunId, new() { OnlyFailed = false });
        await deployment.IdleAsync();

        Assert.Equal((1, 2), (before.Task("a").TryNumber, deployment.Runs("d")[0].Task("a").TryNumber));
    }

    [Fact]
    public async Task Delete_OfAQueuedRun_MakesRoomForAnother()
    {
        var dag = new Dag("d") { MaxActiveRuns = 1, Schedule = Schedule.Cron("@daily"), StartDate = Deployed.Start };
        dag.Succeeds("a");
        using var deployment = new Deployment(new World { StartingAt = Deployed.Start.AddHours(1) });
        deployment.Add(dag, isPaused: true);
        deployment.Delete("d", deployment.Trigger("d"));

        deployment.Unpause("d");
        await deployment.AdvanceToAsync(Deployed.Day(2).AddHours(1), TestContext.Current.CancellationToken);

        Assert.Equal("1 2", deployment.Days("d"));
    }

    [Fact]
    public void Unknown_DagOrRun_IsNamedTogetherWithWhatThereIs()
    {
        using Deployment deployment = Deployed.With(OneTask("orders"));

        Assert.Equal(
            "The deployment has no Dag 'order'. It has: orders.",
            Assert.Throws<KeyNotFoundException>(() => deployment.Trigger("order")).Message);
        Assert.StartsWith(
            "Dag 'orders' has no run 'x'.",
            Assert.Throws<KeyNotFoundException>(() => deployment.MarkRun("orders", "x", RunState.Failed)).Message,
            StringComparison.Ordinal);
    }

    private static Dag OneTask(string id)
    {
        var dag = new Dag(id);
        dag.Succeeds("a");
        return dag;
    }
}

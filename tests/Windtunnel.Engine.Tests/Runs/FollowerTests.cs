namespace Windtunnel.Engine.Tests.Runs;

/// <summary>One run with all that its assets set off.</summary>
public sealed class FollowerTests
{
    private static readonly Asset Orders = new("orders");
    private static readonly Asset Totals = new("totals");

    [Fact]
    public async Task RunAsync_WithFollowers_GivesTheRunAndThoseThatItSetOff()
    {
        Dag last = On("last", Totals);
        Dag middle = On("middle", Orders, new() { Outlets = [Totals] });
        Dag never = On("never", new Asset("other"));

        IReadOnlyList<Run> runs = await new EmbeddedEngine().RunAsync(
            Leading(), [last, middle, never], new(), TestContext.Current.CancellationToken);

        Assert.Equal(["leads", "last", "middle"], runs.Select(run => run.DagId));
        Assert.All(runs, run => Assert.Equal(RunState.Success, run.State));
    }

    [Fact]
    public async Task RunAsync_WithFollowers_GivesTheRunTheJournalItHasAlone()
    {
        Run alone = await Embedded.RunAsync(Leading());
        IReadOnlyList<Run> runs = await new EmbeddedEngine().RunAsync(
            Leading(), [On("next", Orders)], new(), TestContext.Current.CancellationToken);
        Assert.Equal(alone.Text(), runs[0].Text());
    }

    /// <summary>Announces in its first task, and goes on for a while.</summary>
    private static Dag Leading()
    {
        var dag = new Dag("leads") { Schedule = Schedule.Cron("@daily") };
        dag.Succeeds("announce", new() { Outlets = [Orders] }).Then(dag.Takes("goes_on", 60));
        return dag;
    }

    private static Dag On(string id, Asset asset, TaskSpec? spec = null)
    {
        var dag = new Dag(id) { Schedule = Schedule.OnAssets(asset) };
        dag.Takes("t", 5, spec);
        return dag;
    }
}

namespace Windtunnel.Engine.Tests.Deployments;

/// <summary>Runs of the past that are asked for (semantics, §14).</summary>
public sealed class BackfillTests
{
    [Theory]
    [InlineData(false, "0 10 20")]
    [InlineData(true, "20 10 0")]
    public async Task Backfill_OneRunAtATime_GoesInTheOrderAskedFor(bool reverse, string starts)
    {
        using Deployment deployment = Late(out DateTimeOffset now);

        int runs = deployment.Backfill("d", Days(1, 3) with { Reverse = reverse, MaxActiveRuns = 1 });
        await deployment.IdleAsync();

        Assert.Equal(3, runs);
        Assert.Equal(starts, string.Join(' ', deployment.Runs("d")
            .OrderBy(run => run.LogicalDate)
            .Select(run => (run.StartedAt!.Value - now).TotalSeconds)));
    }

    [Theory]
    [InlineData(ReprocessBehavior.None, "1 1")]
    [InlineData(ReprocessBehavior.Failed, "1 2")]
    [InlineData(ReprocessBehavior.Completed, "2 2")]
    public async Task Backfill_OverRunsThatAreThere_RedoesThoseAskedFor(ReprocessBehavior reprocess, string tries)
    {
        using Deployment deployment = Late(out _);
        deployment.Backfill("d", Days(1, 2));
        await deployment.IdleAsync();
        Assert.Equal("success failed", deployment.RunStates("d"));

        deployment.Backfill("d", Days(1, 2) with { Reprocess = reprocess });
        await deployment.IdleAsync();

        Assert.Equal(tries, string.Join(' ', deployment.Runs("d").Select(run => run.Task("a").TryNumber)));
    }

    [Fact]
    public async Task Backfill_WithConf_HandsItToItsRuns()
    {
        using Deployment deployment = Late(out _);

        deployment.Backfill("d", Days(1, 1) with { Conf = """{"full": true}""" });
        await deployment.IdleAsync();

        Run run = Assert.Single(deployment.Runs("d"));
        Assert.Equal((RunType.Backfill, """{"full": true}""", "backfill__2026-01-01T00:00:00+00:00"), (run.Type, run.Conf, run.RunId));
    }

    [Fact]
    public async Task Backfill_OverAScheduledRun_MakesItABackfillRun()
    {
        Dag dag = Deployed.Daily("d");
        dag.Task("a", context => $"{context.Run.Type} {context.Params.Names.Count()}");
        using Deployment deployment = Deployed.With(dag);
        await deployment.AdvanceToAsync(Deployed.Day(1).AddHours(1), TestContext.Current.CancellationToken);
        Run scheduled = Assert.Single(deployment.Runs("d"));

        deployment.Backfill("d", Days(1, 1) with { Reprocess = ReprocessBehavior.Completed, Conf = """{"full": true}""" });
        await deployment.IdleAsync();

        Run again = Assert.Single(deployment.Runs("d"));
        Assert.Equal((RunType.Scheduled, "Scheduled 0"), (scheduled.Type, scheduled.Task("a").Result<string>()));
        Assert.Equal((RunType.Backfill, "Backfill 1"), (again.Type, again.Task("a").Result<string>()));
    }

    [Fact]
    public void Backfill_WithoutDates_IsRefused()
    {
        using Deployment deployment = Late(out DateTimeOffset now);

        var refusal = Assert.Throws<InvalidOperationException>(
            () => deployment.Backfill("d", new() { From = now.AddDays(1), To = now.AddDays(2) }));

        Assert.Contains("Dag 'd'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backfill_OfADagWithoutSchedule_IsRefused()
    {
        var dag = new Dag("d");
        dag.Succeeds("a");
        using Deployment deployment = Deployed.With(dag);

        var refusal = Assert.Throws<InvalidOperationException>(() => deployment.Backfill("d", Days(1, 2)));

        Assert.Contains("no schedule that repeats by the clock", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backfill_BesideOneThatIsNotComplete_IsRefused()
    {
        using Deployment deployment = Late(out _);
        deployment.Backfill("d", Days(1, 2));

        var refusal = Assert.Throws<InvalidOperationException>(() => deployment.Backfill("d", Days(3, 4)));

        Assert.Contains("another backfill of it is not complete", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, ReprocessBehavior.Failed)]
    [InlineData(false, ReprocessBehavior.None)]
    public void Backfill_OfADagThatDependsOnItsPast_RefusesWhatWouldBreakTheOrder(bool reverse, ReprocessBehavior reprocess)
    {
        Dag dag = Deployed.Daily("d");
        dag.Succeeds("a", new() { Past = new(DependsOnPast: true) });
        using var deployment = new Deployment(new World { StartingAt = Deployed.Day(9) });
        deployment.Add(dag, isPaused: true);

        Assert.Throws<InvalidOperationException>(
            () => deployment.Backfill("d", Days(1, 2) with { Reverse = reverse, Reprocess = reprocess }));
    }

    /// <summary>A DAG whose schedule is over, so that only a backfill makes runs. Its task takes 10 s, and fails first on the second
    /// day.</summary>
    private static Deployment Late(out DateTimeOffset now)
    {
        now = Deployed.Day(20);
        var deployment = new Deployment(new World { StartingAt = now });
        var dag = new Dag("d") { Schedule = Schedule.Cron("@daily"), StartDate = Deployed.Start, EndDate = Deployed.Day(10) };
        dag.Task("a", FailsFirstOnTheSecondDay);
        deployment.Add(dag);
        return deployment;
    }

    private static async Task FailsFirstOnTheSecondDay(TaskContext context)
    {
        await context.DelayAsync(TimeSpan.FromSeconds(10));
        if (context.TryNumber == 1 && context.Run.LogicalDate == Deployed.Day(2))
        {
            throw new InvalidOperationException("The second day fails at first.");
        }
    }

    private static BackfillRequest Days(int from, int to) => new() { From = Deployed.Day(from), To = Deployed.Day(to) };
}

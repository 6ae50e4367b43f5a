namespace Windtunnel.Engine.Tests.Orders;

/// <summary>DAGs whose orders can be counted by hand. A world is what can be told apart: a body that is over and not yet heard, for
/// one.</summary>
public sealed class ExplorationTests
{
    /// <summary>The run is queued, then all are scheduled; each starts, and is heard.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public async Task Tasks_ThatAreIndependent_HaveOneOrder(int tasks)
    {
        var dag = new Dag("d");
        for (int i = 0; i < tasks; i++)
        {
            dag.Succeeds($"t{i}");
        }

        Exploration found = await ExploreAsync(dag);

        Assert.True(found.IsExhaustive);
        Assert.Equal((1, (2 * tasks) + 2), (found.OrdersTried, found.Worlds));
        Assert.Single(found.Outcomes);
    }

    /// <summary>Three joins of two, beside each other: their orders add up and do not multiply.</summary>
    [Fact]
    public async Task Parts_ThatAreIndependent_AreVisitedOneAfterTheOther()
    {
        var one = new Dag("d");
        AddJoin(one, "", TriggerRule.OneSuccess);
        var three = new Dag("d");
        AddJoin(three, "x", TriggerRule.OneSuccess);
        AddJoin(three, "y", TriggerRule.OneSuccess);
        AddJoin(three, "z", TriggerRule.OneSuccess);

        int first = (await ExploreAsync(one)).Worlds - 2;

        Assert.Equal(2 + (3 * first), (await ExploreAsync(three)).Worlds);
    }

    //                       a over - a heard - b over
    //   queued - scheduled <                            > both heard
    //                       b over - b heard - a over
    [Fact]
    public async Task TwoTasks_WithOneSlot_StartInEitherOrder()
    {
        var dag = new Dag("d");
        dag.Succeeds("a", new() { Pool = "one" });
        dag.Succeeds("b", new() { Pool = "one" });
        DeploymentOptions options = new() { Pools = new DeploymentOptions().Pools.Add("one", 1) };

        Exploration found = await ExploreAsync(dag, options: options);

        Assert.Equal((true, 9), (found.IsExhaustive, found.Worlds));
        Assert.Equal(["success: a=success/1 b=success/1"], Texts(found));
    }

    // Either decides at once, when a pass sees it alone; a pass that sees both goes by the failure.
    //
    //                                              a heard - c upstream_failed - b heard too
    //   queued - scheduled - a over - both over <  both heard - (the world above)
    //                                              b heard - c skipped - a heard too
    [Fact]
    public async Task AllSuccess_OverASkipAndAFailure_HasTwoOutcomes()
    {
        Exploration found = await ExploreAsync(Join(TriggerRule.AllSuccess));

        Assert.Equal((true, 11), (found.IsExhaustive, found.Worlds));
        Assert.Equal(
            ["failed: a=failed/1 b=skipped/1 c=upstream_failed/0", "success: a=failed/1 b=skipped/1 c=skipped/0"],
            Texts(found));
    }

    // One_success waits for both: what is heard first makes no difference.
    [Fact]
    public async Task OneSuccess_OverASkipAndAFailure_HasOneOutcome()
    {
        Exploration found = await ExploreAsync(Join(TriggerRule.OneSuccess));

        Assert.Equal((true, 8), (found.IsExhaustive, found.Worlds));
        Assert.Equal(["failed: a=failed/1 b=skipped/1 c=upstream_failed/0"], Texts(found));
    }

    /// <summary>When a fails, b is scheduled (skipped), in progress (failed), or was heard before (success).</summary>
    [Fact]
    public async Task FailFast_AgainstAnotherTask_HasThreeOutcomes()
    {
        var dag = new Dag("d") { FailFast = true };
        dag.Fails("a");
        dag.Succeeds("b");

        Exploration found = await ExploreAsync(dag);

        Assert.Equal((true, 10), (found.IsExhaustive, found.Worlds));
        Assert.Equal(
            ["failed: a=failed/1 b=failed/1", "failed: a=failed/1 b=skipped/1", "failed: a=failed/1 b=success/1"], Texts(found));
    }

    /// <summary>The branch skips c before it is scheduled, while it is scheduled, or too late.</summary>
    [Fact]
    public async Task Branch_AgainstAChildThatNeedNotWait_HasThreeOutcomes()
    {
        var dag = new Dag("d");
        Node.Of(dag.Branch("a", _ => Follow.None), dag.Succeeds("b")).Before(dag.Succeeds("c", Bodies.Rule(TriggerRule.OneSuccess)));

        Exploration found = await ExploreAsync(dag);

        Assert.Equal((true, 15), (found.IsExhaustive, found.Worlds));
        Assert.Equal(
            [
                "success: a=success/1 b=success/1 c=skipped/0",
                "success: a=success/1 b=success/1 c=skipped/1",
                "success: a=success/1 b=success/1 c=success/1",
            ],
            Texts(found));
    }

    [Fact]
    public async Task Outcome_ThatIsReported_IsRepeatedByItsSeedAndByItsOrder()
    {
        Dag dag = Join(TriggerRule.AllSuccess);
        Exploration found = await ExploreAsync(dag);

        foreach (ExploredOutcome outcome in found.Outcomes)
        {
            Assert.Equal(outcome.Run.Text(), (await Embedded.RunAsync(dag, new() { Seed = outcome.Seed })).Text());
            Run inOrder = await Embedded.RunAsync(dag, new() { Order = outcome.Order });
            Assert.Equal(outcome.Run.States(), inOrder.States());
            Assert.True((await Replay.RunAsync(inOrder, dag, new(), TestContext.Current.CancellationToken)).IsEqual);
        }

        Assert.Equal(100, found.Outcomes.Sum(outcome => outcome.Seen));
    }

    [Fact]
    public async Task Seed_OfAnOutcome_IsTheSmallest()
    {
        Dag dag = Join(TriggerRule.AllSuccess);
        Exploration found = await ExploreAsync(dag);

        foreach (ExploredOutcome outcome in found.Outcomes)
        {
            for (ulong seed = 1; seed < outcome.Seed; seed++)
            {
                Assert.NotEqual(outcome.Run.States(), (await Embedded.RunAsync(dag, new() { Seed = seed })).States());
            }
        }
    }

    [Fact]
    public async Task Bodies_ThatShareAConnection_AreTriedInEitherOrder()
    {
        List<string> board = [];
        var dag = new Dag("d");
        dag.Task("a", Claim);
        dag.Task("b", Claim);
        Connection connection = new() { Id = "board", Type = "double", Double = board };
        RunRequest request = new() { Connections = new RunRequest().Connections.Add("board", connection) };

        Exploration found = await new EmbeddedEngine().ExploreAsync(dag, Cleared, 100, TestContext.Current.CancellationToken);

        Assert.True(found.IsExhaustive);
        Assert.Equal(["failed: a=failed/1 b=success/1", "failed: a=success/1 b=failed/1"], Texts(found));

        void Claim(TaskContext context)
        {
            List<string> claims = context.Connections["board"].As<List<string>>();
            claims.Add(context.TaskId);
            Assert.Single(claims);
        }

        RunRequest Cleared()
        {
            board.Clear();
            return request;
        }
    }

    [Fact]
    public async Task Bodies_ThatRememberEarlierRuns_AreFoundOut()
    {
        int runs = 0;
        var dag = new Dag("d");
        dag.Task("a", _ => ++runs > 4 ? throw new InvalidOperationException("Once too often.") : 0);

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => ExploreAsync(dag, runs: 3));

        Assert.StartsWith("The run by .Seeded(1) ended otherwise when it was repeated", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_ThatRememberEarlierOrders_AreFoundOutWhileTheyAreVisited()
    {
        int runs = 0;
        var dag = new Dag("d");
        TaskRef<int[]> list = dag.Task("list", _ => Enumerable.Range(0, ++runs).ToArray());
        dag.Map("each", list, (_, _) => { }).Before(dag.Succeeds("join", Bodies.Rule(TriggerRule.OneFailed)));

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => ExploreAsync(dag));

        Assert.StartsWith("A run went another way than before", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_ThatDraw_AreNotCalledExhausted()
    {
        var dag = new Dag("d");
        dag.Task("a", context => context.Random.Next(2) == 0 ? throw new InvalidOperationException("Bad luck.") : 0);

        Exploration found = await ExploreAsync(dag);

        Assert.False(found.IsExhaustive);
        Assert.Equal(2, found.Outcomes.Length);
        Assert.StartsWith("Every order was visited, but the body of 'a' draws", found.Extent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dag_WithMoreOrdersThanTheBudget_IsNotCalledExhausted()
    {
        var dag = new Dag("d");
        TaskRef join = dag.Succeeds("join");
        for (int i = 0; i < 12; i++)
        {
            join.After(dag.Succeeds($"t{i}"));
        }

        Exploration found = await ExploreAsync(dag, runs: 20);

        Assert.Equal((false, 20), (found.IsExhaustive, found.OrdersTried));
        Assert.Equal("Not every order was visited: 20 runs did not suffice. There may be other outcomes.", found.Extent);
    }

    [Fact]
    public async Task Dag_ThatNeverEnds_IsGivenUpAndReportedAsRunning()
    {
        var dag = new Dag("d");
        dag.Sensor("never", _ => false, new() { Mode = SensorMode.Reschedule, Timeout = TimeSpan.FromDays(1) });

        Exploration found = await ExploreAsync(dag, runs: 3, options: new() { VirtualTimeLimit = TimeSpan.FromHours(1) });

        Assert.Equal(["running: never=up_for_reschedule/1"], Texts(found));
        Assert.Contains(found.Outcomes[0].Run.Findings, finding => finding.Code == "run.endless");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public Task Budget_OfLessThanOneRun_IsRefused(int runs) =>
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ExploreAsync(new Dag("d"), runs));

    [Theory]
    [InlineData("")]
    [InlineData("1,2")]
    [InlineData("-1")]
    public async Task Order_ThatIsNone_IsRefused(string order)
    {
        FormatException thrown = await Assert.ThrowsAsync<FormatException>(() => Embedded.RunAsync(new Dag("d"), new() { Order = order }));

        Assert.Equal($"'{order}' is not an order. Give one that an exploration reported, such as '2.0.1'.", thrown.Message);
    }

    [Fact]
    public async Task Order_OfAnotherDag_IsRefused()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Embedded.RunAsync(Join(TriggerRule.AllDone), new() { Order = "9" }));

        Assert.StartsWith("The order '9' takes number 9 of 3 in choice 1", thrown.Message, StringComparison.Ordinal);
    }

    private static Dag Join(TriggerRule rule)
    {
        var dag = new Dag("d");
        AddJoin(dag, "", rule);
        return dag;
    }

    private static void AddJoin(Dag dag, string prefix, TriggerRule rule) =>
        Node.Of(dag.Fails($"{prefix}a"), dag.Skips($"{prefix}b")).Before(dag.Succeeds($"{prefix}c", Bodies.Rule(rule)));

    private static string[] Texts(Exploration found) =>
        [.. found.Outcomes.Select(outcome => $"{outcome}").Order(StringComparer.Ordinal)];

    private static Task<Exploration> ExploreAsync(Dag dag, int runs = 100, DeploymentOptions? options = null) =>
        new EmbeddedEngine(options).ExploreAsync(dag, () => new(), runs, TestContext.Current.CancellationToken);
}

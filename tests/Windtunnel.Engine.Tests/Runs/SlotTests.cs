using System.Collections.Immutable;

namespace Windtunnel.Engine.Tests.Runs;

/// <summary>Limits, pools and who goes first (semantics, §11).</summary>
public sealed class SlotTests
{
    /// <summary>When each of four tasks of 10 s begins, in seconds.</summary>
    [Theory]
    [InlineData("nothing", "0 0 0 0")]
    [InlineData("parallelism", "0 0 10 10")]
    [InlineData("max_active_tasks", "0 0 10 10")]
    [InlineData("pool", "0 0 10 10")]
    [InlineData("pool slots", "0 10 20 30")]
    [InlineData("infinite pool", "0 0 0 0")]
    public async Task Limit_OfTwoAtATime_IsKept(string limit, string starts)
    {
        var dag = new Dag("d") { MaxActiveTasks = limit == "max_active_tasks" ? 2 : 16 };
        TaskSpec spec = new()
        {
            Pool = limit switch { "pool" or "pool slots" => "two", "infinite pool" => "free", _ => "default_pool" },
            PoolSlots = limit == "pool slots" ? 2 : 1,
        };
        foreach (int i in Enumerable.Range(0, 4))
        {
            dag.Takes($"t{i}", 10, spec);
        }

        Run run = await Embedded.RunAsync(dag, options: new()
        {
            Parallelism = limit == "parallelism" ? 2 : 32,
            Pools = new DeploymentOptions().Pools.Add("two", 2).Add("free", -1),
        });

        Assert.Equal(starts, string.Join(' ', run.Tasks.Select(task => (task.Start!.Value - Embedded.Start).TotalSeconds)));
    }

    [Theory]
    [InlineData(null, "0 0 0")]
    [InlineData(1, "0 10 20")]
    [InlineData(2, "0 0 10")]
    public async Task Limit_OfATaskWithinARun_IsKept(int? limit, string starts)
    {
        var dag = new Dag("d");
        dag.Map("t", Each.Of(1, 2, 3), (_, context) => context.DelayAsync(TimeSpan.FromSeconds(10)),
            new() { Limits = new(MaxActivePerRun: limit) });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(starts, string.Join(' ', run.Tasks.Select(task => (task.Start!.Value - Embedded.Start).TotalSeconds)));
    }

    [Fact]
    public async Task Limit_OfATaskOverAllRuns_IsKept()
    {
        var dag = new Dag("d");
        dag.Map("t", Each.Of(1, 2), (_, context) => context.DelayAsync(TimeSpan.FromSeconds(10)),
            new() { Limits = new(MaxActivePerDag: 1) });
        Assert.Equal(TimeSpan.FromSeconds(20), (await Embedded.RunAsync(dag)).Elapsed);
    }

    [Theory]
    [InlineData("nowhere", 1, "pool 'nowhere'")]
    [InlineData("two", 3, "pool 'two'")]
    public async Task Task_ThatNeverFitsItsPool_BlocksTheRun(string pool, int slots, string waitsFor)
    {
        var dag = new Dag("d");
        dag.Succeeds("never", new() { Pool = pool, PoolSlots = slots });
        dag.Succeeds("works");

        Run run = await Embedded.RunAsync(dag, options: new() { Pools = new DeploymentOptions().Pools.Add("two", 2) });

        Assert.Equal("never=scheduled works=success", run.States());
        Assert.Equal("run.blocked", Assert.Single(run.Findings).Code);
        Assert.Equal(CauseKind.NoSlot, run.WaitOf("never").Kind);
        Assert.Equal(waitsFor, run.WaitOf("never").Detail);
        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public async Task Task_ThatNeedsMoreSlotsThanAreFree_IsOvertaken()
    {
        var dag = new Dag("d");
        ImmutableDictionary<string, int> pools = new DeploymentOptions().Pools.Add("two", 2);
        dag.Takes("first", 10, new() { Pool = "two", PriorityWeight = 9 });
        dag.Takes("wide", 10, new() { Pool = "two", PoolSlots = 2, PriorityWeight = 8 });
        dag.Takes("small", 10, new() { Pool = "two", PriorityWeight = 7 });
        Assert.Equal("first small wide", (await Embedded.RunAsync(dag, options: new() { Pools = pools })).Starts());
    }

    /// <summary>a -> b -> c and d -> c, weights a 1, b 2, c 3, d 5.</summary>
    [Theory]
    [InlineData(WeightRule.Downstream, "a=6 b=5 c=3 d=8")]
    [InlineData(WeightRule.Upstream, "a=1 b=3 c=11 d=5")]
    [InlineData(WeightRule.Absolute, "a=1 b=2 c=3 d=5")]
    public void Weight_ByEachRule_CountsEachTaskOnce(WeightRule rule, string expected)
    {
        var dag = new Dag("d");
        TaskRef[] tasks = [.. new[] { ("a", 1), ("b", 2), ("c", 3), ("d", 5) }
            .Select(task => dag.Empty(task.Item1, new() { PriorityWeight = task.Item2, WeightRule = rule }))];
        tasks[0].Then(tasks[1]).Then(tasks[2]);
        tasks[3].Then(tasks[2]);
        DagPlan plan = DagPlan.Of(dag);
        Assert.Equal(expected, string.Join(' ', plan.Tasks.Select(task => $"{task.Id}={plan.Weights.Of(task)}")));
    }

    [Fact]
    public void Weight_BeyondThirtyTwoBits_IsClamped()
    {
        var dag = new Dag("d");
        dag.Empty("a", new() { PriorityWeight = int.MaxValue }).Then(dag.Empty("b", new() { PriorityWeight = int.MaxValue }));
        DagPlan plan = DagPlan.Of(dag);
        Assert.Equal(int.MaxValue, plan.Weights.Of(plan.ById["a"]));
    }

    /// <summary>Of a mesh the sums are computed all at once; of everything else from meeting point to meeting point.</summary>
    [Theory]
    [InlineData(30, 1)]
    [InlineData(30, -7)]
    [InlineData(1500, 1)]
    [InlineData(1500, 13)]
    public void Weight_InAMesh_IsThatOfAllThatIsReached(int tasks, int weight)
    {
        var dag = new Dag("d");
        TaskRef[] all = [.. Enumerable.Range(0, tasks).Select(i => dag.Empty($"t{i}", new() { PriorityWeight = weight + (i % 3) }))];
        for (int i = 0; i + 4 < tasks; i++)
        {
            all[i].Before(Node.Of(all[i + 3], all[i + 4]));
        }

        DagPlan plan = DagPlan.Of(dag);

        Assert.All(plan.Tasks, task => Assert.Equal(Reached(task).Sum(other => other.Spec.PriorityWeight), plan.Weights.Of(task)));
    }

    [Theory]
    [InlineData(null, "c a b d")]
    [InlineData(1ul, null)]
    public async Task Starts_OfEqualPriority_AreInTheOrderOfTaskIdsUnlessASeedDecides(ulong? seed, string? order)
    {
        var dag = new Dag("d");
        foreach (string id in new[] { "d", "c", "b", "a" })
        {
            dag.Succeeds(id, new() { PriorityWeight = id == "c" ? 2 : 1 });
        }

        string starts = (await Embedded.RunAsync(dag, new() { Seed = seed })).Starts();

        Assert.StartsWith("c", starts, StringComparison.Ordinal);
        Assert.Equal(order ?? starts, starts);
    }

    [Fact]
    public async Task Starts_OfAMap_AreInTheOrderOfTheIndexes()
    {
        var dag = new Dag("d");
        dag.Map("a", Each.Of(1, 2), (_, _) => { });
        dag.Map("b", Each.Of(1, 2), (_, _) => { });
        Assert.Equal("a[0] b[0] a[1] b[1]", (await Embedded.RunAsync(dag)).Starts());
    }

    [Fact]
    public async Task TaskThatDependsOnThePast_InItsFirstRun_Runs()
    {
        var dag = new Dag("d");
        dag.Succeeds("t", new() { Past = new(DependsOnPast: true) });
        Assert.Equal(RunState.Success, (await Embedded.RunAsync(dag)).State);
    }

    private static HashSet<TaskPlan> Reached(TaskPlan from)
    {
        HashSet<TaskPlan> reached = [from];
        Stack<TaskPlan> open = new([from]);
        while (open.TryPop(out TaskPlan? task))
        {
            foreach (TaskPlan next in task.Downstream.Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }
}

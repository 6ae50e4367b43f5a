using CsCheck;

namespace Windtunnel.Engine.Tests.Properties;

/// <summary>A DAG of a random shape: what each task does, after what it comes, and how it is decided over.</summary>
internal sealed record RandomDag(RandomTask[] Tasks, bool FailFast)
{
    /// <summary>Small ones mostly, since those show most; up to 200 tasks.</summary>
    public static Gen<RandomDag> Any { get; } = Of(Gen.Frequency((8, Gen.Int[1, 12]), (3, Gen.Int[13, 50]), (1, Gen.Int[51, 200])));

    /// <summary>So few tasks that all their orders can be visited.</summary>
    public static Gen<RandomDag> Small { get; } = Of(Gen.Int[1, 4]);

    private static Gen<RandomDag> Of(Gen<int> sizes) =>
        from size in sizes
        from tasks in RandomTask.Any.Array[size]
        from failFast in Gen.Int[0, 9]
        select new RandomDag(tasks, failFast == 0);

    /// <summary>Adds the tasks; their ids begin with the prefix. Ignores rules where Airflow would reject the DAG for them.</summary>
    public Dag Build(string id = "d", Action<Dag>? more = null)
    {
        var dag = new Dag(id) { FailFast = FailFast, MaxActiveTasks = 1_000 };
        var nodes = new Node[Tasks.Length];
        for (int i = 0; i < Tasks.Length; i++)
        {
            nodes[i] = Add(dag, i, nodes);
        }

        more?.Invoke(dag);
        return dag.Build();
    }

    public override string ToString() => string.Join('\n', Tasks.Select((task, i) => $"t{i}: {task}"));

    private Node Add(Dag dag, int i, Node[] before)
    {
        RandomTask task = Tasks[i];
        string id = $"t{i:000}";
        int[] upstream = [.. task.Upstream.Where(_ => i > 0).Select(up => up % i).Distinct()];
        bool mustSucceed = FailFast || upstream.Any(up => Tasks[up].Does is Does.Setup or Does.SetupThatFails);
        TaskSpec spec = new()
        {
            TriggerRule = mustSucceed ? TriggerRule.AllSuccess : task.Rule,
            Retries = task.Retries,
            PriorityWeight = task.Weight
        };
        Node node = task.AddTo(dag, id, spec);
        foreach (int up in upstream)
        {
            node.After(before[up]);
        }

        return node;
    }
}

internal enum Does
{
    Succeed,
    Wait,
    Fail,
    FailOnce,
    Skip,
    Empty,
    Branch,
    ShortCircuit,
    Reschedule,
    Defer,
    Map,
    MapGroup,
    Group,
    Setup,
    SetupThatFails,
}

/// <summary>One task, or a group of some, of a <see cref="RandomDag"/>.</summary>
/// <param name="Does">What its body does.</param>
/// <param name="Rule">When it runs.</param>
/// <param name="Retries">How often a failure is repeated.</param>
/// <param name="Weight">Its priority.</param>
/// <param name="Number">Decides what else is open: how long it waits, over how much it is mapped, whom it follows.</param>
/// <param name="Upstream">Indexes of tasks before it, to be taken modulo its own.</param>
internal sealed record RandomTask(Does Does, TriggerRule Rule, int Retries, int Weight, int Number, int[] Upstream)
{
    public static Gen<RandomTask> Any { get; } =
        from does in Gen.Frequency((5, Gen.Const(Does.Succeed)), (10, Gen.Enum<Does>()))
        from rule in Gen.Frequency((3, Gen.Const(TriggerRule.AllSuccess)), (2, Gen.Enum<TriggerRule>()))
        from retries in Gen.Int[0, 2]
        from weight in Gen.Int[-1, 3]
        from number in Gen.Int[0, 5]
        from upstream in Gen.Int[0, 10_000].Array[0, 3]
        select new RandomTask(does, rule, retries, weight, number, upstream);

    public Node AddTo(TaskScope scope, string id, TaskSpec spec) => Does switch
    {
        Does.Wait => scope.Takes(id, Number, spec),
        Does.Fail => scope.Fails(id, spec),
        Does.FailOnce => scope.Task(id, context => context.TryNumber == 1 ? throw new InvalidOperationException("Once.") : 1, spec),
        Does.Skip => scope.Skips(id, spec),
        Does.Empty => scope.Empty(id, spec),
        Does.Branch => scope.Branch(id, Follows, spec),
        Does.ShortCircuit => scope.ShortCircuit(id, _ => Number > 2, spec, ignoreDownstreamTriggerRules: Number % 2 == 0),
        Does.Reschedule => scope.Sensor(
            id,
            context => context.Time.GetUtcNow() >= Embedded.Start.AddSeconds(Number * 20),
            new() { Mode = SensorMode.Reschedule, PokeInterval = TimeSpan.FromSeconds(7) },
            spec),
        Does.Defer => scope.Deferrable(id, context => new Deferral(Trigger.At(context.Time.GetUtcNow().AddSeconds(Number))),
            (_, _) => Number, spec),
        Does.Map => scope.Map(id, Each.In(scope.Task($"{id}_list", _ => Enumerable.Range(0, Number).ToArray())), Element, Taking(spec)),
        Does.MapGroup => MapGroup(scope, id, spec),
        Does.Group => scope.Group(id, group => group.Succeeds("first")
            .Then(group.Task("second", _ => Number > 0 ? Number : throw Outcome.Skip("Skips.")))),
        Does.Setup => WithTeardown(scope, id, scope.Succeeds(id, spec)),
        Does.SetupThatFails => WithTeardown(scope, id, scope.Fails(id, spec)),
        _ => scope.Succeeds(id, spec),
    };

    public override string ToString() =>
        $"{Does} {Number} {Rule.ToAirflow()} retries {Retries} weight {Weight} after {string.Join(' ', Upstream)}";

    private static TaskRef WithTeardown(TaskScope scope, string id, TaskRef setup)
    {
        scope.Succeeds($"{id}_teardown").AsTeardown(false, setup);
        return setup;
    }

    /// <summary>What is mapped over a task's output may not have the rule always.</summary>
    private static TaskSpec Taking(TaskSpec spec) =>
        spec.TriggerRule == TriggerRule.Always ? spec with { TriggerRule = TriggerRule.AllDone } : spec;

    private TaskGroup MapGroup(TaskScope scope, string id, TaskSpec spec)
    {
        TaskRef<int[]> list = scope.Task($"{id}_list", _ => Enumerable.Range(0, Number).ToArray());
        return scope.MapGroup(id, list, (group, item) =>
        {
            TaskRef<int> first = group.Task("first", item, Element);
            group.Task("second", first.Or(-1), (x, _) => x, Taking(spec));
        });
    }

    private int Element(int item, TaskContext context) => (item + Number) % 4 == 3 ? throw new InvalidOperationException("Fails.") : item;

    private Follow Follows(TaskContext context) =>
        (string[])[.. context.Task.Downstream.Where((_, i) => (i + Number) % 2 == 0).Select(next => next.Id)];
}

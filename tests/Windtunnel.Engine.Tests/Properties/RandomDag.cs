using CsCheck;

namespace Windtunnel.Engine.Tests.Properties;

/// <summary>A DAG of a random shape: what each task does, after what it comes, and how it is decided over; with groups in groups, mapped
/// groups, setups and teardowns at any depth.</summary>
internal sealed record RandomDag(RandomTask[] Tasks, bool FailFast)
{
    /// <summary>Small ones mostly, since those show most; up to some 200 tasks, those of groups included.</summary>
    public static Gen<RandomDag> Any { get; } =
        Of(Gen.Frequency((8, Gen.Int[1, 12]), (3, Gen.Int[13, 40]), (1, Gen.Int[41, 120])), RandomTask.Any(depth: 3));

    /// <summary>So few tasks that all their orders can be visited.</summary>
    public static Gen<RandomDag> Small { get; } = Of(Gen.Int[1, 4], RandomTask.Any(depth: 1));

    /// <summary>Adds the tasks, and then what a test wants beside them.</summary>
    public Dag Build(string id = "d", Action<Dag>? more = null)
    {
        var dag = new Dag(id) { FailFast = FailFast, MaxActiveTasks = 1_000 };
        new RandomScope(dag, mustSucceed: FailFast).Add(Tasks);
        more?.Invoke(dag);
        return dag.Build();
    }

    public override string ToString() => string.Join('\n', Tasks.SelectMany((task, i) => task.Lines($"t{i:000}")));

    private static Gen<RandomDag> Of(Gen<int> sizes, Gen<RandomTask> task) =>
        from size in sizes
        from tasks in task.Array[size]
        from failFast in Gen.Int[0, 9]
        select new RandomDag(tasks, failFast == 0);
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
    SetupWithBadTeardown,
}

/// <summary>One task, or a group of some, of a <see cref="RandomDag"/>.</summary>
/// <param name="Does">What its body does.</param>
/// <param name="Rule">When it runs.</param>
/// <param name="Retries">How often a failure is repeated.</param>
/// <param name="Weight">Its priority.</param>
/// <param name="Number">Decides what else is open: how long it waits, over how much it is mapped, whom it follows.</param>
/// <param name="Upstream">Indexes of nodes of its scope before it, to be taken modulo its own.</param>
/// <param name="Inner">The tasks of a group.</param>
internal sealed record RandomTask(Does Does, TriggerRule Rule, int Retries, int Weight, int Number, int[] Upstream, RandomTask[] Inner)
{
    public bool IsGroup => Does is Does.Group or Does.MapGroup;

    public bool IsSetup => Does is Does.Setup or Does.SetupThatFails or Does.SetupWithBadTeardown;

    /// <summary>True when an edge drawn from it may come from a setup.</summary>
    public bool EndsInSetup => IsSetup || (IsGroup && Inner.Any(task => task.EndsInSetup));

    public static Gen<RandomTask> Any(int depth) =>
        from does in Gen.Frequency((6, Gen.Const(Does.Succeed)), (12, Gen.Enum<Does>()))
        from rule in Gen.Frequency((3, Gen.Const(TriggerRule.AllSuccess)), (2, Gen.Enum<TriggerRule>()))
        from retries in Gen.Int[0, 2]
        from weight in Gen.Int[-1, 3]
        from number in Gen.Int[0, 5]
        from upstream in Gen.Int[0, 10_000].Array[0, 3]
        from inner in depth == 0 ? Gen.Const<RandomTask[]>([]) : Any(depth - 1).Array[1, 4]
        let isGroup = does is Does.Group or Does.MapGroup
        select new RandomTask(depth == 0 && isGroup ? Does.Map : does, rule, retries, weight, number, upstream, inner);

    public IEnumerable<string> Lines(string id) =>
    [
        $"{id}: {Does} {Number} {Rule.ToAirflow()} retries {Retries} weight {Weight} after {string.Join(' ', Upstream)}",
        .. IsGroup ? Inner.SelectMany((task, i) => task.Lines($"{id}.t{i:000}")) : [],
    ];
}

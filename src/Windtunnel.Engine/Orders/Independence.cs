namespace Windtunnel.Engine;

/// <summary>Finds, among the steps that may come next, some that nothing else can interfere with: their order among all others makes no
/// difference, so that only they need be tried now (a persistent set).</summary>
/// <remarks>Two instances can interfere when one is downstream of the other or both have a task downstream, as far as those are unfinished;
/// when a branch may still skip one of them; when they compete for slots; or when their bodies were seen to reach for the same connection,
/// variable or XCom. Errs on the side of interference.</remarks>
internal sealed class Independence(DagPlan plan, SharedResources shared, DeploymentOptions options)
{
    private readonly Concerns _concerns = new(plan);

    /// <summary>Indexes of the steps to be tried.</summary>
    public int[] Among(RunCore? run, DateTimeOffset now, IReadOnlyList<Step> steps)
    {
        int[] all = [.. Enumerable.Range(0, steps.Count)];
        if (steps.Count == 1 || run is null || EverythingInterferes(run, now))
        {
            return all;
        }

        int harmless = Array.FindIndex(all, i => steps[i].Start is { } start && IsHarmless(start));
        if (harmless >= 0)
        {
            return [harmless];
        }

        // What the next turn will see comes first, together with the turn. Where it will see nothing, the turn can wait.
        var parts = new Parts(run);
        Join(run, parts);
        bool hasNews = run.Unseen.Count + run.Dirty.Count > 0;
        int part = hasNews ? parts.OfNews : parts.Of(steps.First(step => !step.IsTurn).Row!);
        return Array.FindAll(all, i => steps[i].Row is { } row ? parts.Of(row) == part : hasNews);
    }

    private bool EverythingInterferes(RunCore run, DateTimeOffset now) =>
        plan.Dag.FailFast || run.HasLateSkip || run.WasCleared || run.TimesOutAt <= now
        || Demand(Unfinished(run), _ => 1) > Math.Min(options.Parallelism, run.Slots.Capacity ?? int.MaxValue);

    /// <summary>A start that can be made at once: whether the row is scheduled or running, nobody can tell.</summary>
    private bool IsHarmless(Row row) =>
        !IsScarce(row) && !MayBeSkipped(row) && !shared.Of(row.Task.Id).Any(resource => IsWanted(resource, row));

    private bool MayBeSkipped(Row row) => _concerns.SkippersOf(row.Task).Any(task => row.Run.Of(task).Unfinished > 0);

    private bool IsWanted(string resource, Row by) => shared.UsersOf(resource)
        .SelectMany(task => by.Run.Of(plan.ById[task]).All).Any(row => row != by && !row.State.IsFinished());

    private bool IsScarce(Row row) => IsScarce(row.Run, row.Task.Spec.Pool)
        || row.Owner.Unfinished > row.Task.Spec.Limits.MaxActivePerDag
        || row.Owner.Unfinished > row.Task.Spec.Limits.MaxActivePerRun;

    private bool IsScarce(RunCore run, string pool) => options.Pools.GetValueOrDefault(pool) is >= 0 and var slots
        && Demand(Unfinished(run).Where(row => row.Task.Spec.Pool == pool), row => row.Task.Spec.PoolSlots) > slots;

    /// <summary>An unexpanded map may want any number.</summary>
    private static long Demand(IEnumerable<Row> rows, Func<Row, int> each) =>
        rows.Sum(row => row.Task.IsMapped && row.MapIndex < 0 ? int.MaxValue : (long)each(row));

    private void Join(RunCore run, Parts parts)
    {
        foreach (Row row in Unfinished(run))
        {
            JoinConcerned(run, row, next => parts.Join(row, next));
            if (row.State.IsSchedulable() || MayBeSkipped(row) || IsScarce(row))
            {
                parts.Join(row, row.Task);
            }

            if (IsScarce(run, row.Task.Spec.Pool))
            {
                parts.Join(row, $"pool {row.Task.Spec.Pool}");
            }

            foreach (string resource in shared.Of(row.Task.Id))
            {
                parts.Join(row, resource);
            }
        }

        foreach (Row row in run.Unseen)
        {
            JoinConcerned(run, row, parts.JoinNews);
        }

        foreach (Row row in run.Dirty)
        {
            parts.JoinNews(row.Task);
        }
    }

    private void JoinConcerned(RunCore run, Row row, Action<TaskPlan> join)
    {
        foreach (TaskPlan next in _concerns.Of(row.Task))
        {
            if (run.Of(next).Unfinished > 0)
            {
                join(next);
            }
        }
    }

    private static IEnumerable<Row> Unfinished(RunCore run) =>
        run.Tasks.Where(rows => rows.Unfinished > 0).SelectMany(rows => rows.All).Where(row => !row.State.IsFinished());
}

/// <summary>The parts into which the unfinished rows of a run fall that cannot interfere with one another (union-find).</summary>
internal sealed class Parts(RunCore run)
{
    private const int News = 0;
    private readonly List<int> _parent = [.. Enumerable.Range(0, run.Tasks.Length + 1)];
    private readonly Dictionary<object, int> _nodes = [];

    /// <summary>The part that contains what the next turn will see.</summary>
    public int OfNews => Find(News);

    public int Of(Row row) => Find(Node(row));

    public void Join(Row row, TaskPlan task) => Join(Node(row), Node(task));

    public void Join(Row row, string shared) => Join(Node(row), Node(shared));

    public void JoinNews(TaskPlan task) => Join(News, Node(task));

    private static int Node(TaskPlan task) => task.Index + 1;

    private int Node(object thing)
    {
        if (!_nodes.TryGetValue(thing, out int node))
        {
            _nodes[thing] = node = _parent.Count;
            _parent.Add(node);
        }

        return node;
    }

    private int Find(int node)
    {
        while (_parent[node] != node)
        {
            node = _parent[node] = _parent[_parent[node]];
        }

        return node;
    }

    private void Join(int one, int other) => _parent[Find(one)] = Find(other);
}

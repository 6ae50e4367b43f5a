namespace Windtunnel.Engine;

/// <summary>Scheduled rows that wait for slots, and the slots they wait for. Taking the next costs the logarithm of their number.</summary>
internal sealed class ReadyQueue(DeploymentOptions options)
{
    private readonly RowQueue _open = new();
    private readonly HashSet<Slots> _loosened = [];
    private readonly Slots _executor = new("the executor", options.Parallelism);
    private readonly Dictionary<string, Slots> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<(DagState, string), Slots> _tasks = [];

    public void Add(Row row) => _open.Add(row);

    /// <summary>The first row for which every slot it needs is free; the slots are taken. Null when none can start now.</summary>
    public Row? TakeNext()
    {
        List<(Row Row, Slots Blocker)>? blocked = null;
        Row? taken = null;
        while (taken is null && TryNext(out Row row))
        {
            if (row.State != TaskState.Scheduled)
            {
                continue;
            }

            if (Blocker(row) is { } blocker)
            {
                (blocked ??= []).Add((row, blocker));
                continue;
            }

            taken = row;
            Take(row);
        }

        foreach ((Row row, Slots blocker) in blocked ?? [])
        {
            blocker.Park(row);
        }

        return taken;
    }

    /// <summary>Rows that waited for these slots may be looked at again.</summary>
    public void Loosen(Slots slots)
    {
        if (slots.HasWaiting)
        {
            _loosened.Add(slots);
        }
    }

    /// <summary>Gives back what a row took, when its stint is over. A row that is parked then keeps what parked rows count for.
    /// §11.2.</summary>
    public void Release(Row row)
    {
        Release(_executor, 1);
        Release(row.Run.Slots, 1);
        if (row.State is TaskState.Deferred or TaskState.AwaitingInput)
        {
            row.HoldsPool = row.State == TaskState.Deferred && options.PoolsIncludingDeferred.Contains(row.TookAs!.Task.Spec.Pool);
            row.HoldsLimits = true;
        }

        if (!row.HoldsPool)
        {
            ReleasePool(row);
        }

        if (!row.HoldsLimits)
        {
            ReleaseLimits(row);
        }
    }

    /// <summary>Gives back what a parked row kept, when it is parked no more.</summary>
    public void ReleaseParked(Row row)
    {
        if (!row.HoldsLimits)
        {
            return;
        }

        ReleaseLimits(row);
        if (row.HoldsPool)
        {
            ReleasePool(row);
        }

        row.HoldsPool = false;
        row.HoldsLimits = false;
    }

    /// <summary>The first thing a scheduled row lacks; null when it could start.</summary>
    public Slots? Blocker(Row row)
    {
        if (!row.Run.Dag.Gate.Fits(1))
        {
            return row.Run.Dag.Gate;
        }

        if (!_executor.Fits(1))
        {
            return _executor;
        }

        Slots pool = PoolOf(row.Task);
        if (!pool.Fits(row.Task.Spec.PoolSlots))
        {
            return pool;
        }

        return !row.Run.Slots.Fits(1) ? row.Run.Slots
            : PerDag(row.Owner) is { } perDag && !perDag.Fits(1) ? perDag
            : row.Owner.Slots is { } perRun && !perRun.Fits(1) ? perRun
            : null;
    }

    public void Take(Row row)
    {
        row.TookAs = row.Owner;
        _executor.Take(1);
        PoolOf(row.Task).Take(row.Task.Spec.PoolSlots);
        row.Run.Slots.Take(1);
        PerDag(row.Owner)?.Take(1);
        row.Owner.Slots?.Take(1);
    }

    private bool TryNext(out Row row)
    {
        if (_loosened.Count > 0)
        {
            _loosened.RemoveWhere(slots => !TryUnpark(slots));
        }

        return _open.TryTake(out row);
    }

    private bool TryUnpark(Slots slots)
    {
        if (!slots.Fits(1) || !slots.TryUnpark(out Row waiting))
        {
            return false;
        }

        _open.Add(waiting);
        return true;
    }

    private void Release(Slots slots, int count)
    {
        slots.Release(count);
        Loosen(slots);
    }

    private void ReleasePool(Row row)
    {
        TaskPlan task = row.TookAs!.Task;
        Release(PoolOf(task), task.Spec.PoolSlots);
    }

    private void ReleaseLimits(Row row)
    {
        if (PerDag(row.TookAs!) is { } perDag)
        {
            Release(perDag, 1);
        }

        if (row.TookAs!.Slots is { } perRun)
        {
            Release(perRun, 1);
        }
    }

    private Slots PoolOf(TaskPlan task)
    {
        string name = task.Spec.Pool;
        if (!_pools.TryGetValue(name, out Slots? pool))
        {
            int? capacity = options.Pools.TryGetValue(name, out int slots) ? slots < 0 ? null : slots : 0;
            _pools[name] = pool = new($"pool '{name}'", capacity);
        }

        return pool;
    }

    /// <summary>One for all versions of the task: which of them is asked for says how many fit.</summary>
    private Slots? PerDag(TaskRows rows)
    {
        if (rows.Task.Spec.Limits.MaxActivePerDag is not { } limit)
        {
            return null;
        }

        (DagState, string) key = (rows.Run.Dag, rows.Task.Id);
        if (!_tasks.TryGetValue(key, out Slots? slots))
        {
            _tasks[key] = slots = new($"the limit of task '{rows.Task.Id}' over all runs", limit);
        }

        slots.Capacity = limit;
        return slots;
    }
}

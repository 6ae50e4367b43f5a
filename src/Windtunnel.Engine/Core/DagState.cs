namespace Windtunnel.Engine;

/// <summary>A DAG as a deployment keeps it: whether it is paused, its runs, and what is planned next.</summary>
internal sealed class DagState(DagPlan plan)
{
    private readonly SortedList<DateTimeOffset, RunCore> _byDate = [];

    public DagPlan Plan { get; } = plan;

    public Dag Dag => Plan.Dag;

    public bool IsPaused { get; set; }

    /// <summary>False when only triggered runs are wanted, whatever its schedule.</summary>
    public bool IsScheduled { get; init; } = true;

    /// <summary>Closed while the DAG is paused: none of its rows gets a slot. §7.7.</summary>
    public Slots Gate { get; } = new($"Dag '{plan.Dag.Id}' is paused", null);

    /// <summary>The next run by time; null when there is none, or none by time. §13.4.</summary>
    public PlannedRun? Next { get; set; }

    /// <summary>The interval of the last run by time, or of the last backfilled one that lies later.</summary>
    public DataInterval? LastInterval { get; set; }

    /// <summary>All runs that are kept, in the order of creation.</summary>
    public List<RunCore> Runs { get; } = [];

    /// <summary>Runs that are queued or running, backfill runs excluded.</summary>
    public int Active { get; private set; }

    /// <summary>Of <see cref="Active"/>, those that are running.</summary>
    public int Running { get; private set; }

    public Backfill? Backfill { get; set; }

    public AssetQueue Assets { get; } = new();

    /// <summary>True when the schedule asks for a run now and the DAG may have one more.</summary>
    public bool HasDue(DateTimeOffset now) => IsScheduled && !IsPaused && Active < Dag.MaxActiveRuns && (Next?.RunAfter <= now || !Assets.IsEmpty);

    /// <summary>Counts a run that entered or left a state; backfill runs are counted by their backfill.</summary>
    public void Count(RunState state, int by)
    {
        Active += state is RunState.Queued or RunState.Running ? by : 0;
        Running += state == RunState.Running ? by : 0;
    }

    public RunCore? At(DateTimeOffset logicalDate) => _byDate.GetValueOrDefault(logicalDate);

    public void Keep(RunCore run)
    {
        Runs.Add(run);
        if (run.Info.LogicalDate is { } date)
        {
            _byDate[date] = run;
        }
    }

    public void Forget(RunCore run)
    {
        Runs.Remove(run);
        if (run.Info.LogicalDate is { } date && At(date) == run)
        {
            _byDate.Remove(date);
        }
    }

    /// <summary>Runs with a smaller logical date, the nearest first.</summary>
    public IEnumerable<RunCore> Before(DateTimeOffset date)
    {
        for (int i = IndexFrom(date) - 1; i >= 0; i--)
        {
            yield return _byDate.Values[i];
        }
    }

    /// <summary>Runs with a greater logical date, the nearest first.</summary>
    public IEnumerable<RunCore> After(DateTimeOffset date)
    {
        for (int i = IndexFrom(date); i < _byDate.Count; i++)
        {
            if (_byDate.Keys[i] > date)
            {
                yield return _byDate.Values[i];
            }
        }
    }

    private int IndexFrom(DateTimeOffset date)
    {
        int low = 0;
        int high = _byDate.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _byDate.Keys[middle] < date ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

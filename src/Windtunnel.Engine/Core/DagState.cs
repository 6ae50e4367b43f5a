using Windtunnel.Schedules;

namespace Windtunnel.Engine;

/// <summary>A DAG as a deployment keeps it: whether it is paused, its runs, and what is planned next.</summary>
internal sealed class DagState(DagPlan plan, int index)
{
    private readonly SortedList<DateTimeOffset, RunCore> _byDate = [];
    private readonly Dictionary<string, RunCore> _byId = new(StringComparer.Ordinal);

    private DateTimeOffset _lastManual = DateTimeOffset.MinValue;

    /// <summary>Position among the DAGs of the deployment, in the order in which they were added.</summary>
    public int Index { get; } = index;

    /// <summary>Its present version; each run knows the one that it was created with.</summary>
    public DagPlan Plan { get; set; } = plan;

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

    public PartitionQueue Partitions { get; } = new();

    /// <summary>Whether it may have one more run beside those that are active.</summary>
    public bool HasRoom => !IsPaused && Active < Dag.MaxActiveRuns;

    /// <summary>When its next run by time may be created; null while it may have none.</summary>
    public DateTimeOffset? AwaitsSlot => IsScheduled && HasRoom ? Next?.RunAfter : null;

    /// <summary>For which instant it stands among the planned slots; null: it does not.</summary>
    public DateTimeOffset? ListedAt { get; set; }

    /// <summary>Counts a run that entered or left a state; backfill runs are counted by their backfill.</summary>
    public void Count(RunState state, int by)
    {
        Active += state is RunState.Queued or RunState.Running ? by : 0;
        Running += state == RunState.Running ? by : 0;
    }

    /// <summary>An instant that no manual run asked for before: <paramref name="at"/>, or microseconds later.</summary>
    public DateTimeOffset FreeInstant(DateTimeOffset at)
    {
        DateTimeOffset free = at > _lastManual ? at : _lastManual + TimeSpan.FromMicroseconds(1);
        while (Find(RunIds.Of(RunType.Manual, free)) is not null || At(free) is not null)
        {
            free += TimeSpan.FromMicroseconds(1);
        }

        return _lastManual = free;
    }

    public RunCore? Find(string runId) => _byId.GetValueOrDefault(runId);

    public RunCore? At(DateTimeOffset logicalDate) => _byDate.GetValueOrDefault(logicalDate);

    public void Keep(RunCore run)
    {
        Runs.Add(run);
        _byId[run.Info.RunId] = run;
        if (run.Info.LogicalDate is { } date)
        {
            _byDate[date] = run;
        }
    }

    public void Forget(RunCore run)
    {
        Runs.Remove(run);
        _byId.Remove(run.Info.RunId);
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

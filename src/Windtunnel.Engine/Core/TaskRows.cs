namespace Windtunnel.Engine;

/// <summary>The rows of one task in one run, and what its rule counts of the rows upstream.</summary>
internal sealed class TaskRows(RunCore run, TaskPlan task)
{
    private static readonly List<Row> None = [];
    private List<Row> _indexed = None;
    private int? _weight;

    public RunCore Run { get; } = run;

    public TaskPlan Task { get; } = task;

    /// <summary>The row with index -1: an unmapped task, or a map not yet expanded. Null after expansion, or where the task has no
    /// row.</summary>
    public Row? Single { get; set; }

    /// <summary>The rows with index 0 and above, in order.</summary>
    public IReadOnlyList<Row> Indexed => _indexed;

    public int Count => _indexed.Count + (Single is null ? 0 : 1);

    /// <summary>Of the shared upstream tasks' rows, how many are in which finished state. §3.1.</summary>
    public Counts Shared;

    /// <summary>The shared upstream tasks' rows in any state.</summary>
    public int SharedRows { get; set; }

    /// <summary>Of <see cref="SharedRows"/>, those of setups.</summary>
    public int SharedSetupRows { get; set; }

    /// <summary>Own rows that are not finished at this moment.</summary>
    public int Unfinished { get; set; }

    /// <summary>Own rows in a finished state, as the current pass sees it.</summary>
    public int SeenFinished { get; set; }

    /// <summary>How many own rows with an index hold a result.</summary>
    public int Results { get; set; }

    /// <summary>All results by map index; null until they are asked for, and whenever one comes or goes.</summary>
    public IReadOnlyList<XComValue>? Gathered { get; set; }

    /// <summary>The length of the result pushed last by the unmapped task; kept until the next push. §6.1.</summary>
    public int? PushedLength { get; set; }

    /// <summary>The pass in which the map was last revised. §6.6.</summary>
    public int RevisedIn { get; set; }

    /// <summary>For a teardown: rows of its scope that are not finished yet.</summary>
    public int ScopeUnfinished { get; set; }

    /// <summary>The task's limit within a run; null without one.</summary>
    public Slots? Slots { get; private set; } = task.Spec.Limits.MaxActivePerRun is { } limit
        ? new($"the limit of task '{task.Id}' in a run", limit)
        : null;

    /// <summary>Own rows that stand one behind the other in a queue; null before the first does.</summary>
    public Lane? Lane { get; set; }

    /// <summary>The cause given last, reused while the counts are the same: a thousand rows share one.</summary>
    public Cause? LastCause { get; set; }

    public IEnumerable<Row> All => Single is null ? _indexed : _indexed.Prepend(Single);

    public Row? At(int mapIndex) => mapIndex < 0 ? Single : mapIndex < _indexed.Count ? _indexed[mapIndex] : null;

    /// <summary>Its priority. Rows that stand in a queue keep theirs, as in Airflow, when the DAG changes.</summary>
    public int Weight => _weight ?? Run.Plan.Weights.Of(Task);

    /// <summary>The same rows as those of another version of the task; what is counted of them is to be counted anew.</summary>
    public TaskRows Under(TaskPlan other)
    {
        var moved = new TaskRows(Run, other)
        {
            _indexed = _indexed,
            _weight = All.Any(row => row.State == TaskState.Scheduled) ? Weight : null,
            Single = Single,
            Results = Results,
            PushedLength = PushedLength,
            Lane = Lane,
        };
        if (moved.Slots is { } limit && Slots is { } used)
        {
            used.Capacity = limit.Capacity;
            moved.Slots = used;
        }

        foreach (Row row in moved.All)
        {
            row.Owner = moved;
        }

        return moved;
    }

    public void Add(Row row)
    {
        if (ReferenceEquals(_indexed, None))
        {
            _indexed = [];
        }

        _indexed.Add(row);
    }
}

namespace Windtunnel;

/// <summary>What happened when a DAG ran: derived from its journal, and from nothing else.</summary>
/// <remarks>Safe to read from several threads once nothing appends to the journal any more.</remarks>
public sealed class Run
{
    private readonly RunCreated _created;
    private readonly Lazy<RunFold> _fold;
    private readonly Lazy<Fingerprint>? _fingerprint;

    /// <param name="journal">What happened. Entries appended after the first look at the run are not seen.</param>
    /// <param name="timings">How long it really took; null when that is not known.</param>
    /// <exception cref="JournalException">The journal does not begin with the creation of a run.</exception>
    public Run(Journal journal, RunTimings? timings = null)
        : this(journal, timings, fingerprint: null)
    {
    }

    internal Run(Journal journal, RunTimings? timings, Lazy<Fingerprint>? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(journal);
        _created = journal.Count > 0 && journal[0] is RunCreated created
            ? created
            : throw new JournalException(
                "The journal does not begin with an entry 'run.created', so what ran is not known. Take another journal.", 2);
        Journal = journal;
        Timings = timings;
        _fingerprint = fingerprint;
        _fold = new Lazy<RunFold>(() => new RunFold(this, created));
    }

    private Run(Run other, Lazy<Fingerprint> fingerprint)
    {
        (_created, _fold, _fingerprint) = (other._created, other._fold, fingerprint);
        (Journal, Timings) = (other.Journal, other.Timings);
    }

    public Journal Journal { get; }

    /// <summary>Real durations, which are no part of the journal; null when they are not known.</summary>
    public RunTimings? Timings { get; }

    /// <summary>What it stood on, which is no part of the journal; null when that is not known.</summary>
    public Fingerprint? Fingerprint => _fingerprint?.Value;

    public string DagId => _created.DagId;

    public string RunId => _created.RunId;

    public RunType Type => _created.Type;

    /// <summary>Null for a run that stands for no moment.</summary>
    public DateTimeOffset? LogicalDate => _created.LogicalDate;

    /// <summary>Null for a run without a data interval.</summary>
    public DataInterval? Interval => _created.Interval;

    /// <summary>The earliest moment at which it could start.</summary>
    public DateTimeOffset RunAfter => _created.RunAfter;

    /// <summary>What decided every open choice; null: the fixed default order.</summary>
    public ulong? Seed => _created.Seed;

    /// <summary>The order in which things happened that were open at one instant; null: the seed or the default decided.</summary>
    public string? Order => _created.Order;

    /// <summary>What ran it: <c>embedded</c> or <c>airflow</c>, with its version; <c>probe</c> for a body alone.</summary>
    public string Target => _created.Target;

    /// <summary>What it was triggered with, as JSON text; null: nothing.</summary>
    public string? Conf => _created.Conf;

    /// <summary>Its effective params as JSON text; null: the DAG has none.</summary>
    public string? Params => _created.Params;

    public string? PartitionKey => _created.PartitionKey;

    /// <summary>The structure it was run with. Where the DAG was changed meanwhile: that of the last version, and the tasks and groups
    /// that only earlier ones had.</summary>
    public DagOutline Outline => _fold.Value.Outline;

    public RunState State => _fold.Value.State;

    /// <summary>Airflow's reason for the state, e.g. <c>task_failure</c>; null while it has not ended.</summary>
    public string? Reason => _fold.Value.Reason;

    /// <summary>When it left the queue, after a clear anew; null when it never did.</summary>
    public DateTimeOffset? StartedAt => _fold.Value.StartedAt;

    /// <summary>Null while it has not ended.</summary>
    public DateTimeOffset? EndedAt => _fold.Value.EndedAt;

    /// <summary>Virtual time from start to end; to the last entry when it has not ended, zero when it never started.</summary>
    public TimeSpan Elapsed => StartedAt is { } start ? (EndedAt ?? _fold.Value.LastAt) - start : TimeSpan.Zero;

    /// <summary>All task instances, in the order in which the tasks were authored, then by map index.</summary>
    public IReadOnlyList<TaskInstance> Tasks => _fold.Value.Tasks;

    /// <summary>What a reader must know and no state says.</summary>
    public IReadOnlyList<FindingMade> Findings => _fold.Value.Findings;

    public IReadOnlyList<AssetEventEmitted> AssetEvents => _fold.Value.AssetEvents;

    /// <summary>The callbacks of the run itself, in order.</summary>
    public IReadOnlyList<CallbackRan> Callbacks => _fold.Value.Callbacks;

    /// <summary>Reads a run from its journal, and its timings and its fingerprint if they lie beside it.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="reading">What to do when the journal is truncated or altered. Default: refuse it.</param>
    /// <exception cref="JournalException">It is no journal, of a later major version, truncated or altered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Run Load(string path, JournalReading reading = JournalReading.Complete)
    {
        string timings = RunTimings.PathBeside(path);
        string fingerprint = Windtunnel.Fingerprint.PathBeside(path);
        return new Run(
            Journal.Load(path, reading),
            File.Exists(timings) ? RunTimings.Load(timings) : null,
            File.Exists(fingerprint) ? new Lazy<Fingerprint>(Windtunnel.Fingerprint.Load(fingerprint)) : null);
    }

    /// <summary>Writes the journal, and beside it the timings and the fingerprint if they are known.</summary>
    public void Save(string path)
    {
        Journal.Save(path);
        Timings?.Save(RunTimings.PathBeside(path));
        Fingerprint?.Save(Windtunnel.Fingerprint.PathBeside(path));
    }

    /// <summary>The instance of a task that is not mapped, or was never expanded.</summary>
    /// <exception cref="TaskNotFoundException">The DAG has no such task, or it has an instance for each map index.</exception>
    public TaskInstance Task(string taskId)
    {
        TaskRows rows = Rows(taskId);
        return rows.IsExpanded ? throw TaskNotFoundException.Expanded(this, rows) : rows.Instances[0];
    }

    /// <summary>One instance of a mapped task.</summary>
    /// <param name="taskId">The task id, with those of its groups.</param>
    /// <param name="mapIndex">0 for the first; -1 for the instance of a task that is not mapped.</param>
    /// <exception cref="TaskNotFoundException">The DAG has no such task, or the task no such instance.</exception>
    public TaskInstance Task(string taskId, int mapIndex)
    {
        TaskRows rows = Rows(taskId);
        return rows.Find(mapIndex) ?? throw TaskNotFoundException.NoSuchIndex(this, rows, mapIndex);
    }

    /// <summary>All instances of a task, by map index.</summary>
    /// <exception cref="TaskNotFoundException">The DAG has no such task.</exception>
    public IReadOnlyList<TaskInstance> Instances(string taskId) => Rows(taskId).Instances;

    /// <summary>Why a task instance ran or did not, down to the first cause.</summary>
    /// <param name="taskId">The task id, with those of its groups.</param>
    /// <param name="mapIndex">Null: the task's only instance, or its first that did not succeed.</param>
    /// <exception cref="TaskNotFoundException">The DAG has no such task, or the task no such instance.</exception>
    public Explanation Explain(string taskId, int? mapIndex = null)
    {
        TaskInstance instance = mapIndex is { } index
            ? Task(taskId, index)
            : Instances(taskId).FirstOrDefault(candidate => candidate.State != TaskState.Success) ?? Instances(taskId)[0];
        return Explanation.Of(this, instance);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{DagId} {RunId}";

    /// <summary>The same run, of which it is known what it stood on.</summary>
    internal Run On(Lazy<Fingerprint> fingerprint) => new(this, fingerprint);

    /// <summary>The first instance that the cause of this one names; null when none decided over it.</summary>
    internal TaskInstance? DeciderOver(TaskInstance instance) =>
        instance.Cause?.By.Select(by => _fold.Value.Rows(by.Task)?.Find(by.MapIndex)).FirstOrDefault(upstream => upstream is not null);

    /// <summary>How many instances of a task are in which state now.</summary>
    internal IReadOnlyDictionary<TaskState, int> States(string taskId) => Rows(taskId).States;

    private TaskRows Rows(string taskId) => _fold.Value.Rows(taskId) ?? throw TaskNotFoundException.NoSuchTask(this, taskId);
}

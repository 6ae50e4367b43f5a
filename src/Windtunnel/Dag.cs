using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel;

/// <summary>A workflow: tasks, the edges between them, and when it runs. Authored by adding tasks, then frozen by
/// <see cref="Build"/>.</summary>
/// <remarks>Authoring is not thread-safe. Once built it never changes and may be run from many threads at a time.</remarks>
public sealed class Dag : TaskScope
{
    private readonly List<TaskRef> _tasks = [];
    private readonly List<TaskGroup> _groups = [];
    private readonly List<DagError> _errors = [];
    private JsonSerializerOptions? _json;
    private DagOutline? _outline;
    private TaskSpec? _unset;

    /// <param name="id">Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 250; unique in an Airflow deployment.</param>
    public Dag(string id)
        : base(null, "")
    {
        ArgumentNullException.ThrowIfNull(id);
        Id = id;
        Tasks = _tasks.AsReadOnly();
        Groups = _groups.AsReadOnly();
    }

    public string Id { get; }

    /// <summary>Shown instead of the id; null: the id is shown.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What a reader should know, in Markdown. Null: nothing.</summary>
    public string? Doc { get; init; }

    /// <summary>When runs are created by themselves; null, the default: never.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The earliest moment that scheduled runs stand for; null: none is set, and <see cref="Catchup"/> is not possible.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>The latest moment that scheduled runs stand for; null: none.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>The zone in which cron expressions are read. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether runs that were missed since <see cref="StartDate"/> are made up for. Default false.</summary>
    public bool Catchup { get; init; }

    /// <summary>How many runs may be running at once. Default 16.</summary>
    public int MaxActiveRuns { get; init; } = 16;

    /// <summary>How many tasks of one run may be running or queued at once. Default 16.</summary>
    public int MaxActiveTasks { get; init; } = 16;

    /// <summary>A run that takes longer fails and its unfinished tasks are skipped. Null, the default: without limit.</summary>
    public TimeSpan? DagRunTimeout { get; init; }

    /// <summary>Whether the first failed task stops the others. Default false.</summary>
    public bool FailFast { get; init; }

    /// <summary>The DAG is paused after this many failed runs in a row. Default 0: never.</summary>
    public int MaxConsecutiveFailedRuns { get; init; }

    /// <summary>Inputs with defaults that a run's conf may override.</summary>
    public ImmutableArray<Param> Params { get; init; } = [];

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>What tasks take where their own spec says nothing.</summary>
    public TaskDefaults Defaults { get; init; } = new();

    /// <summary>What is called when a run ends. Default: nothing.</summary>
    public DagCallbacks Callbacks { get; init; } = DagCallbacks.None;

    /// <summary>Moments by which a run should have succeeded. Default: none.</summary>
    public ImmutableArray<Deadline> Deadlines { get; init; } = [];

    /// <summary>What looks for changes of assets outside. Default: nothing.</summary>
    public ImmutableArray<AssetWatcher> Watchers { get; init; } = [];

    /// <summary>How values between tasks are written as JSON: the author's source-generated context.
    /// Null: by reflection, which a Native AOT executable does not have.</summary>
    public IJsonTypeInfoResolver? Json { get; init; }

    /// <summary>All tasks, in the order in which they were added.</summary>
    public IReadOnlyList<TaskRef> Tasks { get; }

    /// <summary>All groups, in the order in which they were added.</summary>
    public IReadOnlyList<TaskGroup> Groups { get; }

    /// <summary>True after <see cref="Build"/>.</summary>
    public bool IsBuilt { get; private set; }

    internal JsonSerializerOptions JsonOptions => _json ??= XComJson.OptionsFor(Json);

    internal override IEnumerable<TaskRef> Roots => throw NoEndOfAnEdge();

    internal override IEnumerable<TaskRef> Leaves => throw NoEndOfAnEdge();

    /// <summary>Checks the DAG as Airflow does when it parses one, and freezes it. Calling it again does nothing.</summary>
    /// <returns>This DAG.</returns>
    /// <exception cref="DagException">Airflow would reject the DAG; all reasons are listed.</exception>
    public Dag Build()
    {
        if (IsBuilt)
        {
            return this;
        }

        DrawSourceEdges();
        DagException.ThrowIfAny(this, [.. _errors.Distinct(), .. DagRules.Check(this)]);
        IsBuilt = true;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>Freezes it without checking it again, for a process that was started for one task of it: Airflow took its structure, which
    /// was written from a DAG that had passed. The rules would take a third of the time until that task has run.</summary>
    internal Dag Freeze()
    {
        if (!IsBuilt)
        {
            DrawSourceEdges();
            IsBuilt = true;
        }

        return this;
    }

    internal int Adopt(TaskRef task)
    {
        Guard(task);
        _tasks.Add(task);
        return _tasks.Count - 1;
    }

    internal void Adopt(TaskGroup group)
    {
        Guard(group);
        _groups.Add(group);
    }

    internal void Guard(Node changed)
    {
        if (IsBuilt)
        {
            throw new InvalidOperationException(
                $"Dag '{Id}' is built and cannot change any more, but '{changed}' was added to it or changed. Do that before Build.");
        }
    }

    /// <summary>Keeps a mistake that only the moment of authoring shows, until <see cref="Build"/>.</summary>
    internal void Report(DagError error) => _errors.Add(error);

    internal TaskSpec Resolve(TaskSpec? spec) => spec is null ? _unset ??= Defaults.Complete(TaskDefaults.Unset) : Defaults.Complete(spec);

    /// <summary>The structure as journals and reports keep it.</summary>
    internal DagOutline Outline() => !IsBuilt ? DagOutlines.Of(this) : _outline ??= DagOutlines.Of(this);

    private void DrawSourceEdges()
    {
        foreach (TaskGroup group in _groups)
        {
            group.DrawSourceEdges();
        }
    }

    private ArgumentException NoEndOfAnEdge() =>
        new($"Dag '{Id}' was used as an end of an edge. Name its tasks or groups; between Dags use an asset or a sensor.");
}

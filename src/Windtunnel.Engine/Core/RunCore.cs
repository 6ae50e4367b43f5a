using System.Diagnostics;

namespace Windtunnel.Engine;

/// <summary>The state of one DAG run: its rows and what is counted of them. Decides nothing; every change of a row goes through
/// here.</summary>
internal sealed partial class RunCore
{
    private readonly List<Row> _changed = [];
    private readonly List<Row> _dirty = [];
    private readonly Func<TaskRef, int?> _lengthOf;
    private PassQueue? _pass;
    private Backfill? _backfill;
    private RunState _state = RunState.Queued;

    public RunCore(DagState dag, RunInfo info, int sequence, Journal journal)
    {
        Dag = dag;
        DagPlan plan = Plan = dag.Plan;
        Info = info;
        Sequence = sequence;
        Journal = journal;
        dag.Count(_state, 1);
        Slots = new($"max_active_tasks of Dag '{info.DagId}'", plan.Dag.MaxActiveTasks);
        Tasks = new TaskRows[plan.Tasks.Length];
        _lengthOf = source => Lengths.OfResult(Tasks[source.Index]);
        foreach (TaskPlan task in plan.Tasks)
        {
            Tasks[task.Index] = new(this, task);
        }
    }

    public DagState Dag { get; }

    /// <summary>The version of its DAG that it is run with.</summary>
    public DagPlan Plan { get; private set; }

    /// <summary>What tasks see of the run; a redo by a backfill replaces it.</summary>
    public RunInfo Info { get; set; }

    /// <summary>The backfill it belongs to; null for other runs.</summary>
    public Backfill? Backfill
    {
        get => _backfill;
        set
        {
            Count(-1);
            _backfill = value;
            Count(1);
        }
    }

    public bool IsBackfill => Backfill is not null;

    /// <summary>Position in its backfill, from 1 on; 0 for other runs.</summary>
    public int Ordinal { get; set; }

    /// <summary>The asset events that caused it, oldest first.</summary>
    public IReadOnlyList<AssetEvent> TriggeringEvents { get; set; } = [];

    /// <summary>Told when the run needs a pass; null until it is under a scheduler.</summary>
    public List<RunCore>? Awake { get; set; }

    /// <summary>Position among all runs of the deployment, in the order of creation.</summary>
    public int Sequence { get; }

    public Journal Journal { get; private set; }

    public RunState State
    {
        get => _state;
        set
        {
            Count(-1);
            _state = value;
            Count(1);
        }
    }

    /// <summary>How long its bodies take in real time.</summary>
    public RunTimings Timings { get; } = new();

    /// <summary>Why it ended; null while it has not.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset? Start { get; set; }

    public DateTimeOffset? End { get; set; }

    public TaskRows[] Tasks { get; private set; }

    /// <summary>The run's own limit on attempts in progress. §11.2.</summary>
    public Slots Slots { get; }

    /// <summary>When the run is timed out; null: never. §7.5.</summary>
    public DateTimeOffset? TimesOutAt => State == RunState.Running ? Start + Plan.Dag.DagRunTimeout : null;

    /// <summary>When a run of a paused DAG is looked at again; null: nothing happened to it.</summary>
    public DateTimeOffset? LookedAtAgain { get; set; }

    /// <summary>The deadlines that are neither kept nor missed yet.</summary>
    public List<PendingDeadline> Deadlines { get; set; } = [];

    public Func<TaskRef, int?> LengthOf => _lengthOf;

    /// <summary>Rows that are not finished at this moment.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Rows that are scheduled, queued, running or restarting.</summary>
    public int Active { get; private set; }

    /// <summary>Rows that are running or queued: what a run's limit counts. §11.2.</summary>
    public int Executing { get; private set; }

    /// <summary>Rows that are deferred or wait for a person.</summary>
    public int Parked { get; private set; }

    /// <summary>Rows that wait for a retry or for their next poke.</summary>
    public int Waiting { get; private set; }

    /// <summary>Unfinished rows of tasks that switch the deadlock watch off. §7.3.</summary>
    public int Excusing { get; private set; }

    /// <summary>A branch ended while a child of it was under way: the watch must look at running rows too. §7.3.</summary>
    public bool HasLateSkip { get; set; }

    /// <summary>Rows were cleared: an active row may no longer meet its dependencies.</summary>
    public bool WasCleared { get; set; }

    public int Passes { get; private set; }

    /// <summary>Examine every row in every pass, as Airflow does. The outcome is the same and the cost is not: it proves that the
    /// rows left out could not have mattered.</summary>
    public bool ExaminesEveryRow { get; set; }

    /// <summary>Told of each row that is deferred or waits for a person no more; null before the run is queued.</summary>
    public Action<Row>? LeftParking { get; set; }

    /// <summary>Told of attempts and triggers in progress that are to be stopped; null until it is under a scheduler.</summary>
    public List<object>? Stops { get; set; }

    /// <summary>True when something happened that the next pass must see.</summary>
    public bool NeedsPass { get; private set; }

    /// <summary>Rows that finished and that no pass has seen yet.</summary>
    public IReadOnlyList<Row> Unseen => _changed;

    /// <summary>Rows that the next pass examines, whatever it sees.</summary>
    public IReadOnlyList<Row> Dirty => _dirty;

    /// <summary>The instant of the event that is being handled.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>What was handed out of a run that was over stays as it was: what follows is written to a journal of its own.</summary>
    /// <param name="header">How the journal is to begin, when the run has become another; null: as before.</param>
    public void Reopen(RunCreated? header = null)
    {
        if (State is RunState.Success or RunState.Failed)
        {
            Journal = Journal.Copy(header);
        }
    }

    public TaskRows Of(TaskPlan task) => Tasks[task.Index];

    /// <summary>The rows of a task that may be of another version of the DAG; null when this version has no such task.</summary>
    public TaskRows? Find(TaskPlan task) =>
        task.Index < Plan.Tasks.Length && Plan.Tasks[task.Index] == task ? Of(task)
        : Plan.ById.TryGetValue(task.Id, out TaskPlan? own) ? Of(own) : null;

    /// <summary>Adds a row without a state to its task, and to what the tasks downstream count.</summary>
    public Row Add(TaskRows rows, int mapIndex)
    {
        var row = new Row(rows, mapIndex);
        if (mapIndex < 0)
        {
            rows.Single = row;
        }
        else
        {
            Debug.Assert(mapIndex == rows.Indexed.Count, "Map indexes are created in order, without gaps.");
            rows.Add(row);
        }

        rows.Unfinished++;
        Unfinished++;
        Excusing += rows.Task.ExcusesDeadlock ? 1 : 0;
        Present(row);
        return row;
    }

    /// <summary>Adds a row that no pass has seen finished to what other tasks count.</summary>
    private void Present(Row row)
    {
        foreach (TaskPlan next in row.Task.SharedDownstream)
        {
            TaskRows downstream = Of(next);
            downstream.SharedRows++;
            downstream.SharedSetupRows += row.Task.IsSetup ? 1 : 0;
        }

        foreach (TaskPlan teardown in row.Task.ScopedTeardowns)
        {
            Of(teardown).ScopeUnfinished++;
        }
    }

    /// <summary>Turns the one row of an unexpanded map into index 0.</summary>
    public static void Expand(Row row)
    {
        Debug.Assert(row.MapIndex < 0 && row.Owner.Indexed.Count == 0, "Only an unexpanded map is expanded.");
        row.Owner.Single = null;
        row.MapIndex = 0;
        row.Owner.Add(row);
    }

    /// <summary>Moves a row to a state and keeps every count true.</summary>
    public void SetState(Row row, TaskState state)
    {
        TaskState old = row.State;
        if (old == state)
        {
            return;
        }

        if (row.Attempt is { } attempt && old is TaskState.Running or TaskState.Deferred)
        {
            Stops?.Add(attempt);
            row.Attempt = null;
        }

        if (old is TaskState.Deferred or TaskState.AwaitingInput)
        {
            LeftParking?.Invoke(row);
        }

        Tally(row, old, -1);
        row.State = state;
        Tally(row, state, 1);
        if (old.IsFinished() || state.IsFinished())
        {
            if (!row.IsChanged)
            {
                row.IsChanged = true;
                _changed.Add(row);
            }
        }

        MarkDirty(row);
        Wake();
        if (state.IsFinished())
        {
            PastRuns.Wake(row);
        }
    }

    /// <summary>Gives a row a state without running its body, and records why.</summary>
    public void Decide(Row row, TaskState state, Cause cause)
    {
        SetState(row, state);
        Journal.Append(new TaskDecided
        {
            At = Now,
            Task = row.Task.Id,
            MapIndex = row.MapIndex,
            Try = row.Try,
            State = state,
            Cause = cause,
        });
    }

    /// <summary>Asks for a pass.</summary>
    public void Wake()
    {
        if (!NeedsPass)
        {
            NeedsPass = true;
            Awake?.Add(this);
        }
    }

    /// <summary>Puts off what needs a pass until it is asked for again: the run is over, or not to be examined now.</summary>
    public void Rest() => NeedsPass = false;

    /// <summary>Has a row examined: in this pass if its turn is still to come, else in the next.</summary>
    public void MarkDirty(Row row)
    {
        if (row.IsDirty || !row.State.IsSchedulable())
        {
            return;
        }

        row.IsDirty = true;
        Wake();
        if (_pass is null || !_pass.TryAdd(row))
        {
            _dirty.Add(row);
        }
    }

    /// <summary>Has a row examined in the next pass, whenever that comes.</summary>
    public void Postpone(Row row)
    {
        row.IsDirty = true;
        _dirty.Add(row);
    }

    /// <summary>Begins a pass: what finished since the last one becomes seen, and what that may concern is examined.</summary>
    public void BeginPass(PassQueue queue)
    {
        Passes++;
        NeedsPass = false;
        for (int i = 0; i < _changed.Count; i++)
        {
            Reveal(_changed[i]);
        }

        _changed.Clear();
        if (ExaminesEveryRow)
        {
            AddEverySchedulableRow();
        }

        queue.Fill(_dirty);
        _pass = queue;
        _dirty.Clear();
    }

    public void EndPass() => _pass = null;

    /// <summary>But not those whose time is just now: which of several things at one instant comes first is the clock's to say.</summary>
    private void AddEverySchedulableRow()
    {
        foreach (Row row in Tasks.SelectMany(rows => rows.All)
            .Where(row => row.State.IsSchedulable() && !row.IsDirty && (row.State == TaskState.None || row.NextAt != Now)))
        {
            row.IsDirty = true;
            _dirty.Add(row);
        }
    }

    private void Count(int by)
    {
        if (_backfill is null)
        {
            Dag.Count(_state, by);
        }
        else
        {
            _backfill.Count(_state, by);
        }
    }

    private void Tally(Row row, TaskState state, int by)
    {
        switch (state)
        {
            case TaskState.Scheduled or TaskState.Restarting:
                Active += by;
                break;
            case TaskState.Queued or TaskState.Running:
                Active += by;
                Executing += by;
                break;
            case TaskState.Deferred or TaskState.AwaitingInput:
                Parked += by;
                break;
            case TaskState.UpForRetry or TaskState.UpForReschedule:
                Waiting += by;
                break;
        }

        if (!state.IsFinished())
        {
            row.Owner.Unfinished += by;
            Unfinished += by;
            Excusing += row.Task.ExcusesDeadlock ? by : 0;
        }
    }

    private void Reveal(Row row)
    {
        row.IsChanged = false;
        TaskState now = row.State.IsFinished() ? row.State : TaskState.None;
        if (now == row.Seen)
        {
            return;
        }

        See(row, now);
        Dependents.MarkDirty(this, row);
    }

    /// <summary>Lets a row be seen in a finished state, or as unfinished: <see cref="TaskState.None"/>.</summary>
    private void See(Row row, TaskState now)
    {
        foreach (TaskPlan next in row.Task.SharedDownstream)
        {
            TaskRows downstream = Of(next);
            downstream.Shared.Add(row.Seen, row.Task.IsSetup, -1);
            downstream.Shared.Add(now, row.Task.IsSetup);
        }

        int finished = (now != TaskState.None ? 1 : 0) - (row.Seen != TaskState.None ? 1 : 0);
        row.Owner.SeenFinished += finished;
        foreach (TaskPlan teardown in row.Task.ScopedTeardowns)
        {
            Of(teardown).ScopeUnfinished -= finished;
        }

        row.Seen = now;
    }
}

using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>The pure core: all runs of a deployment and every decision over them. It has no clock, no I/O and no chance of its own:
/// the same events at the same instants give the same decisions.</summary>
internal sealed class Scheduler
{
    private static readonly TimeSpan PausedInterval = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, DagState> _dags = new(StringComparer.Ordinal);
    private readonly List<RunCore> _queued = [];
    private readonly List<RunCore> _running = [];
    private readonly List<RunCore> _awake = [];
    private readonly Pass _pass = new();
    private readonly ReadyQueue _queue;
    private readonly bool _examinesEveryRow;
    private readonly bool _pinsRuns;
    private readonly Chance _chance;
    private readonly RunCreator _creator;
    private readonly Wakeups _wakeups = new();
    private readonly PlannedSlots _slots = new();
    private int _backfills;
    private bool _isUnsorted;
    private bool _mayStart;

    public Scheduler(DeploymentOptions options, Chance chance, string? order, Func<RunInfo, Journal> journals)
    {
        _queue = new(options);
        _examinesEveryRow = options.ExaminesEveryRow;
        _pinsRuns = options.VersionedBundle;
        _chance = chance;
        Assets = new(options.KeepFinishedRuns);
        _creator = new(chance, order, Assets, journals);
    }

    public AssetBook Assets { get; }

    public IReadOnlyCollection<DagState> Dags => _dags.Values;

    public IReadOnlyList<RunCore> Running => _running;

    /// <summary>False when something happened that no pass has looked at.</summary>
    public bool IsSettled => _awake.Count == 0;

    /// <summary>Runs that ended since they were last taken, in the order in which they ended.</summary>
    public Queue<RunCore> Ended { get; } = new();

    /// <summary>Attempts and triggers in progress whose row has another state now: they are to be stopped.</summary>
    public List<object> Stops { get; } = [];

    /// <summary>Deadlines that have passed since they were last taken, in the order in which they did.</summary>
    public Queue<PendingDeadline> Missed => _wakeups.Missed;

    /// <summary>How many runs and DAGs were looked at so far. It grows with what happens, not with what there is.</summary>
    public long Looks { get; private set; }

    /// <summary>True while a run is running, is queued and may start, or is to be created for assets.</summary>
    public bool HasWork => _running.Count > 0 || _queued.Exists(MayStartSometime) || Assets.Told.Any(MayRunForAssets)
        || Assets.ToldOfPartitions.Any(dag => !dag.IsPaused && Assets.HasCompletePartition(dag));

    /// <summary>The next instant at which something becomes due by itself; null: never.</summary>
    public DateTimeOffset? NextDue => _wakeups.Next is { } wakeup && !(_slots.Next < wakeup) ? wakeup : _slots.Next;

    /// <exception cref="InvalidOperationException">Another DAG has the id.</exception>
    public DagState Add(DagPlan plan, bool isPaused, bool isScheduled, DateTimeOffset now)
    {
        var state = new DagState(plan, _dags.Count) { IsScheduled = isScheduled };
        if (!_dags.TryAdd(plan.Dag.Id, state))
        {
            throw new InvalidOperationException($"The deployment already has a Dag '{plan.Dag.Id}'. Add each Dag once.");
        }

        state.Assets.ListenAfter(plan.Dag.Catchup ? 0 : Assets.Last);
        SetPaused(state, isPaused, now);
        return state;
    }

    /// <summary>The next run by time is planned anew, as at every parse of a DAG, §13.4; the next pass over each run that is not pinned
    /// to its version fits it to the new one.</summary>
    public void Replace(DagState state, DagPlan plan, DateTimeOffset now)
    {
        state.Plan = plan;
        RunPlanner.Plan(state, now);
        MakeRoom(state);
        foreach (RunCore run in _running.Where(run => run.Dag == state && IsOutdated(run)))
        {
            run.Wake();
        }
    }

    /// <exception cref="KeyNotFoundException">There is no such DAG.</exception>
    public DagState Find(string dagId) => _dags.TryGetValue(dagId, out DagState? state)
        ? state
        : throw new KeyNotFoundException($"The deployment has no Dag '{dagId}'. It has: {string.Join(", ", _dags.Keys)}.");

    /// <summary>§7.7. Un-pausing plans anew: without catch-up the latest slot comes next. §13.4.</summary>
    public void SetPaused(DagState state, bool isPaused, DateTimeOffset now)
    {
        state.IsPaused = isPaused;
        state.Gate.Capacity = isPaused ? 0 : null;
        _mayStart = true;
        if (isPaused)
        {
            return;
        }

        RunPlanner.Plan(state, now);
        _slots.Update(state);
        _queue.Loosen(state.Gate);
        foreach (RunCore run in state.Runs)
        {
            run.Wake();
        }
    }

    public RunCore Trigger(DagState state, RunInfo info, DateTimeOffset now) => Queue(_creator.ByHand(state, info, now));

    public RunCore CreateForBackfill(DagState state, PlannedRun slot, JsonElement conf, DateTimeOffset now) =>
        Queue(_creator.ForBackfill(state, slot, conf, now));

    /// <summary>Does a run that is over again, as one of a backfill.</summary>
    public void Redo(RunCore run, JsonElement conf, DateTimeOffset now)
    {
        _creator.Adopt(run, conf, now);
        Clearing.Clear(this, run, run.Plan.ByRank.SelectMany(task => run.Of(task).All), resetRun: true, now);
    }

    public int NextBackfillId() => ++_backfills;

    /// <summary>Puts a run that was over into the queue again. §12.2.</summary>
    public void Requeue(RunCore run)
    {
        run.State = RunState.Queued;
        run.Reason = null;
        run.Start = null;
        run.End = null;
        run.Journal.Append(new RunQueued { At = run.Now });
        Deadlines.Renew(run);
        Queue(run);
    }

    /// <summary>Creates, starts and examines runs until nothing changes, then says which row starts next: its slots are taken and it
    /// runs.</summary>
    public Row? Next(DateTimeOffset now)
    {
        do
        {
            CreateDue(now);
            StartQueued(now);
        }
        while (Settle(now));

        Row? row = _queue.TakeNext();
        if (row is not null)
        {
            Begin(row, now);
        }

        return row;
    }

    /// <summary>False when a turn would find nothing new.</summary>
    public bool NeedsTurn(DateTimeOffset now) => _awake.Count > 0 || (_mayStart && _queued.Count > 0) || _slots.Next <= now;

    /// <summary>One turn of Airflow's scheduler: runs are created and started, and each run to which something happened has one pass.
    /// §2.1.</summary>
    public void Turn(DateTimeOffset now)
    {
        CreateDue(now);
        StartQueued(now);
        PassOverAwake(now);
    }

    /// <summary>The row that starts next, for which its slots are taken.</summary>
    public Row? TakeNext() => _queue.TakeNext();

    /// <summary>Lets a row that was taken wait again.</summary>
    public void GiveBack(Row row)
    {
        _queue.Release(row);
        _queue.Add(row);
    }

    /// <summary>The rows of which any may start next: the first that finds its slots free, and its equals.</summary>
    public IReadOnlyList<Row> Startable()
    {
        Row[] free =
        [
            .. _running.SelectMany(run => run.Tasks).SelectMany(rows => rows.All)
                .Where(row => row.State == TaskState.Scheduled && _queue.Blocker(row) is null).Order(QueueOrder.Default),
        ];
        return [.. free.TakeWhile(row => QueueOrder.AreEqual(row, free[0]))];
    }

    /// <summary>Takes the slots of a row that was chosen among <see cref="Startable"/>.</summary>
    public void Take(Row row) => _queue.Take(row);

    /// <summary>Starts an attempt of a row that has its slots.</summary>
    public static void Begin(Row row, DateTimeOffset now)
    {
        RunCore run = row.Run;
        run.Now = now;
        bool resumes = row.Parking?.ResumedWith is not null;
        if (!resumes)
        {
            XComStore.Clear(row);
            row.Start = now;
        }

        row.Stint++;
        run.SetState(row, TaskState.Running);
        run.Journal.Append(new TaskStarted { At = now, Task = row.Task.Id, MapIndex = row.MapIndex, Try = row.Try });
    }

    /// <summary>Wakes what is due at <paramref name="now"/>.</summary>
    public void Advance(DateTimeOffset now) => _wakeups.Wake(now);

    /// <summary>A stint ended. Ignored when its row was given another state meanwhile.</summary>
    public TaskState? End(Row row, Ending ending, DateTimeOffset now)
    {
        row.Run.Now = now;
        TaskState? state = AttemptEnds.Apply(row.Run, row, ending);
        if (state is TaskState.UpForRetry or TaskState.UpForReschedule)
        {
            _wakeups.At(row);
        }

        return state;
    }

    /// <summary>The attempt of a row is gone: what it took is free again.</summary>
    public void Release(Row row) => _queue.Release(row);

    /// <summary>A trigger fired, a person answered, or a deadline passed: the row continues when it gets a slot.</summary>
    public void Resume(Row row, object with, DateTimeOffset now)
    {
        if (row.State is not (TaskState.Deferred or TaskState.AwaitingInput))
        {
            return;
        }

        row.Run.Now = now;
        row.Parking!.ResumedWith = with;
        row.Run.SetState(row, TaskState.Scheduled);
        row.Run.Journal.Append(new TaskScheduled { At = now, Task = row.Task.Id, MapIndex = row.MapIndex, Try = row.Try });
        Enqueue(row);
    }

    /// <summary>The events of an asset that a task sees, oldest first.</summary>
    public IReadOnlyList<AssetEvent> EventsOf(Asset asset) => Assets.Of(asset, _dags);

    public void Publish(AssetEvent happened) => Assets.Publish(happened, _dags);

    /// <summary>Creates the runs for which enough assets changed; to be called when nothing else can happen at an instant, so that all
    /// events of the instant count for one run, as they do within one turn of Airflow's scheduler. §15.2.</summary>
    public bool CreateForAssets(DateTimeOffset now)
    {
        bool any = false;
        foreach (DagState dag in Assets.ToldOfPartitions.ToArray())
        {
            while (!dag.IsPaused && Assets.TakePartition(dag) is { } complete)
            {
                Queue(_creator.ByPartition(dag, complete, now));
                any = true;
            }
        }

        foreach (DagState dag in Assets.Told.Where(MayRunForAssets).ToArray())
        {
            Queue(_creator.ByAssets(dag, now));
            any = true;
        }

        return any;
    }

    /// <summary>Ends a run that can go on no more, with a finding and what each of its rows waits for.</summary>
    public void GiveUp(RunCore run, DateTimeOffset now, TimeSpan? limit)
    {
        run.Now = now;
        Waits.Record(run, _queue);
        Blockage.Record(run, limit);
        _running.Remove(run);
    }

    /// <summary>Ends a run from outside, whatever it is about to do.</summary>
    public void Close(RunCore run, RunState state)
    {
        Withdraw(run);
        RunEnding.Close(run, state, "marked");
        DropDeadlines(run);
        MakeRoom(run.Dag);
    }

    /// <summary>Takes a run out of the queue and from among those that run.</summary>
    public void Withdraw(RunCore run)
    {
        _running.Remove(run);
        _queued.Remove(run);
    }

    /// <summary>Forgets a run that is not running.</summary>
    public void Delete(RunCore run)
    {
        Withdraw(run);
        if (run.State == RunState.Queued && !run.IsBackfill)
        {
            run.Dag.Count(RunState.Queued, -1);
        }

        run.Dag.Forget(run);
        run.Deadlines = [];
        MakeRoom(run.Dag);
    }

    /// <summary>Forgets the oldest finished runs of a DAG.</summary>
    public static void Trim(DagState dag, int keep)
    {
        int finished = dag.Runs.Count - dag.Active;
        for (int i = 0; i < dag.Runs.Count && finished > Math.Max(1, keep); i++)
        {
            if (dag.Runs[i].State is RunState.Success or RunState.Failed && !dag.Runs[i].IsBackfill)
            {
                dag.Forget(dag.Runs[i--]);
                finished--;
            }
        }
    }

    private RunCore Queue(RunCore run)
    {
        run.Awake = _awake;
        run.ExaminesEveryRow = _examinesEveryRow;
        run.LeftParking = _queue.ReleaseParked;
        run.Stops = Stops;
        _queued.Add(run);
        _isUnsorted = true;
        _mayStart = true;
        run.Deadlines.ForEach(_wakeups.At);
        return run;
    }

    private static void DropDeadlines(RunCore run)
    {
        if (run.State == RunState.Success)
        {
            run.Deadlines = [];
        }
    }

    private void MakeRoom(DagState dag)
    {
        _slots.Update(dag);
        _mayStart = true;
    }

    private void CreateDue(DateTimeOffset now)
    {
        while (_slots.TryTake(now, out DagState dag))
        {
            Looks++;
            if (_creator.ByTime(dag, now) is { } run)
            {
                Queue(run);
            }

            _slots.Update(dag);
        }
    }

    private bool MayRunForAssets(DagState dag) => dag.HasRoom && Assets.IsFulfilled(dag);

    /// <summary>§11.4: others before backfills, those in their order.</summary>
    private void StartQueued(DateTimeOffset now)
    {
        if (!_mayStart)
        {
            return;
        }

        _mayStart = false;
        if (_isUnsorted)
        {
            _isUnsorted = false;
            _queued.Sort(InOrderOfStart);
        }

        foreach (RunCore run in _queued.ToArray())
        {
            Looks++;
            if (run.Info.RunAfter <= now && MayStartSometime(run) && HasRoom(run))
            {
                Start(run, now);
            }
        }
    }

    /// <summary>Looks at the queued runs once more: the moment has come that one of them may not start before.</summary>
    public void LookAtQueuedRuns() => _mayStart = true;

    private static int InOrderOfStart(RunCore one, RunCore other) =>
        (one.IsBackfill, one.Ordinal, one.Info.RunAfter, one.Sequence)
        .CompareTo((other.IsBackfill, other.Ordinal, other.Info.RunAfter, other.Sequence));

    private static bool MayStartSometime(RunCore run) => !run.Dag.IsPaused && run.Backfill is not { IsPaused: true };

    private static bool HasRoom(RunCore run) => run.Backfill is { } backfill
        ? backfill.Running < backfill.MaxActiveRuns
        : run.Dag.Running < run.Dag.Dag.MaxActiveRuns;

    private void Start(RunCore run, DateTimeOffset now)
    {
        _queued.Remove(run);
        _running.Add(run);
        run.Now = now;
        run.Start = now;
        run.State = RunState.Running;
        run.Journal.Append(new RunStarted { At = now });
        run.Rest();
        run.Wake();
        if (run.TimesOutAt is { } timeout)
        {
            _wakeups.At(run, timeout);
        }
    }

    /// <summary>Passes over every run that something happened to, until a pass changes nothing; true when a run ended.</summary>
    private bool Settle(DateTimeOffset now)
    {
        int ended = Ended.Count;
        while (_awake.Count > 0)
        {
            PassOverAwake(now);
        }

        return Ended.Count > ended;
    }

    private void PassOverAwake(DateTimeOffset now)
    {
        // Nearly always one run is awake: it need not be sorted.
        RunCore[] woken = _awake.Count == 1 ? [_awake[0]] : [.. _awake.OrderBy(run => run.Sequence)];
        _awake.Clear();
        foreach (RunCore run in woken)
        {
            Looks++;
            run.Now = now;
            if (run.State != RunState.Running || IsLeftAlone(run, now))
            {
                run.Rest();
            }
            else
            {
                PassOver(run);
            }
        }
    }

    /// <summary>§7.7: what happened to a run of a paused DAG is looked at a minute later, not at once.</summary>
    private bool IsLeftAlone(RunCore run, DateTimeOffset now)
    {
        if (!run.Dag.IsPaused || run.LookedAtAgain <= now)
        {
            run.LookedAtAgain = null;
            return false;
        }

        if (run.LookedAtAgain is null)
        {
            run.LookedAtAgain = now + PausedInterval;
            _wakeups.At(run, run.LookedAtAgain.Value);
        }

        return true;
    }

    private void PassOver(RunCore run)
    {
        if (run.TimesOutAt <= run.Now && !run.Dag.IsPaused)
        {
            RunEnding.TimeOut(run);
        }
        else
        {
            Update(run);
            _pass.Execute(run, mayStart: !run.Dag.IsPaused);
            foreach (Row row in _pass.Ready)
            {
                Enqueue(row);
            }
        }

        if (run.State is RunState.Success or RunState.Failed)
        {
            _running.Remove(run);
            DropDeadlines(run);
            Ended.Enqueue(run);
            PauseAfterFailures(run);
            MakeRoom(run.Dag);
        }
    }

    private bool IsOutdated(RunCore run) => run.Plan != run.Dag.Plan && (!_pinsRuns || run.MovesToPresentVersion);

    private void Update(RunCore run)
    {
        if (!IsOutdated(run) || run.Dag.IsPaused)
        {
            return;
        }

        RunIntegrity.Verify(run);
        if (run.TimesOutAt is { } timeout)
        {
            _wakeups.At(run, timeout);
        }
    }

    /// <summary>§7.6.</summary>
    private static void PauseAfterFailures(RunCore run)
    {
        int limit = run.Plan.Dag.MaxConsecutiveFailedRuns;
        if (limit > 0 && run.Reason == "task_failure")
        {
            RunCore[] newest =
            [
                .. run.Dag.Runs.OrderByDescending(other => other.Info.RunAfter).ThenByDescending(other => other.Sequence).Take(limit),
            ];
            if (newest.Length == limit && newest.All(other => other.State == RunState.Failed))
            {
                run.Dag.IsPaused = true;
                run.Dag.Gate.Capacity = 0;
            }
        }
    }

    private void Enqueue(Row row)
    {
        row.Draw = _chance.Order(row);
        _queue.Add(row);
    }
}

namespace Windtunnel.Engine;

/// <summary>An Airflow deployment in virtual time: several DAGs with their schedules, assets, pools and past runs.
/// Nothing happens until the clock is told to advance or a run is triggered.</summary>
/// <remarks>Not thread-safe; two deployments share nothing and may run beside each other.</remarks>
public sealed class Deployment : IDisposable
{
    private readonly Simulation _simulation;
    private readonly DeploymentOptions _options;

    /// <param name="world">The start of the clock, the seed, connections and variables. Null: the defaults.</param>
    /// <param name="options">Null: Airflow's defaults.</param>
    public Deployment(World? world = null, DeploymentOptions? options = null)
        : this(world ?? new(), options ?? new(), null)
    {
    }

    /// <param name="world">What the bodies find.</param>
    /// <param name="options">The settings.</param>
    /// <param name="order">Decides what the seed would; null: the world's own order or seed does.</param>
    internal Deployment(World world, DeploymentOptions options, Interleaving? order)
    {
        _options = options;
        _simulation = new(options, world, Ended, order);
    }

    /// <summary>The instant at which the clock stands.</summary>
    public DateTimeOffset Now => _simulation.Clock.Now;

    /// <summary>Called with each run when it ends; it may be cleared and end again. Null: nobody is told.</summary>
    public Action<Run>? RunEnded { get; set; }

    internal Scheduler Core => _simulation.Core;

    /// <summary>See <see cref="Simulation.Looks"/>; for tests.</summary>
    internal long LooksAtStints => _simulation.Looks;

    /// <summary>Adds a DAG. Unless paused its schedule asks for runs from <see cref="Now"/> on, and for missed ones if it catches
    /// up.</summary>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    /// <exception cref="InvalidOperationException">A DAG with its id is there already.</exception>
    public void Add(Dag dag, bool isPaused = false)
    {
        ArgumentNullException.ThrowIfNull(dag);
        Core.Add(DagPlan.Of(dag), isPaused, isScheduled: true, Now);
        foreach (AssetWatcher watcher in dag.Watchers)
        {
            _simulation.Start(watcher);
        }
    }

    /// <summary>Puts another version in the place of a DAG. Later runs are of this one. Unless runs keep their version
    /// (<see cref="DeploymentOptions.VersionedBundle"/>), those that are running go on with it: tasks that it has not are removed, new
    /// ones are added; runs that are over stay as they are until they are cleared.</summary>
    /// <exception cref="DagException">The DAG is not valid.</exception>
    /// <exception cref="KeyNotFoundException">There is no DAG with its id.</exception>
    public void Replace(Dag dag)
    {
        ArgumentNullException.ThrowIfNull(dag);
        Core.Replace(Core.Find(dag.Id), DagPlan.Of(dag), Now);
    }

    /// <summary>Its queued runs do not start and its running ones schedule nothing; bodies in progress finish.</summary>
    public void Pause(string dagId) => Core.SetPaused(Core.Find(dagId), true, Now);

    /// <summary>Without catch-up, the latest slot of the schedule comes next.</summary>
    public void Unpause(string dagId) => Core.SetPaused(Core.Find(dagId), false, Now);

    /// <summary>The runs of a DAG that are kept, in the order of creation, as they are at this moment.</summary>
    public IReadOnlyList<Run> Runs(string dagId) => [.. Core.Find(dagId).Runs.Select(ToRun)];

    /// <summary>Queues a manual run; it starts when the clock is advanced. Returns its id.</summary>
    /// <exception cref="InvalidOperationException">Its run id or logical date is taken.</exception>
    public string Trigger(string dagId, TriggerRequest? request = null) => Queue(dagId, request ?? new()).Info.RunId;

    /// <summary>Triggers a run and advances the clock until it ends; what else is due meanwhile happens too.</summary>
    public async Task<Run> RunAsync(string dagId, TriggerRequest? request = null, CancellationToken cancellation = default)
    {
        RunCore run = Queue(dagId, request ?? new());
        await AdvanceAsync(() => run.State is RunState.Success or RunState.Failed || _simulation.IsBrokenOff, cancellation)
            .ConfigureAwait(false);
        return ToRun(run);
    }

    /// <summary>Advances the clock until no run is running or may start, and no later.</summary>
    public Task RunToIdleAsync(CancellationToken cancellation = default) => AdvanceAsync(() => !Core.HasWork, cancellation);

    /// <summary>Advances the clock to an instant; everything due until then happens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    public async Task AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now);
        await _simulation.RunAsync(() => false, instant, cancellation).ConfigureAwait(false);
        _simulation.Clock.MoveTo(instant);
    }

    /// <summary>Announces an asset as changed from outside, as Airflow's REST API does.</summary>
    /// <param name="asset">What changed.</param>
    /// <param name="extraJson">Details, as a JSON object; null: none.</param>
    /// <param name="partitionKey">Which partition of it; null: the asset as a whole.</param>
    public void Announce(Asset asset, string? extraJson = null, string? partitionKey = null)
    {
        ArgumentNullException.ThrowIfNull(asset);
        _simulation.Announce(asset, extraJson, partitionKey);
    }

    /// <summary>Announces an asset as changed, as a watcher of it would that saw a message come in.</summary>
    public void Announce(Asset asset, TriggerEvent message)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(message);
        _simulation.Announce(asset, message);
    }

    /// <summary>Answers a question that waits for a person, in each run in which it does.</summary>
    /// <param name="dagId">The DAG's id.</param>
    /// <param name="task">The task that asks; of a mapped one all instances, or the one with the index.</param>
    /// <param name="answer">It is given when its time has passed, from now on.</param>
    /// <exception cref="KeyNotFoundException">There is no such DAG.</exception>
    /// <exception cref="InvalidOperationException">Nobody is asked.</exception>
    public void Answer(string dagId, TaskKey task, ScriptedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Row[] asking = [.. Core.Find(dagId).Runs.SelectMany(run => HumanAnswers.Asking(run, task))];
        if (asking.Length == 0)
        {
            throw new InvalidOperationException(
                $"At {Now:O} task '{task}' of Dag '{dagId}' waits for no answer. Answer it while it does, or mend the ids.");
        }

        foreach (Row row in asking)
        {
            HumanAnswers.Give(_simulation, row, answer);
        }
    }

    /// <summary>Does something when the clock reaches an instant, e.g. clears a task while it runs.</summary>
    public void At(DateTimeOffset instant, Action act)
    {
        ArgumentNullException.ThrowIfNull(act);
        _simulation.Clock.At(instant, act);
    }

    /// <summary>Clears task instances, so that they run again when the clock is advanced. §12 of Airflow's semantics.</summary>
    /// <returns>What was cleared: run id and task instance.</returns>
    /// <exception cref="KeyNotFoundException">There is no such DAG, run or task.</exception>
    public IReadOnlyList<(string RunId, TaskKey Task)> Clear(string dagId, string runId, ClearRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<(string, TaskKey)> cleared = [];
        foreach (RunCore run in RunsAround(dagId, runId, request.IncludePast, request.IncludeFuture))
        {
            Row[] rows =
            [
                .. ClearSelection.Of(run, request.Tasks, request.IncludeUpstream, request.IncludeDownstream, withSetups: true)
                    .Where(row => !request.OnlyFailed || row.State.IsBad()),
            ];
            cleared.AddRange(rows.Select(row => (run.Info.RunId, new TaskKey(row.Task.Id, row.MapIndex))));
            run.MovesToPresentVersion |= request.RunOnLatestVersion;
            Clearing.Clear(Core, run, rows, request.ResetDagRuns, Now);
        }

        return cleared;
    }

    /// <summary>Sets the state of task instances by hand; what failed downstream because of them is cleared.</summary>
    /// <exception cref="KeyNotFoundException">There is no such DAG, run or task.</exception>
    public void Mark(string dagId, string runId, MarkRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (RunCore run in RunsAround(dagId, runId, request.IncludePast, request.IncludeFuture))
        {
            HashSet<string> named = [.. request.Tasks.Select(task => task.TaskId)];
            Row[] rows =
            [
                .. ClearSelection.Of(run, request.Tasks, request.IncludeUpstream, request.IncludeDownstream, withSetups: false)
                    .Where(row => named.Contains(row.Task.Id) || !row.Task.IsTeardown),
            ];
            Marking.MarkRows(Core, run, rows, request.State, Now);
        }
    }

    /// <summary>Sets the state of a run by hand: success, failed, or queued.</summary>
    /// <exception cref="KeyNotFoundException">There is no such DAG or run.</exception>
    public void MarkRun(string dagId, string runId, RunState state) => Marking.MarkRun(Core, Find(dagId, runId), state, Now);

    /// <summary>Queues runs of the past; they start when the clock is advanced. Returns how many.</summary>
    /// <exception cref="InvalidOperationException">Airflow would refuse the backfill; the message says why.</exception>
    public int Backfill(string dagId, BackfillRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Backfilling.Start(Core, Core.Find(dagId), request, Now).Runs.Count;
    }

    /// <summary>Removes a run and all that is known of it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such DAG or run.</exception>
    /// <exception cref="InvalidOperationException">The run is running.</exception>
    public void Delete(string dagId, string runId)
    {
        RunCore run = Find(dagId, runId);
        if (run.State == RunState.Running)
        {
            throw new InvalidOperationException($"Run '{runId}' of Dag '{dagId}' is running and cannot be deleted. Mark it failed first.");
        }

        Core.Delete(run);
    }

    /// <inheritdoc/>
    public void Dispose() => _simulation.Dispose();

    /// <summary>Adds a DAG of which only triggered runs are wanted.</summary>
    internal void AddUnscheduled(Dag dag) => Core.Add(DagPlan.Of(dag), isPaused: false, isScheduled: false, Now);

    private static Run ToRun(RunCore run) =>
        new(run.State is RunState.Success or RunState.Failed ? run.Journal : run.Journal.Copy(), run.Timings,
            Fingerprint.OfThisProcessLater);

    private RunCore Find(string dagId, string runId) => Core.Find(dagId).Find(runId)
        ?? throw new KeyNotFoundException(
            $"Dag '{dagId}' has no run '{runId}'. "
            + $"It has: {string.Join(", ", Core.Find(dagId).Runs.TakeLast(10).Select(run => run.Info.RunId))}.");

    private RunCore[] RunsAround(string dagId, string runId, bool past, bool future)
    {
        RunCore run = Find(dagId, runId);
        DateTimeOffset? date = run.Info.LogicalDate;
        return
        [
            .. run.Dag.Runs.Where(other =>
                other == run || (past && other.Info.LogicalDate < date) || (future && other.Info.LogicalDate > date)),
        ];
    }

    private RunCore Queue(string dagId, TriggerRequest request)
    {
        DagState state = Core.Find(dagId);
        return Core.Trigger(state, ManualRun.Info(state, request, Now), Now);
    }

    private async Task AdvanceAsync(Func<bool> until, CancellationToken cancellation)
    {
        DateTimeOffset end = Now > DateTimeOffset.MaxValue - _options.VirtualTimeLimit
            ? DateTimeOffset.MaxValue
            : Now + _options.VirtualTimeLimit;
        await _simulation.RunAsync(until, end, cancellation).ConfigureAwait(false);
        if (!until())
        {
            _simulation.GiveUp(_simulation.NextDue is null ? null : _options.VirtualTimeLimit);
        }
    }

    private void Ended(RunCore run)
    {
        RunEnded?.Invoke(ToRun(run));
        if (_options.KeepFinishedRuns is { } keep)
        {
            Scheduler.Trim(run.Dag, keep);
        }
    }
}

/// <summary>A manual run.</summary>
public sealed record TriggerRequest
{
    /// <summary>Null: the clock's instant, made unique by microseconds when a run has it already.</summary>
    public DateTimeOffset? LogicalDate { get; init; }

    /// <summary>False: the run stands for no moment and depends on no past. Default true.</summary>
    public bool HasLogicalDate { get; init; } = true;

    /// <summary>Null: Airflow's form, <c>manual__</c> and the instant.</summary>
    public string? RunId { get; init; }

    /// <summary>A JSON object; null: nothing.</summary>
    public string? Conf { get; init; }

    /// <summary>Which partition it is for; only for schedules of partitions. Null: none.</summary>
    public string? PartitionKey { get; init; }
}

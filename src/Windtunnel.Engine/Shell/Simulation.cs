using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>A deployment in virtual time: the core decides, this performs. It owns the clock, runs the bodies, and brings back how they
/// ended.</summary>
/// <remarks>Not thread-safe; two simulations share nothing and may run beside each other.</remarks>
internal sealed class Simulation : IDisposable
{
    private readonly EngineScheduler _bodies = new();
    private readonly LiveStints _live = new();
    private readonly SecretMask _mask;
    private readonly Action<RunCore> _ended;
    private readonly Interleaving? _order;
    private Exception? _failure;

    /// <param name="options">The deployment's settings.</param>
    /// <param name="world">What the bodies find.</param>
    /// <param name="ended">Called for each run that ends.</param>
    /// <param name="order">Decides what the seed would; null: the world's own order or seed does.</param>
    public Simulation(DeploymentOptions options, World world, Action<RunCore> ended, Interleaving? order = null)
    {
        Options = options;
        World = world;
        _ended = ended;
        _mask = Secrets.Of(world);
        Clock = new(world.StartingAt);
        Chance = new(world.Seed);
        _order = order ?? (world.Order is { } text ? new RepeatedOrder(OrderText.Parse(text))
            : world.Seed is null ? null
            : new SeededOrder(Chance));
        Core = new(options, Chance, world.Order, _ => new Journal(_mask));
        Variables = new(world.Variables, StringComparer.Ordinal);
        Kept = new(Clock);
    }

    private enum Pause
    {
        Enough,
        FireTimers,
        WaitsForOutside,
    }

    public DeploymentOptions Options { get; }

    public World World { get; }

    public Scheduler Core { get; }

    public VirtualClock Clock { get; }

    /// <summary>How many stints were looked at so far. It grows with what happens, not with how many there are.</summary>
    public long Looks => _live.Looks;

    /// <summary>What bodies and triggers continue on.</summary>
    public EngineScheduler Bodies => _bodies;

    public Chance Chance { get; }

    public Dictionary<string, string> Variables { get; }

    /// <summary>The next instant at which something happens by itself; null: never.</summary>
    public DateTimeOffset? NextDue => Earlier(Clock.NextDue, Core.NextDue);

    /// <summary>True when whoever decides the order has seen enough.</summary>
    public bool IsBrokenOff => _order is { IsOver: true };

    public RealTimes Times { get; } = new();

    public StateStores Kept { get; }

    public void Mask(string secret) => _mask.Add(secret);

    public string Masked(string text) => _mask.Apply(text);

    public void SetVariable(string key, string value)
    {
        foreach (string secret in Secrets.InVariable(key, value))
        {
            _mask.Add(secret);
        }

        Variables[key] = value;
    }

    /// <summary>Lets time pass until <paramref name="until"/> says that it is enough, nothing can happen any more, or the clock would
    /// pass <paramref name="end"/>. </summary>
    public async Task RunAsync(Func<bool> until, DateTimeOffset end, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Pause pause = _bodies.Enter(() => Advance(until, end, cancellation));
            if (Interlocked.Exchange(ref _failure, null) is { } failure)
            {
                throw failure;
            }

            switch (pause)
            {
                case Pause.FireTimers:
                    // Outside of the scheduler: so continuations that asked for none in particular (ConfigureAwait(false)) run here too,
                    // one at a time, and not on threads of the pool beside the engine.
                    Clock.FireNext();
                    break;
                case Pause.WaitsForOutside:
                    await WaitForOutsideAsync(cancellation).ConfigureAwait(false);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Ends every run that is still running: nothing will happen to it any more.</summary>
    /// <param name="limit">The limit on virtual time that was exceeded; null when nothing can happen.</param>
    public void GiveUp(TimeSpan? limit)
    {
        StopRuns();
        foreach (RunCore run in Core.Running.ToArray())
        {
            Core.GiveUp(run, Clock.Now, limit);
            _ended(run);
        }
    }

    public void Dispose()
    {
        StopAll();
        Array.ForEach(_live.All, stint => stint.Dispose());
    }

    /// <summary>A body's stint is over: at once, or when its turn to be heard comes.</summary>
    public void Ended(AttemptStint stint, Ending ending)
    {
        if (_order is null)
        {
            Hear(stint, ending);
        }
        else
        {
            _order.Add(new(stint, ending));
        }
    }

    /// <summary>A body reached for something that others may reach for too.</summary>
    public void Touch(Row row, ResourceKind kind, string name) => _order?.Touch(row, kind, name);

    /// <summary>An asset changed outside every run.</summary>
    public void Announce(Asset asset, string? extraJson, string? partitionKey) => Core.Publish(new()
    {
        Asset = asset,
        At = Clock.Now,
        ExtraJson = extraJson,
        PartitionKey = partitionKey,
        SourceDagId = null,
        SourceRunId = null,
        SourceTaskId = null,
    });

    /// <summary>A watcher of an asset saw a change.</summary>
    public void Announce(Asset asset, TriggerEvent seen)
    {
        string payload = seen.Payload.ValueKind == JsonValueKind.Undefined ? "null" : seen.Payload.GetRawText();
        Announce(asset, $$"""{"from_trigger": true, "payload": {{payload}}}""", null);
    }

    /// <summary>Lets a watcher look for changes as soon as the clock is advanced.</summary>
    public void Start(AssetWatcher watcher) => Clock.At(Clock.Now, () =>
    {
        var stint = new WatcherStint(this, watcher);
        _live.Add(stint);
        _ = stint.RunAsync();
    });

    /// <summary>Has whoever advances the clock see an error that belongs to no run.</summary>
    public void Fail(Exception error) => _failure ??= error;

    /// <summary>A trigger fired, failed, or ran out of time.</summary>
    public void Fired(TriggerStint stint, object result) => Core.Resume(stint.Row, result, Clock.Now);

    private void Hear(AttemptStint stint, Ending ending)
    {
        Row row = stint.Row;
        TaskState? state = Core.End(row, ending, Clock.Now);
        Core.Release(row);
        if (state is null)
        {
            return;
        }

        if (state == TaskState.Success)
        {
            AssetPublishing.Publish(Core, stint);
        }

        Callbacks.RunFor(stint, state.Value);
        if (state == TaskState.Deferred)
        {
            StartTrigger(row);
        }
        else if (state == TaskState.AwaitingInput)
        {
            HumanAnswers.Expect(this, row);
        }
    }

    private Pause Advance(Func<bool> until, DateTimeOffset end, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && _failure is null)
        {
            _bodies.Drain();
            if (_live.Settle(GiveUp))
            {
                return Pause.WaitsForOutside;
            }

            if (_order is not null && Clock.NextDue <= Clock.Now)
            {
                // Whatever ends at this instant is to be there when it is chosen what comes first.
                return Pause.FireTimers;
            }

            bool acted = TakeStep(out Row? starts);
            bool ended = TellOfEnded();
            if (starts is not null)
            {
                StartBody(starts);
            }

            if (acted)
            {
                continue;
            }

            StopWhatWasDecidedOver();
            if (IsBrokenOff)
            {
                return Pause.Enough;
            }

            if (_bodies.HasWork || ended || !Core.IsSettled)
            {
                continue;
            }

            if (until())
            {
                return Pause.Enough;
            }

            DateTimeOffset? next = NextDue;
            if (!(next <= Clock.Now) && Core.CreateForAssets(Clock.Now))
            {
                continue;
            }

            if (next is null || next > end)
            {
                return Pause.Enough;
            }

            // What bodies and triggers wait for comes first; the core's own times when those have had their effects.
            Clock.MoveTo(next.Value);
            if (Clock.NextDue <= Clock.Now)
            {
                return Pause.FireTimers;
            }

            Core.Advance(next.Value);
        }

        return Pause.WaitsForOutside;
    }

    /// <summary>Lets one thing happen at this instant; false when nothing is left to.</summary>
    private bool TakeStep(out Row? starts)
    {
        starts = null;
        if (_order is null)
        {
            starts = Core.Next(Clock.Now);
            return starts is not null;
        }

        if (!_order.TryNext(Core, Clock.Now, out Step step))
        {
            return false;
        }

        if (step.Report is { } report)
        {
            Hear(report.Stint, report.Ending);
        }
        else if (step.Start is { } row)
        {
            Scheduler.Begin(row, Clock.Now);
            starts = row;
        }
        else
        {
            Core.Turn(Clock.Now);
        }

        StopWhatWasDecidedOver();
        return true;
    }

    private bool TellOfEnded()
    {
        while (Core.Missed.TryDequeue(out PendingDeadline? missed))
        {
            DagCallbackCalls.Run(missed, Clock.Now);
        }

        bool any = false;
        while (Core.Ended.TryDequeue(out RunCore? run))
        {
            any = true;
            DagCallbackCalls.Run(run);
            _ended(run);
        }

        return any;
    }

    private void StartBody(Row row)
    {
        var stint = new AttemptStint(this, row);
        row.Attempt = stint;
        long began = Times.Now;
        Task body = stint.RunAsync();
        if (stint.IsDone)
        {
            Times.Add(row, stint.Number, began);
            return;
        }

        _live.Add(stint);
        _ = body.ContinueWith(
            _ => Times.Add(row, stint.Number, began),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void StartTrigger(Row row)
    {
        Deferral deferral = row.Parking!.Deferral!;
        var stint = new TriggerStint(this, row, deferral);
        row.Attempt = stint;
        _live.Add(stint);
        if (deferral.Timeout is { } timeout)
        {
            stint.Timeout = Clock.At(Clock.Now + timeout, () => stint.Fire(new TaskDeferralException(
                $"The trigger {deferral.Trigger} did not fire within {timeout}.")));
        }

        _ = stint.RunAsync();
    }

    /// <summary>Gives up a body that did not react to its time being over.</summary>
    private static void GiveUp(AttemptStint late) => late.GiveUp(
        $"The body took longer than its execution timeout of {late.Row.Task.Spec.ExecutionTimeout} "
        + "and did not stop when it was told to.");

    /// <summary>Stops bodies and triggers whose row was skipped, failed or cleared from outside. Airflow does so at their next
    /// heartbeat.</summary>
    private void StopWhatWasDecidedOver()
    {
        foreach (Stint stint in Core.Stops.Cast<Stint>())
        {
            stint.Abandon();
            if (stint is AttemptStint attempt)
            {
                Core.Release(attempt.Row);
            }
        }

        Core.Stops.Clear();
    }

    private async Task WaitForOutsideAsync(CancellationToken cancellation)
    {
        try
        {
            await Times.WaitAsync(_bodies.WorkAsync(), Options.RealTimeLimit, cancellation);
        }
        catch (TimeoutException)
        {
            foreach (AttemptStint stint in _live.WaitingForOutside.OfType<AttemptStint>())
            {
                stint.GiveUp($"The body waited for something outside for longer than {Options.RealTimeLimit} of real time.");
            }
        }
    }

    private void StopAll() => Array.ForEach(_live.All, stint => stint.Abandon());

    private void StopRuns() => Array.ForEach(Array.FindAll(_live.All, stint => stint is not WatcherStint), stint => stint.Abandon());

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}

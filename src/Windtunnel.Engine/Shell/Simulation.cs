namespace Windtunnel.Engine;

/// <summary>A deployment in virtual time: the core decides, this performs. It owns the clock, runs the bodies, and brings back how they ended.</summary>
/// <remarks>Not thread-safe; two simulations share nothing and may run beside each other.</remarks>
internal sealed class Simulation : IDisposable
{
    private readonly Scheduler _core;
    private readonly EngineScheduler _bodies = new();
    private readonly List<Stint> _live = [];
    private readonly Dictionary<TaskRows, (int Count, IReadOnlyList<XComValue> Values)> _results = [];
    private readonly SecretMask _mask;

    public Simulation(DeploymentOptions options, RunRequest request, SecretMask mask)
    {
        Options = options;
        Request = request;
        _mask = mask;
        Clock = new(request.StartingAt);
        Chance = new(request.Seed);
        _core = new(options, Chance);
        Variables = new(request.Variables, StringComparer.Ordinal);
    }

    private enum Step
    {
        Finished,
        WaitsForOutside,
        Blocked,
        Endless,
    }

    public DeploymentOptions Options { get; }

    public RunRequest Request { get; }

    public VirtualClock Clock { get; }

    public Chance Chance { get; }

    public Dictionary<string, string> Variables { get; }

    public RealTimes Times { get; } = new();

    public void Mask(string secret) => _mask.Add(secret);

    public RunCore Start(DagPlan plan, RunInfo info, Journal journal) => _core.Start(plan, info, journal, Clock.Now);

    /// <summary>Runs until every run is over, or can go on no more.</summary>
    public async Task RunToEndAsync(CancellationToken cancellation)
    {
        DateTimeOffset end = Clock.Now > DateTimeOffset.MaxValue - Options.VirtualTimeLimit ? DateTimeOffset.MaxValue : Clock.Now + Options.VirtualTimeLimit;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Step step = _bodies.Enter(() => Advance(end, cancellation));
            switch (step)
            {
                case Step.WaitsForOutside:
                    await WaitForOutsideAsync(cancellation);
                    break;
                case Step.Finished:
                    StopAll();
                    return;
                default:
                    GiveUp(step);
                    return;
            }
        }
    }

    public void Dispose()
    {
        StopAll();
        _live.ForEach(stint => stint.Dispose());
    }

    /// <summary>A body's stint is over.</summary>
    public void Ended(AttemptStint stint, Ending ending)
    {
        Row row = stint.Row;
        TaskState? state = _core.End(row, ending, Clock.Now);
        _core.Release(row);
        if (state is null)
        {
            return;
        }

        if (state == TaskState.Success)
        {
            AssetPublishing.Publish(stint);
        }

        Callbacks.RunFor(stint, state.Value);
        if (state == TaskState.Deferred)
        {
            StartTrigger(row);
        }
        else if (state == TaskState.AwaitingInput)
        {
            HumanAnswers.Expect(this, _core, row);
        }
    }

    /// <summary>A trigger fired, failed, or ran out of time.</summary>
    public void Fired(TriggerStint stint, object result) => _core.Resume(stint.Row, result, Clock.Now);

    /// <summary>Results by map index, gathered once for the many instances that read the same list.</summary>
    public IReadOnlyList<XComValue> ResultsOf(Row reader, TaskPlan source, IEnumerable<Row> rows)
    {
        TaskRows owner = reader.Run.Of(source);
        if (reader.Task.CommonGroups(source) > 0)
        {
            return Gather(rows);
        }

        if (!_results.TryGetValue(owner, out (int Count, IReadOnlyList<XComValue> Values) known) || known.Count != owner.ResultsVersion)
        {
            _results[owner] = known = (owner.ResultsVersion, Gather(rows));
        }

        return known.Values;
    }

    private static IReadOnlyList<XComValue> Gather(IEnumerable<Row> rows) => [.. rows.Select(row => row.Result).OfType<XComValue>()];

    private Step Advance(DateTimeOffset end, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            _bodies.Drain();
            Reap();
            if (_live.Exists(stint => !stint.WaitsVirtually))
            {
                return Step.WaitsForOutside;
            }

            if (_core.Next(Clock.Now) is { } row)
            {
                StartBody(row);
                continue;
            }

            StopWhatWasDecidedOver();
            if (_bodies.HasWork)
            {
                continue;
            }

            if (_core.Running.Count == 0)
            {
                return Step.Finished;
            }

            DateTimeOffset? next = Earlier(Clock.NextDue, _core.NextDue);
            if (next is null || next > end)
            {
                return next is null ? Step.Blocked : Step.Endless;
            }

            MoveTo(next.Value);
        }

        return Step.WaitsForOutside;
    }

    /// <summary>What bodies and triggers wait for comes first; the core's own times when those have had their effects.</summary>
    private void MoveTo(DateTimeOffset next)
    {
        Clock.MoveTo(next);
        if (!Clock.FireNext())
        {
            _core.Advance(next);
        }
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
            _ => Times.Add(row, stint.Number, began), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void StartTrigger(Row row)
    {
        Deferral deferral = row.Parking!.Deferral!;
        var stint = new TriggerStint(this, row, deferral);
        _live.Add(stint);
        if (deferral.Timeout is { } timeout)
        {
            Clock.At(Clock.Now + timeout, () => stint.Fire(new TaskDeferralException(
                $"The trigger {deferral.Trigger} did not fire within {timeout}.")));
        }

        _ = stint.RunAsync();
    }

    /// <summary>Forgets stints that are over, and gives up those that did not react to their time being over.</summary>
    private void Reap()
    {
        foreach (AttemptStint late in _live.OfType<AttemptStint>().Where(stint => stint is { IsTimedOut: true, IsDone: false, WaitsVirtually: true }).ToArray())
        {
            late.GiveUp($"The body took longer than its execution timeout of {late.Row.Task.Spec.ExecutionTimeout} and did not stop when it was told to.");
        }

        _live.RemoveAll(stint => stint.IsDone);
    }

    /// <summary>Stops attempts whose row was skipped, failed or cleared from outside. Airflow does so at their next heartbeat.</summary>
    private void StopWhatWasDecidedOver()
    {
        foreach (RunCore run in _core.WithStops())
        {
            foreach (AttemptStint stint in run.Stops.Cast<AttemptStint>())
            {
                stint.Abandon();
                _core.Release(stint.Row);
            }

            run.Stops.Clear();
        }

        foreach (TriggerStint stint in _live.OfType<TriggerStint>().Where(stint => stint.Row.State != TaskState.Deferred))
        {
            stint.Abandon();
        }
    }

    private async Task WaitForOutsideAsync(CancellationToken cancellation)
    {
        try
        {
            await Times.WaitAsync(_bodies.WorkAsync(), Options.RealTimeLimit, cancellation);
        }
        catch (TimeoutException)
        {
            foreach (AttemptStint stint in _live.OfType<AttemptStint>().Where(stint => !stint.WaitsVirtually).ToArray())
            {
                stint.GiveUp($"The body waited for something outside for longer than {Options.RealTimeLimit} of real time.");
            }
        }
    }

    private void GiveUp(Step step)
    {
        StopAll();
        foreach (RunCore run in _core.Running.ToArray())
        {
            _core.GiveUp(run, Clock.Now, step == Step.Endless ? Options.VirtualTimeLimit : null);
        }
    }

    private void StopAll() => _live.ForEach(stint => stint.Abandon());

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}

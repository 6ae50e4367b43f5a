namespace Windtunnel.Engine;

/// <summary>Foreign code in progress: a body or a trigger. It ends, waits in virtual time, or waits for the world outside.</summary>
internal abstract class Stint(EngineScheduler scheduler) : IWaiter, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _timers;
    private int _holds;
    private int _isStirred;

    public bool IsDone
    {
        get;
        protected set
        {
            field = value;
            Stir();
        }
    }

    /// <summary>Where it stands among the live ones; null before and after.</summary>
    public LinkedListNode<Stint>? Place { get; set; }

    /// <summary>The live ones it was added to; null for one that was over at once.</summary>
    public LiveStints? Among { private get; set; }

    /// <summary>Whether it is to be looked at before the clock may move.</summary>
    public bool IsAwake { get; set; }

    /// <summary>Set when its time is over; a stint that does not end by itself then is given up.</summary>
    public bool IsTimedOut { get; private set; }

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>True when only the clock can continue it. False while it waits for something outside: that holds the clock.</summary>
    public bool WaitsVirtually => Volatile.Read(ref _timers) > 0 && Volatile.Read(ref _holds) == 0;

    public bool IsOver => IsDone;

    public void TimerSet()
    {
        Interlocked.Increment(ref _timers);
        scheduler.Signal();
    }

    public void TimerGone()
    {
        Interlocked.Decrement(ref _timers);
        Stir();
    }

    /// <summary>Keeps the clock where it is, whatever timers are pending, until disposed.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        Stir();
        return new Releaser(this);
    }

    /// <summary>Has itself told of again when something happens to it.</summary>
    public void Calm() => Volatile.Write(ref _isStirred, 0);

    private void Stir()
    {
        if (Among is { } live && Interlocked.Exchange(ref _isStirred, 1) == 0)
        {
            live.Stir(this);
        }
    }

    private void Unhold()
    {
        Interlocked.Decrement(ref _holds);
        scheduler.Signal();
    }

    public void TimeOut()
    {
        IsTimedOut = true;
        Stir();
        _cancellation.Cancel();
    }

    /// <summary>Ends it without waiting for its code, which may go on but is not listened to.</summary>
    public void Abandon()
    {
        IsDone = true;
        _cancellation.Cancel();
    }

    public void Dispose() => _cancellation.Dispose();

    private sealed class Releaser(Stint stint) : IDisposable
    {
        private Stint? _stint = stint;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _stint, null) is { } held)
            {
                held.Unhold();
            }
        }
    }
}

/// <summary>One stint of a task body.</summary>
internal sealed class AttemptStint : Stint, IBodyStint
{
    private readonly Simulation _simulation;

    public AttemptStint(Simulation simulation, Row row)
        : base(simulation.Bodies)
    {
        _simulation = simulation;
        Row = row;
        Number = row.Stint;
        Host = new EngineTaskHost(simulation, this);
        Context = new TaskContext(Host, row.Task.Task, InfoFor(row), row.MapIndex, row.Try, row.MaxTries, Cancellation);
    }

    public Row Row { get; }

    /// <summary>Its timeout and its callbacks are seen to where the body runs.</summary>
    public bool RunsElsewhere => _simulation.Options.BodiesElsewhere is not null;

    /// <summary>0 for the first of the try.</summary>
    public int Number { get; }

    public TaskContext Context { get; }

    public EngineTaskHost Host { get; }

    /// <summary>Fires when the execution timeout passes; null without one.</summary>
    public VirtualTimer? Timeout { get; set; }

    /// <summary>Why the params in force for the task cannot be used; null when they can.</summary>
    public ParamException? RefusedParams { get; private set; }

    /// <summary>What the body threw last, for callbacks.</summary>
    public Exception? Error { get; private set; }

    public async Task RunAsync()
    {
        Ending ending;
        try
        {
            ending = _simulation.Options.BodiesElsewhere is { } elsewhere ? await elsewhere(this) : await RunHereAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Error = e;
            ending = Endings.Of(e, this);
        }

        End(ending);
    }

    DateTimeOffset IBodyStint.Now => Row.Run.Now;

    DateTimeOffset? IBodyStint.FirstReschedule => Row.Parking?.FirstReschedule;

    bool IBodyStint.IsMapSource => Row.Task.IsMapSource && !Row.Task.IsMapped;

    int IBodyStint.MaxMapLength => _simulation.Options.MaxMapLength;

    /// <summary>Ends a stint that did not react when its time was over.</summary>
    public void GiveUp(string why)
    {
        var error = new TaskTimeoutException(why);
        Error = error;
        Ending ending = Endings.Of(error, this);
        End(ending);
        Abandon();
    }

    private ValueTask<Ending> RunHereAsync()
    {
        Prepare();
        return Bodies.RunAsync(this);
    }

    private void Prepare()
    {
        if (RefusedParams is { } refused)
        {
            throw refused;
        }

        if (Row.Task.Spec.ExecutionTimeout is { } timeout)
        {
            if (timeout <= TimeSpan.Zero)
            {
                throw new TaskTimeoutException($"The execution timeout is {timeout}: there is no time to run in.");
            }

            Timeout = _simulation.Clock.At(Row.Run.Now + timeout, TimeOut);
        }

        Callbacks.Run(this, "on_execute", Row.Task.Spec.Callbacks.OnExecute);
    }

    /// <summary>The run as this task sees it: with its own params, where it has some.</summary>
    private RunInfo InfoFor(Row row)
    {
        RunInfo info = row.Run.Info;
        if (row.Task.Spec.Params.IsEmpty)
        {
            return info;
        }

        try
        {
            return info with { Params = RunParams.Of(row.Task.Task, info.Conf) };
        }
        catch (ParamException e)
        {
            RefusedParams = e;
            return info;
        }
    }

    private void End(Ending ending)
    {
        if (IsDone)
        {
            return;
        }

        IsDone = true;
        Timeout?.Dispose();
        _simulation.Ended(this, ending);
    }
}

/// <summary>A trigger that a deferred row waits for.</summary>
internal sealed class TriggerStint(Simulation simulation, Row row, Deferral deferral) : Stint(simulation.Bodies)
{
    public Row Row { get; } = row;

    /// <summary>Fires when the deferral's timeout passes; null without one.</summary>
    public VirtualTimer? Timeout { get; set; }

    public async Task RunAsync()
    {
        object result;
        try
        {
            result = await deferral.Trigger.RunAsync(new WaiterTime(simulation.Clock, this), Cancellation)
                ?? (object)new TaskDeferralException($"The trigger {deferral.Trigger} ended without an event.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            result = new TaskDeferralException($"The trigger {deferral.Trigger} failed: {e.Message}", e);
        }

        Fire(result);
    }

    public void Fire(object result)
    {
        if (IsDone)
        {
            return;
        }

        Timeout?.Dispose();
        Abandon();
        simulation.Fired(this, result);
    }
}

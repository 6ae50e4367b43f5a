namespace Windtunnel.Engine;

/// <summary>A clock that stands still until it is told to advance. Timers fire in the order (instant, creation).</summary>
/// <remarks>Timers may be created and changed from any thread; advancing is the engine's alone.</remarks>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (long Ticks, long Sequence)> _due = new();
    private long _now = start.UtcTicks;
    private long _sequence;

    public DateTimeOffset Now => new(_now, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The instant of the next timer; null: none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                while (_due.TryPeek(out (VirtualTimer Timer, long Version) entry, out (long Ticks, long) at))
                {
                    if (entry.Timer.IsCurrent(entry.Version))
                    {
                        return new(at.Ticks, TimeSpan.Zero);
                    }

                    _due.Dequeue();
                }

                return null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(null, callback, state, dueTime, period);

    /// <summary>Creates a timer whose pending time counts as a wait of <paramref name="waiter"/>.</summary>
    public VirtualTimer CreateTimer(IWaiter? waiter, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, waiter, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Calls <paramref name="act"/> at an instant; at the next advance when that has passed.</summary>
    public VirtualTimer At(DateTimeOffset instant, Action act) =>
        CreateTimer(null, _ => act(), null, instant > Now ? instant - Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    /// <summary>Moves on to an instant; timers due before it must have fired.</summary>
    public void MoveTo(DateTimeOffset instant) => _now = Math.Max(_now, instant.UtcTicks);

    /// <summary>Fires the first timer that is due now; false when none is.</summary>
    public bool FireNext()
    {
        VirtualTimer? timer;
        lock (_lock)
        {
            if (NextDue is not { } due || due > Now)
            {
                return false;
            }

            timer = _due.Dequeue().Timer;
        }

        timer.Fire();
        return true;
    }

    internal void Set(VirtualTimer timer, long version, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _due.Enqueue((timer, version), (_now + dueTime.Ticks, _sequence++));
        }
    }
}

/// <summary>Something whose pending timers tell that it waits in virtual time.</summary>
internal interface IWaiter
{
    /// <summary>True when nobody listens to it any more: its timers do not hold up the clock.</summary>
    bool IsOver { get; }

    void TimerSet();

    void TimerGone();
}

/// <summary>A timer of a <see cref="VirtualClock"/>.</summary>
internal sealed class VirtualTimer(VirtualClock clock, IWaiter? waiter, TimerCallback callback, object? state) : ITimer
{
    private readonly Lock _lock = new();
    private TimeSpan _period;
    private long _version;
    private volatile bool _isSet;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            _period = period;
            _version++;
            bool wasSet = _isSet;
            _isSet = dueTime != Timeout.InfiniteTimeSpan;
            if (_isSet)
            {
                // Before it counts as a wait: whoever sees the wait must find when it ends.
                clock.Set(this, _version, dueTime);
            }

            Tell(wasSet);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Unset();
        }
    }

    public ValueTask DisposeAsync()
    {
        ((IDisposable)this).Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>False for what was changed since, and for waits of a body that is not listened to any more.</summary>
    internal bool IsCurrent(long version) => _isSet && Volatile.Read(ref _version) == version && waiter is not { IsOver: true };

    internal void Fire()
    {
        if (_period > TimeSpan.Zero)
        {
            Change(_period, _period);
        }
        else
        {
            lock (_lock)
            {
                Unset();
            }
        }

        callback(state);
    }

    private void Unset()
    {
        bool wasSet = _isSet;
        _version++;
        _isSet = false;
        Tell(wasSet);
    }

    private void Tell(bool wasSet)
    {
        if (_isSet && !wasSet)
        {
            waiter?.TimerSet();
        }
        else if (wasSet && !_isSet)
        {
            waiter?.TimerGone();
        }
    }
}

/// <summary>The clock as one body or trigger sees it: its timers count as its waits.</summary>
internal sealed class WaiterTime(VirtualClock clock, IWaiter waiter) : TimeProvider
{
    /// <summary>.NET's timers reach no further than 49 days.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Waits on a clock, for however long.</summary>
    public static async Task DelayAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellation)
    {
        DateTimeOffset end = time.GetUtcNow() + delay;
        while (end - time.GetUtcNow() > LongestTimer)
        {
            await Task.Delay(LongestTimer, time, cancellation);
        }

        await Task.Delay(end - time.GetUtcNow(), time, cancellation);
    }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.Now;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(waiter, callback, state, dueTime, period);
}

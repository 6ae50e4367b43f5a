using System.Globalization;

namespace Windtunnel.Airflow;

/// <summary>The clock of a bundle whose supervisor runs in virtual time: it stands where the supervisor's does, and a body's
/// <see cref="TaskContext.DelayAsync"/> moves it at once. Other timers take real time, and move it when they fire.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StandingClock(DateTimeOffset start) : TimeProvider
{
    private const string Option = "--clock=";

    private readonly Lock _lock = new();
    private readonly List<StandingTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Null when the process was not told a time: Airflow never does.</summary>
    public static StandingClock? From(IEnumerable<string> arguments) =>
        arguments.FirstOrDefault(argument => argument.StartsWith(Option, StringComparison.Ordinal)) is { } given
            && DateTimeOffset.TryParse(
                given.AsSpan(Option.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset now)
            ? new(now)
            : null;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StandingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on by a span. Timers that are due on the way fire first, each at its moment.</summary>
    /// <exception cref="OperationCanceledException">One of them cancelled the wait, which then ends at that moment.</exception>
    public Task Pass(TimeSpan span, CancellationToken cancellation)
    {
        DateTimeOffset end = GetUtcNow() + span;
        while (!cancellation.IsCancellationRequested && NextUntil(end) is { } timer)
        {
            MoveTo(timer.Due);
            timer.Fire();
        }

        cancellation.ThrowIfCancellationRequested();
        MoveTo(end);
        return Task.CompletedTask;
    }

    private StandingTimer? NextUntil(DateTimeOffset end)
    {
        lock (_lock)
        {
            return _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
        }
    }

    private void MoveTo(DateTimeOffset moment)
    {
        lock (_lock)
        {
            _now = moment > _now ? moment : _now;
        }
    }

    private sealed class StandingTimer : ITimer
    {
        private readonly StandingClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _real;
        private TimeSpan _period;

        public StandingTimer(StandingClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _real = System.CreateTimer(_ => FireLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._lock)
            {
                _clock._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = _clock._now + dueTime;
                    _clock._timers.Add(this);
                }
            }

            return _real.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Fire()
        {
            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            _callback(_state);
        }

        public void Dispose()
        {
            lock (_clock._lock)
            {
                _clock._timers.Remove(this);
            }

            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            ((IDisposable)this).Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>After real time: it may have fired already, when a wait passed over it.</summary>
        private void FireLate()
        {
            lock (_clock._lock)
            {
                if (!_clock._timers.Contains(this))
                {
                    return;
                }
            }

            _clock.MoveTo(Due);
            Fire();
        }
    }
}

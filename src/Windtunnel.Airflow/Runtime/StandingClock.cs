using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Airflow;

/// <summary>The clock of a bundle whose supervisor runs in virtual time. It stands; a body's <see cref="TaskContext.DelayAsync"/> waits
/// until the supervisor's clock is there, which takes no real time when nothing else happens. Other timers take real time, and move this
/// clock when they fire.</summary>
/// <remarks>Each wait is a connection of its own: the moment waited for goes there in ticks, and it is answered when that has come.
/// Thread-safe.</remarks>
internal sealed class StandingClock(DateTimeOffset start, IPEndPoint supervisor) : TimeProvider
{
    private const string Option = "--clock=";
    private const char Separator = '@';

    private readonly Lock _lock = new();
    private readonly List<StandingTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Null when the process was not told a time and whom to ask: Airflow never does.</summary>
    public static StandingClock? From(IEnumerable<string> arguments) =>
        arguments.FirstOrDefault(argument => argument.StartsWith(Option, StringComparison.Ordinal)) is { } given
            && given[Option.Length..].Split(Separator) is [var moment, var address]
            && DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset now)
            && IPEndPoint.TryParse(address, out IPEndPoint? supervisor)
                ? new(now, supervisor)
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

    /// <summary>Waits for a span. Timers that are due on the way fire first, each at its moment.</summary>
    /// <exception cref="OperationCanceledException">One of them cancelled the wait, which then ends at that moment.</exception>
    public async Task DelayAsync(TimeSpan span, CancellationToken cancellation)
    {
        DateTimeOffset end = GetUtcNow() + span;
        while (NextUntil(end) is { } timer)
        {
            await UntilAsync(timer.Due, cancellation);
            timer.FireIfSet();
            cancellation.ThrowIfCancellationRequested();
        }

        await UntilAsync(end, cancellation);
    }

    private async Task UntilAsync(DateTimeOffset moment, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(supervisor, cancellation);
        byte[] ticks = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(ticks, moment.UtcTicks);
        await socket.SendAsync(ticks, cancellation);
        if (await socket.ReceiveAsync(ticks, cancellation) == 0)
        {
            throw new IOException("The supervisor's clock is gone.");
        }

        MoveTo(moment);
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

        /// <summary>Unless somebody was faster: real time, another wait that came by, or who disposed of it.</summary>
        public void FireIfSet()
        {
            lock (_clock._lock)
            {
                if (!_clock._timers.Contains(this))
                {
                    return;
                }
            }

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

        private void FireLate()
        {
            _clock.MoveTo(Due);
            FireIfSet();
        }
    }
}

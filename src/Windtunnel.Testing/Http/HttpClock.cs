using System.Collections.Concurrent;
using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>The clock by which a stub is late: that of the body that asks, or one that the stub was given.</summary>
/// <remarks>While a body waits for real sockets its run's clock is held, since only the sockets can let it go on. While the stub at their
/// other end pauses, only the clock can: then it is let go.
/// <code>
/// body     | sends …………………………………… reads ……|
/// stub     |        reads | pauses | answers
/// clock    | held         | free   | held       |
/// </code></remarks>
internal sealed class HttpClock
{
    /// <summary>The header by which a body's handler names its clock to the server; the script never sees it.</summary>
    public const string Header = "Windtunnel-Clock";

    /// <summary>.NET's timers reach no further than 49 days.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private static readonly ConcurrentDictionary<string, HttpClock> Known = new(StringComparer.Ordinal);
    private static long _count;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<IDisposable>? _hold;
    private IDisposable? _held;
    private int _waiting;
    private int _pauses;

    private HttpClock(TimeProvider time, Func<IDisposable>? hold) => (_time, _hold) = (time, hold);

    /// <summary>A clock of which nobody waits for sockets.</summary>
    public static HttpClock Of(TimeProvider time) => new(time, null);

    /// <summary>The clock that a request names, or else <paramref name="time"/>.</summary>
    public static HttpClock Named(string? name, TimeProvider time) =>
        name is not null && Known.TryGetValue(name, out HttpClock? known) ? known : Of(time);

    /// <summary>The clock of a body, under a name that a request can carry until the clock is forgotten.</summary>
    public static (HttpClock Clock, string Name) OfBody(TaskContext context)
    {
        string name = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var clock = new HttpClock(context.Time, context.HoldClock);
        Known[name] = clock;
        return (clock, name);
    }

    public static void Forget(string name) => Known.TryRemove(name, out _);

    /// <summary>Lets time pass in the flow of a body that waits for nothing outside; without end for
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static async ValueTask DelayAsync(TimeProvider time, TimeSpan delay, CancellationToken cancellation)
    {
        foreach (TimeSpan piece in Pieces(delay))
        {
            await Detached.Of(new ValueTask(Task.Delay(piece, time, cancellation))).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for sockets: the run's clock stands still until whoever waits for the result has gone on, but for the pauses of
    /// the stub.</summary>
    public Task<T> WaitForSockets<T>(Func<Task<T>> act)
    {
        Change(waiting: 1, pauses: 0);
        return Detached.Of(ActAsync(), new Waiting(this));

        // What throws at once must let the clock go too.
        async Task<T> ActAsync() => await act().ConfigureAwait(false);
    }

    /// <summary>Lets time pass at the stub's end of the sockets; without end for <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        foreach (TimeSpan piece in Pieces(pause))
        {
            await WaitAsync(piece, cancellation);
        }
    }

    private static IEnumerable<TimeSpan> Pieces(TimeSpan time)
    {
        bool isEndless = time == Timeout.InfiniteTimeSpan;
        for (TimeSpan left = time; isEndless || left > TimeSpan.Zero; left -= LongestTimer)
        {
            yield return isEndless || left > LongestTimer ? LongestTimer : left;
        }
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int ended = 0;
        void End(bool isCancelled)
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                // Before whoever moves the clock looks at it again: a continuation would come too late.
                Change(waiting: 0, pauses: -1);
                _ = isCancelled ? over.TrySetCanceled(cancellation) : over.TrySetResult();
            }
        }

        // The pause begins after its timer is set: a clock that is let go must have something to move to.
        await using ITimer timer = _time.CreateTimer(_ => End(isCancelled: false), null, time, Timeout.InfiniteTimeSpan);
        Change(waiting: 0, pauses: 1);
        await using CancellationTokenRegistration registration = cancellation.Register(() => End(isCancelled: true));
        await over.Task;
    }

    private void Change(int waiting, int pauses)
    {
        lock (_gate)
        {
            _waiting += waiting;
            _pauses += pauses;
            if (_waiting > 0 && _pauses <= 0)
            {
                _held ??= _hold?.Invoke();
            }
            else
            {
                _held?.Dispose();
                _held = null;
            }
        }
    }

    private sealed class Waiting(HttpClock clock) : IDisposable
    {
        private HttpClock? _clock = clock;

        public void Dispose() => Interlocked.Exchange(ref _clock, null)?.Change(waiting: -1, pauses: 0);
    }
}

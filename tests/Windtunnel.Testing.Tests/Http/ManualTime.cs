using System.Threading.Channels;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>A clock that a test moves on when somebody waits for it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Channel<Timer> _waits = Channel.CreateUnbounded<Timer>();

    public TimeSpan Elapsed { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state), dueTime);
        _waits.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Waits for somebody to wait for exactly so long, and lets it pass.</summary>
    public async Task AdvanceAsync(TimeSpan time, int times)
    {
        for (int pass = 0; pass < times; pass++)
        {
            Timer timer = await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(time, timer.Due);
            Fire(timer);
        }
    }

    /// <summary>Lets pass whatever is waited for until something is done.</summary>
    public async Task AdvanceUntilAsync(Task done)
    {
        Task<Timer> wait = NextAsync();
        while (await Task.WhenAny(done, wait) == wait)
        {
            Fire(await wait);
            wait = NextAsync();
        }
    }

    private Task<Timer> NextAsync() => _waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    private void Fire(Timer timer)
    {
        Elapsed += timer.Due;
        timer.Fire();
    }

    private sealed class Timer(Action fire, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

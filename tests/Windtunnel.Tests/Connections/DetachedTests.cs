namespace Windtunnel.Tests.Connections;

public sealed class DetachedTests
{
    private readonly TaskScheduler _bodies = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly TaskCompletionSource<int> _answer = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Task_DoneBeforeItsCallerCameBack_CompletesOnlyThen()
    {
        bool wasHeld = await InABodyAsync(async () =>
        {
            Task<int> waited = Detached.Of(_answer.Task, new Hold(_released));
            _answer.SetResult(42);
            Assert.False(waited.IsCompleted);
            await waited.ConfigureAwait(false);
            return !_released.Task.IsCompleted;
        });

        Assert.True(wasHeld);
        await _released.Task;
    }

    [Fact]
    public async Task Task_BegunByWhatGoesOn_CompletesOnlyAfterThatCameBack()
    {
        TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<int> nextAnswer = new();

        bool wasHeld = await InABodyAsync(async () =>
        {
            Task<int> first = Detached.Of(_answer.Task, new Hold(_released));
            _answer.SetResult(1);
            await first.ConfigureAwait(false);
            Task<int> second = Detached.Of(nextAnswer.Task, new Hold(next));
            nextAnswer.SetResult(2);
            Assert.False(second.IsCompleted);
            await second.ConfigureAwait(false);
            return !next.Task.IsCompleted;
        });

        Assert.True(wasHeld);
        await next.Task;
    }

    [Fact]
    public async Task Task_ThatItsCallerBlocksFor_Completes()
    {
        await InABodyAsync(() =>
        {
            using ManualResetEventSlim done = new();
            _ = Detached.Of(_answer.Task, new Hold(_released)).ContinueWith(
                _ => done.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            ThreadPool.QueueUserWorkItem(_ => _answer.SetResult(42));
            done.Wait(CancellationToken.None);
            return Task.FromResult(true);
        });
        await _released.Task;
    }

    [Fact]
    public async Task Task_OfNoBody_CompletesAtOnce()
    {
        Task<int> waited = Detached.Of(_answer.Task, new Hold(_released));
        _answer.SetResult(42);

        Assert.True(waited.IsCompleted);
        Assert.Equal((42, true), (await waited, _released.Task.IsCompleted));
    }

    private Task<bool> InABodyAsync(Func<Task<bool>> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _bodies).Unwrap();

    private sealed class Hold(TaskCompletionSource released) : IDisposable
    {
        public void Dispose() => released.SetResult();
    }
}

namespace Windtunnel;

/// <summary>What the calls of a system are sent through on their way from a body: each is seen by what a test put between, and holds the
/// run's clock while it is under way, if the system is a real one.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class HookCalls
{
    private readonly TaskContext? _holder;
    private readonly HookOrigin? _origin;
    private readonly HookStep? _step;

    private HookCalls(TaskContext? holder, HookOrigin? origin, HookStep? step) => (_holder, _origin, _step) = (holder, origin, step);

    /// <summary>That of the body whose calls a step sees; null: no step does.</summary>
    internal TaskContext? Context => _origin?.Context;

    /// <summary>Calls that only hold the clock. Null: there is none.</summary>
    internal static HookCalls Holding(TaskContext? context) => new(context, null, null);

    /// <summary>Calls that a step sees.</summary>
    internal static HookCalls Through(HookOrigin origin, HookStep step) => new(null, origin, step);

    /// <summary>Makes a call.</summary>
    /// <param name="operation">What is done, in the system's word, e.g. <c>GET</c>.</param>
    /// <param name="target">What it is done to, e.g. a key; empty where there is nothing to name.</param>
    /// <param name="call">Does it. Called at most once.</param>
    public async ValueTask<T> RunAsync<T>(string operation, string target, Func<ValueTask<T>> call)
    {
        if (_step is null)
        {
            return await ContinueAsync(call).ConfigureAwait(false);
        }

        await Detached.Of(_origin!.Context.SettleAsync()).ConfigureAwait(false);
        var answer = default(Answer<T>);
        var made = new HookCall(_origin, operation, target, isSynchronous: false);
        await Detached.Of(_step(made, async () => answer = new(await call().ConfigureAwait(false)))).ConfigureAwait(false);
        return answer.Of(made);
    }

    /// <summary>Makes a call that answers nothing.</summary>
    public async ValueTask RunAsync(string operation, string target, Func<ValueTask> call)
    {
        await RunAsync(operation, target, AnsweringAsync).ConfigureAwait(false);

        async ValueTask<bool> AnsweringAsync()
        {
            await call().ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Makes a call that the body waits for on its own thread.</summary>
    public T Run<T>(string operation, string target, Func<T> call)
    {
        if (_step is null)
        {
            using IDisposable? hold = _holder?.HoldClock();
            return call();
        }

        var answer = default(Answer<T>);
        var made = new HookCall(_origin!, operation, target, isSynchronous: true);
        ValueTask passing = _step(made, () =>
        {
            answer = new(call());
            return ValueTask.CompletedTask;
        });
        if (!passing.IsCompleted)
        {
            throw new InvalidOperationException(
                $"What stands between the body and connection '{made.ConnectionId}' waits, but '{made}' is a synchronous call. "
                + "Call the asynchronous form in the body, or delay it by HookCall.DelayAsync.");
        }

        passing.GetAwaiter().GetResult();
        return answer.Of(made);
    }

    /// <summary>Makes a synchronous call that answers nothing.</summary>
    public void Run(string operation, string target, Action call) => Run(operation, target, () =>
    {
        call();
        return true;
    });

    /// <summary>Goes on with a call that was made, e.g. reads its next row: it holds the clock, and nobody else sees it.</summary>
    public ValueTask<T> ContinueAsync<T>(Func<ValueTask<T>> call)
    {
        if (_holder is null)
        {
            return call();
        }

        IDisposable hold = _holder.HoldClock();
        bool isUnderWay = false;
        try
        {
            ValueTask<T> answer = call();
            isUnderWay = !answer.IsCompleted;
            return isUnderWay ? new(Detached.Of(answer.AsTask(), hold)) : answer;
        }
        finally
        {
            if (!isUnderWay)
            {
                hold.Dispose();
            }
        }
    }

    private readonly struct Answer<T>(T value)
    {
        private readonly bool _isGiven = true;
        private readonly T _value = value;

        public T Of(HookCall call) => _isGiven
            ? _value
            : throw new InvalidOperationException(
                $"What stands between the body and connection '{call.ConnectionId}' neither let '{call}' go on nor threw. "
                + "Let a stage do one of them.");
    }
}

namespace Windtunnel;

/// <summary>One call of a body to a system behind a connection, on its way through what a test put between.</summary>
public sealed class HookCall
{
    private readonly Func<string, Exception> _unreachable;

    internal HookCall(HookOrigin origin, string operation, string target, bool isSynchronous)
    {
        _unreachable = origin.Unreachable;
        Context = origin.Context;
        ConnectionId = origin.ConnectionId;
        Hook = origin.Hook;
        Operation = operation;
        Target = target;
        IsSynchronous = isSynchronous;
    }

    /// <summary>That of the body that calls.</summary>
    public TaskContext Context { get; }

    public string ConnectionId { get; }

    /// <summary>The kind of system, e.g. <c>http</c>, <c>sql</c>.</summary>
    public string Hook { get; }

    /// <summary>What is done, in the system's word: <c>GET</c>, <c>query</c>, <c>publish</c>.</summary>
    public string Operation { get; }

    /// <summary>What it is done to: a path, a statement, a key; empty where there is nothing to name. It may hold a secret:
    /// <see cref="ToString"/> does not.</summary>
    public string Target { get; }

    /// <summary>True when the body waits for it on its own thread, so that nothing may be awaited before it returns.</summary>
    public bool IsSynchronous { get; }

    /// <summary>Lets virtual time pass. A synchronous call cannot wait: its time passes when the body makes its next asynchronous
    /// call, or ends.</summary>
    public ValueTask DelayAsync(TimeSpan delay)
    {
        if (!IsSynchronous)
        {
            return Detached.Of(new ValueTask(Context.DelayAsync(delay)));
        }

        Context.OwedTime += delay;
        return ValueTask.CompletedTask;
    }

    /// <summary>The exception by which users of this kind of system learn that it cannot be reached.</summary>
    public Exception Unreachable(string message) => _unreachable(message);

    /// <summary>The operation and its target, secrets masked.</summary>
    public override string ToString() => Context.Host.Mask(Target.Length == 0 ? Operation : $"{Operation} {Target}");
}

/// <summary>Whose calls they are.</summary>
internal sealed record HookOrigin(TaskContext Context, string ConnectionId, string Hook, Func<string, Exception> Unreachable);

/// <summary>Does something about a call, and lets it go on by <paramref name="proceed"/>, or throws.</summary>
internal delegate ValueTask HookStep(HookCall call, Func<ValueTask> proceed);

namespace Windtunnel;

/// <summary>One kind of system a connection can lead to: how to reach it in production, and how its calls are watched. Write one to
/// give connections a hook of your own.</summary>
/// <typeparam name="T">What bodies and doubles know the system by, e.g. <see cref="HttpMessageHandler"/>.</typeparam>
/// <remarks>Immutable; one instance may serve any number of connections at once.</remarks>
public sealed class Hook<T>
    where T : class
{
    /// <summary>What messages call the kind, e.g. <c>http</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Reaches the system that the connection names.</summary>
    public required Func<Connection, T> Connect { get; init; }

    /// <summary>The same system with each of its calls sent through <see cref="HookCalls"/>. That is what lets a call hold the run's
    /// clock, and a test disturb, record and meter it.</summary>
    public required Func<T, HookCalls, T> Watch { get; init; }

    /// <summary>Makes the system of another object that a test may bind; null: it does not serve. Default: the object itself where it
    /// is a <typeparamref name="T"/>.</summary>
    public Func<object, T?> Adopt { get; init; } = bound => bound as T;

    /// <summary>What the system's users see when it cannot be reached. Default: an <see cref="IOException"/>.</summary>
    public Func<string, Exception> Unreachable { get; init; } = message => new IOException(message);
}

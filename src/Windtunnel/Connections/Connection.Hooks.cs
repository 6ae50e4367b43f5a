namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>The connection alone. What is done with its address is not seen by what a test put between.</summary>
    public Connection Raw => this with { Route = null };

    /// <summary>What a test put between the body and the system; null: nothing.</summary>
    internal ConnectionRoute? Route { get; init; }

    /// <summary>That of the body which asked for the connection; null where nobody did.</summary>
    internal TaskContext? Context { get; init; }

    /// <summary>Reaches the system through a hook: what a test bound to the connection, or else what its address names.</summary>
    /// <exception cref="InvalidOperationException">What is bound does not serve this kind of hook.</exception>
    /// <exception cref="IOException">A test has the system away at this moment.</exception>
    public T Open<T>(Hook<T> hook)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(hook);
        Guard?.Invoke();
        T system = Reach(hook);
        return Route is null || Context is null ? system : Route.Through(hook, system, new(Context, Id, hook.Name, hook.Unreachable));
    }

    private T Reach<T>(Hook<T> hook)
        where T : class => Double switch
        {
            null => hook.Watch(hook.Connect(this), HookCalls.Holding(Context)),
            IStandIn<T> standIn when Context is not null => standIn.Open(this, Context),
            _ => hook.Watch(hook.Adopt(Double) ?? throw DoesNotServe(hook), HookCalls.Holding(Context)),
        };

    private InvalidOperationException DoesNotServe<T>(Hook<T> hook)
        where T : class => new(
        $"Connection '{Id}' was asked for its {hook.Name} hook, but a {Double!.GetType().Name} is bound to it, which does not serve that. "
        + $"Bind a {typeof(T).Name}, something that stands in for one, or the address of a real system.");

    /// <summary>Two connections are equal when they lead to the same place as the same user; who asked for them does not matter.</summary>
    public bool Equals(Connection? other) => other is not null && Fields.Equals(other.Fields) && ReferenceEquals(Double, other.Double);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.GetHashCode();

    private (string, string, string?, int?, string?, string?, string?, string?) Fields =>
        (Id, Type, Host, Port, Login, Password, Schema, Extra);
}

/// <summary>What stands between a body and a system.</summary>
internal abstract class ConnectionRoute
{
    public abstract T Through<T>(Hook<T> hook, T system, HookOrigin origin)
        where T : class;
}

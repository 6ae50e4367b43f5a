namespace Windtunnel;

/// <summary>Where and as whom to reach a system, as an Airflow connection holds it. Its text form never shows the password or the
/// extra.</summary>
public sealed partial record Connection
{
    public required string Id { get; init; }

    /// <summary>Airflow's connection type, e.g. <c>postgres</c>, <c>http</c>, <c>fs</c>.</summary>
    public required string Type { get; init; }
    public string? Host { get; init; }
    public int? Port { get; init; }
    public string? Login { get; init; }
    public string? Password { get; init; }

    /// <summary>The database's name, or the scheme of an HTTP connection.</summary>
    public string? Schema { get; init; }

    /// <summary>Further settings as a JSON object; null without any.</summary>
    public string? Extra { get; init; }

    /// <summary>An object that stands in for the system itself, bound by a test; null on a real Airflow.</summary>
    internal object? Double { get; init; }

    /// <summary>Throws while a test has the system away; null: it never is.</summary>
    internal Action? Guard { get; init; }

    /// <summary>Learns which body asked for the connection, and so on which clock it is used; null: nobody wants to know.</summary>
    internal Action<TaskContext>? Asked { get; init; }

    /// <summary>The object that a test bound to this connection.</summary>
    /// <exception cref="InvalidOperationException">Nothing, or something else, is bound.</exception>
    /// <exception cref="IOException">A test has the system away at this moment.</exception>
    public T As<T>()
        where T : class
    {
        Guard?.Invoke();
        return Double as T ?? throw new InvalidOperationException(
            $"Connection '{Id}' was asked for a {typeof(T).Name}, "
            + $"but {(Double is null ? "no object" : $"a {Double.GetType().Name}")} is bound to it. "
            + $"Bind one in the test: Tunnel.For(dag).Bind(\"{Id}\", ...).");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} "
        + $"({Type}://{Login}{(Login is null ? "" : "@")}{Host}{(Port is null ? "" : $":{Port}")}/{Schema})";
}

namespace Windtunnel.Testing;

/// <summary>What is bound to a connection in a test: an address, a double, or a service that is started for it.</summary>
/// <remarks>Derive from it to bind systems of your own. Give doubles out by <see cref="StandIn"/>.</remarks>
public abstract class Binding : IAsyncDisposable
{
    /// <summary>What was asked of it in the last run and not expected, one sentence each. Any of them fails the run, whatever its
    /// state. Empty by default.</summary>
    protected internal virtual IReadOnlyList<string> Unexpected => [];

    /// <summary>What was prepared for the last run and not used, one sentence each: it proves nothing. Any of them fails a run that
    /// succeeded. Empty by default.</summary>
    protected internal virtual IReadOnlyList<string> Unused => [];

    /// <summary>What is known of the system that it leads to, which becomes a part of the run's fingerprint. Empty by default.</summary>
    protected internal virtual Fingerprint Facts => Fingerprint.Empty;

    /// <summary>Called before each run of what it is bound in; what it starts may go on until it is disposed. Does nothing by
    /// default.</summary>
    /// <param name="cancellation">That of the run.</param>
    protected internal virtual ValueTask StartAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Where the connection leads in a run. Called before each, when it has started.</summary>
    /// <param name="id">The id it is bound to.</param>
    protected internal abstract Connection Connect(string id);

    /// <summary>It cannot be reached from now on.</summary>
    protected internal virtual void Leave()
    {
    }

    /// <summary>It can be reached again.</summary>
    protected internal virtual void Return()
    {
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>A connection to an object that stands in for a system.</summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="type">Its type, as Airflow would call it.</param>
    /// <param name="standIn">What its hook works with, e.g. an <see cref="HttpMessageHandler"/>, or an <see cref="IStandIn{T}"/> of
    /// that, which may wait in virtual time.</param>
    protected internal static Connection StandIn(string id, string type, object standIn) =>
        new() { Id = id, Type = type, Double = standIn };
}

/// <summary>A declaration of a system that is bound again and again: each tunnel gets a binding of its own.</summary>
public interface IBindable
{
    Binding ToBinding();
}

/// <summary>A connection that is what it is.</summary>
internal sealed class FixedBinding(Connection connection) : Binding
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected internal override Connection Connect(string id) => connection with { Id = id };
}

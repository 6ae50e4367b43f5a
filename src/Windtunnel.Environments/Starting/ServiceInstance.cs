namespace Windtunnel.Environments;

/// <summary>A service that was started.</summary>
public abstract class ServiceInstance : IAsyncDisposable
{
    /// <summary>Leads to the service as a whole, not to a test's own part of it. Its id does not matter.</summary>
    public abstract Connection Connection { get; }

    /// <summary>The last it wrote; empty where it writes nothing we see.</summary>
    public virtual string Output => "";

    /// <summary>How it ended; null while it runs.</summary>
    public virtual string? Ended => null;

    /// <summary>What it is, e.g. <c>PostgreSQL 15.18</c>; null before it is ready, or where it does not tell.</summary>
    public virtual string? Version => null;

    /// <summary>Uses the service for what it is there for, e.g. runs a query.</summary>
    /// <exception cref="Exception">Any means that it is not ready yet; it is asked again.</exception>
    public abstract Task ProveReadyAsync(CancellationToken cancellation);

    /// <summary>What has to be done once when it is ready, before the first test: e.g. migrations.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Gives a test its own part of the service. Default: all of it, shared with the other tests.</summary>
    public virtual ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation) => new(new ServicePart(Connection));

    /// <summary>What another process needs to take it over; null: it cannot be kept. Asked when it is prepared.</summary>
    internal virtual Handover? Kept => null;

    /// <summary>Puts back the state in which it was when it was prepared, after another process used it.</summary>
    /// <exception cref="WarmException">It cannot be put back.</exception>
    internal virtual Task RestoreAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Lets go of what is not the site's: the site ends the processes and gives back ports and folders.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What one test uses of a service. Disposing it gives it back.</summary>
/// <param name="connection">Leads to it. Its id does not matter.</param>
/// <param name="giveBack">Called when the test is over; null: there is nothing to do.</param>
public sealed class ServicePart(Connection connection, Func<ValueTask>? giveBack = null) : IAsyncDisposable
{
    public Connection Connection { get; } = connection;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => giveBack?.Invoke() ?? ValueTask.CompletedTask;
}

namespace Windtunnel.Testing;

/// <summary>What is bound to a connection in a test.</summary>
public abstract class Binding : IAsyncDisposable
{
    private protected Binding()
    {
    }

    /// <summary>Called once before each run of the tunnel it is bound in.</summary>
    internal abstract Connection Connect(string id);

    /// <summary>It cannot be reached from now on.</summary>
    internal virtual void Leave()
    {
    }

    /// <summary>It can be reached again.</summary>
    internal virtual void Return()
    {
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A connection that is what it is.</summary>
internal sealed class FixedBinding(Connection connection) : Binding
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal override Connection Connect(string id) => connection with { Id = id };
}

using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>Puts services around a tunnel.</summary>
public static class TunnelServices
{
    /// <summary>Binds each service of an environment to the connection of its name, and sets its variables. The tunnel gets its own part
    /// of every one before its first run, and gives it back when it is disposed of; the services go on until the environment
    /// is.</summary>
    public static T In<T>(this Surroundings<T> tunnel, TestEnvironment environment)
        where T : Surroundings<T>
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        ArgumentNullException.ThrowIfNull(environment);
        foreach (Service service in environment.Services)
        {
            tunnel.Bind(service.Name, service.BindingIn(environment));
        }

        foreach ((string key, string value) in environment.Variables)
        {
            tunnel.WithVariable(key, value);
        }

        return (T)tunnel;
    }

    /// <summary>Binds each connection of a test's own part of an environment, which the test goes on looking into after the run.
    /// The part is the caller's to dispose of. A double in it is an address like any other: what a run asked of it is not
    /// judged.</summary>
    public static T In<T>(this Surroundings<T> tunnel, TestPart part)
        where T : Surroundings<T>
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        ArgumentNullException.ThrowIfNull(part);
        foreach ((string id, Connection connection) in part.Connections)
        {
            tunnel.Bind(id, connection);
        }

        return (T)tunnel;
    }
}

/// <summary>A tunnel's part of a service.</summary>
internal sealed class ServiceBinding(TestEnvironment environment, string service) : Binding
{
    private ServicePart? _part;
    private Fingerprint _facts = Fingerprint.Empty;

    protected internal override Fingerprint Facts => _facts;

    /// <summary>Whatever the tasks saw of it, a server that died during a run is why.</summary>
    protected internal override IReadOnlyList<string> Unexpected => environment.DeathOf(service) is { } death ? [death] : [];

    public override async ValueTask DisposeAsync()
    {
        if (_part is { } part)
        {
            _part = null;
            await part.DisposeAsync();
        }
    }

    protected internal override async ValueTask StartAsync(CancellationToken cancellation)
    {
        _part ??= await environment.OpenAsync(service, cancellation);
        _facts = (await environment.StartAsync(cancellation)).Facts;
    }

    protected internal override Connection Connect(string id) => _part!.Connection with { Id = id };
}

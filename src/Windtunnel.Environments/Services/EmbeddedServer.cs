using System.Collections.Immutable;
using Windtunnel.Testing;

namespace Windtunnel.Environments;

/// <summary>A double in this process, such as a stub or an emulator. Each test gets one of its own.</summary>
/// <param name="Name">Also the id of the connection that leads to it.</param>
/// <param name="Make">Makes one for a test, which disposes of it.</param>
public sealed record EmbeddedServer(string Name, Func<Binding> Make) : Service(Name)
{
    /// <inheritdoc/>
    protected internal override ImmutableArray<Provider> Providers => [new EmbeddedProvider(this)];

    /// <inheritdoc/>
    public override Binding ToBinding() => Make();

    /// <summary>A double keeps account of how a tunnel used it, so the tunnel gets the double itself.</summary>
    internal override Binding BindingIn(TestEnvironment environment) => Make();
}

/// <summary>Makes a double for each test.</summary>
internal sealed class EmbeddedProvider(EmbeddedServer service) : Provider
{
    public override ProviderKind Kind => ProviderKind.Embedded;

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        Binding common = service.Make();
        await common.StartAsync(cancellation).ConfigureAwait(false);
        return new EmbeddedInstance(service, common);
    }
}

/// <summary>The double that services depending on this one see, and the maker of those for tests.</summary>
internal sealed class EmbeddedInstance : ServiceInstance
{
    private readonly EmbeddedServer _service;
    private readonly Binding _common;
    private readonly HeldPorts _ports;

    public EmbeddedInstance(EmbeddedServer service, Binding common)
    {
        (_service, _common) = (service, common);
        Connection = common.Connect(service.Name);
        _ports = new(Connection);
    }

    public override Connection Connection { get; }

    /// <summary>A double is ready when it has started.</summary>
    public override Task ProveReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        Binding own = _service.Make();
        await own.StartAsync(cancellation).ConfigureAwait(false);
        return new(own.Connect(_service.Name), own.DisposeAsync);
    }

    public override async ValueTask DisposeAsync()
    {
        await _common.DisposeAsync().ConfigureAwait(false);
        _ports.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }
}

using System.Collections.Immutable;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>A NATS server with JetStream. Each test gets an account of its own: subjects, streams and buckets of others do not exist in
/// it. On a server at an address tests share the account of the address.</summary>
public sealed record NatsServer : Server
{
    internal NatsServer(string name)
        : base(name, "nats:2")
    {
    }

    /// <inheritdoc/>
    private protected override ImmutableArray<Provider> Own => [new NativeNats(), new ContainedNats(this)];

    /// <inheritdoc/>
    private protected override Provider Given => new GivenNats(this);
}

/// <summary>The machine's <c>nats-server</c>.</summary>
internal sealed class NativeNats : Provider
{
    private const string Program = "nats-server";

    public override ProviderKind Kind => ProviderKind.Native;

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(
        Executable.Find(Program) is null ? $"'{Program}' was not found. Install it (Debian: nats-server)." : null);

    internal override bool CanBeKept => true;

    internal override IAsyncEnumerable<(string Name, string Value)> InputsAsync(CancellationToken cancellation) =>
        Executable.InputsAsync(Program, cancellation);

    internal override ServiceInstance TakeOver(Handover kept, RunningServer server) =>
        new NatsInstance(new("127.0.0.1", kept.Port), new NatsAccounts(kept.Password!), server);

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        int port = site.LeasePort();
        string folder = site.NewFolder();
        string configuration = Path.Combine(folder, "nats.conf");
        var accounts = new NatsAccounts();
        await SecretFile.WriteAsync(configuration, accounts.Configuration("127.0.0.1", port, folder), cancellation).ConfigureAwait(false);
        ServerProcess process = site.Start(new()
        {
            Executable = Program,
            Arguments = ["-c", configuration],
            WorkingDirectory = folder,
        });
        return new NatsInstance(new("127.0.0.1", port), accounts, process);
    }
}

/// <summary>A container of the vendor's image.</summary>
internal sealed class ContainedNats(NatsServer service) : ContainerProvider(service, service.Image)
{
    private const string Configuration = "/windtunnel/nats.conf";

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        var accounts = new NatsAccounts();
        var command = new ContainerCommand
        {
            Image = Image,
            Arguments = ["--config", Configuration],
            Ports = [NatsEndpoint.UsualPort],
            Files = ImmutableDictionary<string, string>.Empty.Add(
                Configuration, accounts.Configuration("0.0.0.0", NatsEndpoint.UsualPort, "/tmp/jetstream")),
        };
        ServerContainer server = await RunAsync(site, command, cancellation).ConfigureAwait(false);
        return new NatsInstance(new(server.Host, server.PortOf(NatsEndpoint.UsualPort)), accounts, server);
    }
}

/// <summary>A server that runs already, which tests share.</summary>
internal sealed class GivenNats(NatsServer service) : Provider
{
    public override ProviderKind Kind => ProviderKind.Given;

    public override async ValueTask<string?> WhyNotAsync(CancellationToken cancellation)
    {
        try
        {
            await using NatsInstance instance = Instance();
            await instance.ProveReadyAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            int port = service.GivenConnection.Port ?? NatsEndpoint.UsualPort;
            return $"the server at {service.GivenConnection.Host}:{port} does not answer: {e.Message}";
        }
    }

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation) =>
        Task.FromResult<ServiceInstance>(Instance());

    private NatsInstance Instance() => new(
        new(service.GivenConnection.Host!, service.GivenConnection.Port ?? NatsEndpoint.UsualPort),
        new NatsAccounts(service.GivenConnection.Login, service.GivenConnection.Password),
        server: null);
}

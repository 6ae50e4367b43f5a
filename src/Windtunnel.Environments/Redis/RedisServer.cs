using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>A Redis server, as an example of a service: what is declared, and the providers that bring it up. What runs is a
/// <see cref="RedisInstance"/>.</summary>
public sealed record RedisServer : Server
{
    internal RedisServer(string name)
        : base(name, "redis:7")
    {
    }

    /// <inheritdoc/>
    private protected override ImmutableArray<Provider> Own => [new NativeRedis(), new ContainedRedis(this)];

    /// <inheritdoc/>
    private protected override Provider Given => new GivenRedis(this);
}

/// <summary>The machine's <c>redis-server</c>, in memory only.</summary>
internal sealed class NativeRedis : Provider
{
    private const string Program = "redis-server";

    public override ProviderKind Kind => ProviderKind.Native;

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(
        Executable.Find(Program) is null ? $"'{Program}' was not found. Install it (Debian: redis-server)." : null);

    internal override bool CanBeKept => true;

    internal override IAsyncEnumerable<(string Name, string Value)> InputsAsync(CancellationToken cancellation) =>
        Executable.InputsAsync(Program, cancellation);

    internal override ServiceInstance TakeOver(Handover kept, RunningServer server)
    {
        Connection connection = ConnectionTo(kept.Port);
        return new RedisInstance(connection, new OwnRedisDatabases(connection), server, kept.Snapshot);
    }

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        int port = site.LeasePort();
        string folder = site.NewFolder();
        ServerProcess process = site.Start(new()
        {
            Executable = Program,
            Arguments =
            [
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder,
                "--save", "", "--appendonly", "no",
            ],
            WorkingDirectory = folder,
        });
        Connection connection = ConnectionTo(port);
        return Task.FromResult<ServiceInstance>(new RedisInstance(connection, new OwnRedisDatabases(connection), process));
    }

    private static Connection ConnectionTo(int port) => new() { Id = "redis", Type = "redis", Host = "127.0.0.1", Port = port };
}

/// <summary>A container of the vendor's image, in memory only.</summary>
internal sealed class ContainedRedis(RedisServer service) : ContainerProvider(service, service.Image)
{
    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        var command = new ContainerCommand
        {
            Image = Image,
            Arguments = ["redis-server", "--save", "", "--appendonly", "no"],
            Ports = [RedisWire.UsualPort],
        };
        ServerContainer server = await RunAsync(site, command, cancellation).ConfigureAwait(false);
        var connection = new Connection { Id = "redis", Type = "redis", Host = server.Host, Port = server.PortOf(RedisWire.UsualPort) };
        return new RedisInstance(connection, new OwnRedisDatabases(connection), server);
    }
}

/// <summary>A server that runs already.</summary>
internal sealed class GivenRedis(RedisServer service) : Provider
{
    public override ProviderKind Kind => ProviderKind.Given;

    public override async ValueTask<string?> WhyNotAsync(CancellationToken cancellation)
    {
        try
        {
            using RedisWire wire = await RedisWire.OpenAsync(service.GivenConnection, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return $"the server at {service.GivenConnection.Host}:{service.GivenConnection.Port ?? RedisWire.UsualPort} does not answer: "
                + e.Message;
        }
    }

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation) => Task.FromResult<ServiceInstance>(
        new RedisInstance(service.GivenConnection, new LeasedRedisDatabases(service.GivenConnection, site.Owner), server: null));
}

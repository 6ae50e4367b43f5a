using System.Collections.Immutable;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>A container of any image. Tests share it.</summary>
/// <param name="Name">Also the id of the connection that leads to it.</param>
/// <param name="Image">As <c>docker run</c> takes it, e.g. <c>rabbitmq:4</c>. It is pulled if it is not there.</param>
public sealed record ContainerServer(string Name, string Image) : Service(Name)
{
    /// <summary>The TCP ports it listens on; the connection leads to the first.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>What it runs; empty, the default: what the image says.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Texts by the full path they have in the container, written before it starts.</summary>
    public ImmutableDictionary<string, string> Files { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The type of the connection that leads to it. Default: http.</summary>
    public string ConnectionType { get; init; } = "http";

    /// <summary>Uses it for what it is there for, and throws while it is not ready. Null, the default: it is ready when the health check
    /// of the image says so, where it has one, and something listens on its first port.</summary>
    public Func<Connection, CancellationToken, Task>? Ready { get; init; }

    /// <inheritdoc/>
    protected internal override ImmutableArray<Provider> Providers => [new AnyContainer(this)];

    /// <summary>Reaches these TCP ports of it; the connection leads to the first.</summary>
    public ContainerServer Listening(params ReadOnlySpan<int> ports) => this with { Ports = [.. ports] };

    /// <summary>Runs this in place of what the image says.</summary>
    public ContainerServer Running(params ReadOnlySpan<string> arguments) => this with { Arguments = [.. arguments] };

    /// <summary>Sets an environment variable in it.</summary>
    public ContainerServer With(string variable, string value) => this with { Variables = Variables.SetItem(variable, value) };

    /// <summary>Writes a file into it before it starts.</summary>
    public ContainerServer WithFile(string path, string text) => this with { Files = Files.SetItem(path, text) };

    /// <summary>Asks this way whether it is ready.</summary>
    public ContainerServer ReadyWhen(Func<Connection, CancellationToken, Task> use) => this with { Ready = use };

    /// <inheritdoc/>
    public bool Equals(ContainerServer? other) => base.Equals(other)
        && (Image, ConnectionType, Ready) == (other.Image, other.ConnectionType, other.Ready)
        && Ports.AsSpan().SequenceEqual(other.Ports.AsSpan())
        && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan())
        && Variables.Count == other.Variables.Count && !Variables.Except(other.Variables).Any()
        && Files.Count == other.Files.Count && !Files.Except(other.Files).Any();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Image, Ports.Length, Arguments.Length, Variables.Count);
}

internal sealed class AnyContainer(ContainerServer service) : ContainerProvider(service, service.Image)
{
    private static readonly TimeSpan LongestProxying = TimeSpan.FromMilliseconds(100);

    public override async Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        ServerContainer container = await RunAsync(
            site,
            new()
            {
                Image = Image,
                Arguments = service.Arguments,
                Variables = service.Variables,
                Ports = service.Ports,
                Files = service.Files,
            },
            cancellation).ConfigureAwait(false);
        var connection = new Connection
        {
            Id = service.Name,
            Type = service.ConnectionType,
            Host = container.Host,
            Port = service.Ports is [var first, ..] ? container.PortOf(first) : null,
        };
        return new CommandInstance(
            connection, service.Ready ?? ((address, stop) => ProveReachableAsync(container, address, stop)), container);
    }

    /// <summary>An engine takes connections to a published port before anything listens in the container, and then closes them at
    /// once.</summary>
    private async Task ProveReachableAsync(ServerContainer container, Connection connection, CancellationToken cancellation)
    {
        await container.ProveHealthyAsync(cancellation).ConfigureAwait(false);
        if (connection.Port is not { } port)
        {
            return;
        }

        using var client = new TcpClient();
        await client.ConnectAsync(connection.Host!, port, cancellation).ConfigureAwait(false);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(LongestProxying);
        try
        {
            if (await client.GetStream().ReadAsync(new byte[1], silence.Token).ConfigureAwait(false) == 0)
            {
                throw new IOException($"Nothing in the container listens on port {service.Ports[0]} yet.");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It waits for us to speak.
        }
    }
}

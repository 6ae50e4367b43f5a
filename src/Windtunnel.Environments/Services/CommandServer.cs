using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>A program that serves on a port. Tests share it.</summary>
/// <param name="Name">Also the id of the connection that leads to it.</param>
/// <param name="Executable">The full path, or a name that is looked for on the PATH.</param>
public sealed record CommandServer(string Name, string Executable) : Service(Name)
{
    /// <summary>Its arguments, each as it is; <c>{port}</c> in one stands for the leased port, <c>{folder}</c> for a folder of its
    /// own.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Environment variables, with the same placeholders.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The type of the connection that leads to it. Default: http.</summary>
    public string ConnectionType { get; init; } = "http";

    /// <summary>Uses it for what it is there for, and throws while it is not ready. Null, the default: a connection to its port is
    /// enough.</summary>
    public Func<Connection, CancellationToken, Task>? Ready { get; init; }

    /// <inheritdoc/>
    protected internal override ImmutableArray<Provider> Providers => [new NativeCommand(this)];

    /// <summary>Sets an environment variable of the program.</summary>
    public CommandServer With(string variable, string value) => this with { Variables = Variables.SetItem(variable, value) };

    /// <summary>Asks this way whether it is ready.</summary>
    public CommandServer ReadyWhen(Func<Connection, CancellationToken, Task> use) => this with { Ready = use };

    /// <inheritdoc/>
    public bool Equals(CommandServer? other) => base.Equals(other)
        && (Executable, ConnectionType, Ready) == (other.Executable, other.ConnectionType, other.Ready)
        && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan())
        && Variables.Count == other.Variables.Count && !Variables.Except(other.Variables).Any();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Executable, Arguments.Length, Variables.Count);
}

/// <summary>A program of the machine.</summary>
internal sealed class NativeCommand(CommandServer service) : Provider
{
    public override ProviderKind Kind => ProviderKind.Native;

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(
        Executable.Find(service.Executable) is null
            ? $"the program '{service.Executable}' was not found. Install it, or give its full path."
            : null);

    public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation)
    {
        string port = site.LeasePort().ToString(CultureInfo.InvariantCulture);
        string folder = site.NewFolder();
        ServerProcess process = site.Start(new()
        {
            Executable = service.Executable,
            Arguments = [.. service.Arguments.Select(Filled)],
            Variables = service.Variables.ToImmutableDictionary(variable => variable.Key, variable => Filled(variable.Value)),
            WorkingDirectory = folder,
        });
        var connection = new Connection
        {
            Id = service.Name,
            Type = service.ConnectionType,
            Host = "127.0.0.1",
            Port = int.Parse(port, CultureInfo.InvariantCulture),
        };
        return Task.FromResult<ServiceInstance>(new CommandInstance(connection, service.Ready, process));

        string Filled(string text) =>
            text.Replace("{port}", port, StringComparison.Ordinal).Replace("{folder}", folder, StringComparison.Ordinal);
    }
}

/// <summary>A server of which we know no more than where it listens.</summary>
internal sealed class CommandInstance(Connection connection, Func<Connection, CancellationToken, Task>? ready, RunningServer server)
    : ServiceInstance
{
    public override Connection Connection => connection;

    public override string Output => server.Output;

    public override string? Ended => server.Ended;

    public override async Task ProveReadyAsync(CancellationToken cancellation)
    {
        if (ready is not null)
        {
            await ready(connection, cancellation).ConfigureAwait(false);
        }
        else if (connection.Port is { } port)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(connection.Host!, port, cancellation).ConfigureAwait(false);
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A Redis server, as an example of a service in one file: what is declared, the provider that starts it, and what runs.</summary>
public sealed record RedisServer : Service
{
    internal RedisServer(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    protected internal override ImmutableArray<Provider> Providers => [new NativeRedis()];
}

/// <summary>The machine's <c>redis-server</c>, in memory only.</summary>
internal sealed class NativeRedis : Provider
{
    private const string Program = "redis-server";

    public override ProviderKind Kind => ProviderKind.Native;

    public override ValueTask<string?> WhyNotAsync(CancellationToken cancellation) => new(
        Executable.Find(Program) is null ? $"'{Program}' was not found. Install it (Debian: redis-server)." : null);

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
        return Task.FromResult<ServiceInstance>(new RedisInstance(process, port));
    }
}

/// <summary>A server of 16 databases, one for each test that runs at the time.</summary>
internal sealed class RedisInstance(ServerProcess process, int port) : ServiceInstance
{
    private const int Databases = 16;
    private readonly ConcurrentBag<int> _free = [.. Enumerable.Range(0, Databases)];
    private string? _version;

    public override Connection Connection { get; } = new() { Id = "redis", Type = "redis", Host = "127.0.0.1", Port = port };

    public override string Output => process.Output;

    public override string? Ended => process.Ended;

    public override string? Version => _version;

    public override async Task ProveReadyAsync(CancellationToken cancellation)
    {
        string answer = await AskAsync("INFO server\r\n", cancellation).ConfigureAwait(false);
        string? line = answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("redis_version:", StringComparison.Ordinal));
        _version = line is null ? throw new IOException($"It answered '{answer}' to INFO.") : $"Redis {line["redis_version:".Length..]}";
    }

    public override ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation) => _free.TryTake(out int database)
        ? new(new ServicePart(
            Connection with { Extra = string.Create(CultureInfo.InvariantCulture, $$"""{"db": {{database}}}""") },
            () => GiveBackAsync(database)))
        : throw new EnvironmentException($"All {Databases} databases of Redis are in use. Run fewer tests at once, or add a server.");

    private async Task<string> AskAsync(string commands, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellation).ConfigureAwait(false);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(commands), cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[8192];
        int length = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private async ValueTask GiveBackAsync(int database)
    {
        await AskAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT {database}\r\nFLUSHDB\r\n"), CancellationToken.None)
            .ConfigureAwait(false);
        _free.Add(database);
    }
}

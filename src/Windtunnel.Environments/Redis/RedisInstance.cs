using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>A running Redis server. Each test gets one of its databases.</summary>
internal sealed class RedisInstance(Connection connection, RedisDatabases databases, RunningServer? server) : ServiceInstance
{
    private string? _version;

    public override Connection Connection => connection;

    public override string Output => server?.Output ?? "";

    public override string? Ended => server?.Ended;

    public override string? Version => _version;

    public override async Task ProveReadyAsync(CancellationToken cancellation)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(connection, 0, cancellation).ConfigureAwait(false);
        string answer = await client.AskAsync(cancellation, "INFO", "server").ConfigureAwait(false);
        string? line = answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("redis_version:", StringComparison.Ordinal));
        _version = line is null ? throw new IOException($"It answered '{answer}' to INFO.") : $"Redis {line["redis_version:".Length..]}";
    }

    public override Task PrepareAsync(CancellationToken cancellation) => databases.PrepareAsync(cancellation);

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        int database = await databases.TakeAsync(cancellation).ConfigureAwait(false);
        string extra = string.Create(CultureInfo.InvariantCulture, $$"""{"db": {{database}}}""");
        return new(connection with { Extra = extra }, () => databases.GiveBackAsync(database));
    }
}

using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>A running Redis server. Each test gets one of its databases.</summary>
/// <param name="connection">Leads to it.</param>
/// <param name="databases">Which of its databases a test has.</param>
/// <param name="server">Null: it is not ours.</param>
/// <param name="settings">The digest its settings had when it was kept; null: this process started it.</param>
internal sealed class RedisInstance(Connection connection, RedisDatabases databases, RunningServer? server, string? settings = null)
    : ServiceInstance
{
    private string? _settings = settings;
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

    internal override Handover? Kept => server is ServerProcess { Log: { } log } process
        ? new("", ProviderKind.Native, _version, process.Id, log, connection.Port!.Value, null, _settings)
        : null;

    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        await databases.PrepareAsync(cancellation).ConfigureAwait(false);
        _settings = Kept is null ? null : await SettingsAsync(cancellation).ConfigureAwait(false);
    }

    internal override async Task RestoreAsync(CancellationToken cancellation)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(connection, 0, cancellation).ConfigureAwait(false);
        await client.AskAsync(cancellation, "FLUSHALL").ConfigureAwait(false);
        await client.AskAsync(cancellation, "SCRIPT", "FLUSH").ConfigureAwait(false);
        if (await SettingsAsync(cancellation).ConfigureAwait(false) != _settings)
        {
            throw new WarmException("a test changed settings of Redis");
        }
    }

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        int database = await databases.TakeAsync(cancellation).ConfigureAwait(false);
        string extra = string.Create(CultureInfo.InvariantCulture, $$"""{"db": {{database}}}""");
        return new(connection with { Extra = extra }, () => databases.GiveBackAsync(database));
    }

    private async Task<string> SettingsAsync(CancellationToken cancellation)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(connection, 0, cancellation).ConfigureAwait(false);
        return WarmInputs.Digest(await client.AskAsync(cancellation, "CONFIG", "GET", "*").ConfigureAwait(false));
    }
}

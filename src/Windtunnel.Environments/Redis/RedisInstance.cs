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
        using RedisWire wire = await RedisWire.OpenAsync(connection, cancellation).ConfigureAwait(false);
        string answer = (await wire.AskAsync(cancellation, "INFO", "server").ConfigureAwait(false)).Text;
        string version = Fact("redis_version:") ?? throw new IOException($"It answered '{answer}' to INFO.");
        if (server is ServerProcess { Id: var ours } && Fact("process_id:") is { } theirs && theirs != $"{ours}")
        {
            throw new IOException($"Another Redis server, process {theirs}, answers at its port. Address already in use.");
        }

        _version = $"Redis {version}";

        string? Fact(string name) =>
            answer.Split("\r\n").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
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
        using RedisWire wire = await RedisWire.OpenAsync(connection, cancellation).ConfigureAwait(false);
        await wire.AskAsync(cancellation, "FLUSHALL").ConfigureAwait(false);
        await wire.AskAsync(cancellation, "SCRIPT", "FLUSH").ConfigureAwait(false);
        if (await SettingsAsync(cancellation).ConfigureAwait(false) != _settings)
        {
            throw new WarmException("a test changed settings of Redis");
        }
    }

    public override async ValueTask<ServicePart> OpenPartAsync(CancellationToken cancellation)
    {
        int database = await databases.TakeAsync(cancellation).ConfigureAwait(false);
        return new(RedisDatabases.Within(connection, database), () => databases.GiveBackAsync(database));
    }

    private async Task<string> SettingsAsync(CancellationToken cancellation)
    {
        using RedisWire wire = await RedisWire.OpenAsync(connection, cancellation).ConfigureAwait(false);
        RedisAnswer settings = await wire.AskAsync(cancellation, "CONFIG", "GET", "*").ConfigureAwait(false);
        return WarmInputs.Digest(string.Join('\n', settings.Items.Select(word => word.Text)));
    }
}

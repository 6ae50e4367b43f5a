namespace Windtunnel.Environments;

/// <summary>How the servers that we start are set, whatever they run in.</summary>
internal static class PostgresSettings
{
    /// <summary>Who owns the server.</summary>
    public const string User = "windtunnel";

    // A test's data need not survive a crash of the machine, only what the program does with it.
    public static readonly string[] ForTests =
    [
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_connections=300",
        "shared_buffers=64MB",
        // What tests write is soon gone: the log of it need not grow.
        "max_wal_size=64MB", "min_wal_size=32MB",
    ];

    public static IEnumerable<string> AsArguments(IEnumerable<string> settings) => settings.SelectMany(setting => new[] { "-c", setting });
}

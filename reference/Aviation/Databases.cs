using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Windtunnel.Reference.Aviation;

/// <summary>The drivers of the pipelines' databases, made so that the bundle carries what they use of them:
/// docs/adr/0023-the-reference-bundle-carries-its-drivers.md.</summary>
/// <remarks>Neither keeps a pool: a task is a process that opens a database once, and a pool would keep a file open after its user is
/// gone.</remarks>
internal static class Databases
{
    private static readonly ConcurrentDictionary<string, NpgsqlDataSource> Sources = new(StringComparer.Ordinal);

    public static DatabaseDriver Sqlite { get; } = new()
    {
        Settings = () => new SqliteConnectionStringBuilder { Pooling = false },
        Connect = text => new SqliteConnection(text),
    };

    /// <summary>Texts, numbers, times and JSON as text: no arrays, ranges or types of the database's own.</summary>
    public static DatabaseDriver Postgres { get; } = new()
    {
        Settings = () => new NpgsqlConnectionStringBuilder { Pooling = false },
        Connect = text => Sources.GetOrAdd(
            text, text => new NpgsqlSlimDataSourceBuilder(text).EnableTransportSecurity().Build()).CreateConnection(),
    };
}

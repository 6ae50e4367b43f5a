using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel;

/// <summary>What a database says of itself.</summary>
internal static class DatabaseFacts
{
    /// <summary>Each gives one row, of which the columns are named after the facts.</summary>
    private const string Postgres = """
        SELECT current_setting('server_version') AS version,
               pg_encoding_to_char(encoding) AS encoding,
               datcollate AS collation,
               datctype AS ctype,
               datcollversion AS collation_version,
               current_setting('TimeZone') AS time_zone,
               current_setting('default_transaction_isolation') AS isolation
        FROM pg_database WHERE datname = current_database()
        """;

    private const string Extensions = "SELECT extname, extversion FROM pg_extension ORDER BY extname";

    /// <summary>What decides how rows are kept and refused, one line each, in an order that does not depend on the collation.</summary>
    private const string PostgresSchema = """
        SELECT line FROM (
            SELECT format('column %s.%s %s %s %s %s', table_schema, table_name, column_name, data_type, is_nullable, column_default) AS line
            FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
            UNION ALL
            SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid <> 0
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
        ) AS lines ORDER BY line COLLATE "C"
        """;

    private const string Sqlite = """
        SELECT sqlite_version() AS version,
               (SELECT encoding FROM pragma_encoding) AS encoding,
               (SELECT CASE foreign_keys WHEN 1 THEN 'enforced' ELSE 'not enforced' END FROM pragma_foreign_keys) AS foreign_keys
        """;

    private const string SqliteSchema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql";

    public static async Task<ImmutableDictionary<string, string>> ReadAsync(DbConnection database, CancellationToken cancellation)
    {
        string kind = KindOf(database);
        List<(string Name, string? Value)> facts = [("kind", kind)];
        switch (kind)
        {
            case "postgres":
                facts.AddRange((await RowsAsync(database, Postgres, cancellation).ConfigureAwait(false))[0]);
                facts.AddRange((await RowsAsync(database, Extensions, cancellation).ConfigureAwait(false))
                    .Select(row => ($"extension.{row[0].Value}", row[1].Value)));
                facts.Add(("schema", await DigestAsync(database, PostgresSchema, cancellation).ConfigureAwait(false)));
                break;
            case "sqlite":
                facts.AddRange((await RowsAsync(database, Sqlite, cancellation).ConfigureAwait(false))[0]);
                facts.Add(("schema", await DigestAsync(database, SqliteSchema, cancellation).ConfigureAwait(false)));
                break;
            default:
                facts.Add(("version", database.ServerVersion));
                break;
        }

        return facts.Where(fact => !string.IsNullOrEmpty(fact.Value))
            .ToImmutableDictionary(fact => $"database.{fact.Name}", fact => fact.Value!);
    }

    /// <summary>By the driver's name: every server answers the question for its version otherwise.</summary>
    private static string KindOf(DbConnection database)
    {
        while (database is WatchedDatabase watched)
        {
            database = watched.Inner;
        }

        string driver = database.GetType().Name;
        return driver.StartsWith("Npgsql", StringComparison.Ordinal) ? "postgres"
            : driver.StartsWith("Sqlite", StringComparison.OrdinalIgnoreCase) ? "sqlite"
            : driver;
    }

    private static async Task<string> DigestAsync(DbConnection database, string sql, CancellationToken cancellation)
    {
        List<(string, string? Value)[]> rows = await RowsAsync(database, sql, cancellation).ConfigureAwait(false);
        byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row[0].Value)));
        return Convert.ToHexStringLower(SHA256.HashData(lines))[..16];
    }

    private static async Task<List<(string Name, string? Value)[]>> RowsAsync(
        DbConnection database, string sql, CancellationToken cancellation)
    {
        DbCommand command = database.CreateCommand();
        await using ConfiguredAsyncDisposable ended = command.ConfigureAwait(false);
        command.CommandText = sql;
        DbDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable read = reader.ConfigureAwait(false);
        List<(string Name, string? Value)[]> rows = [];
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount)
                .Select(column => (reader.GetName(column), reader.IsDBNull(column) ? null : reader.GetValue(column).ToString()))]);
        }

        return rows;
    }
}

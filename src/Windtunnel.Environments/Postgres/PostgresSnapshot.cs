using Npgsql;

namespace Windtunnel.Environments;

/// <summary>The state of a server to which it can be put back.</summary>
/// <param name="Template">The database that tests' databases are copied from. It takes no connections, so it cannot change.</param>
/// <param name="Cluster">The digest of what lies outside of databases, which cannot be put back.</param>
internal sealed record PostgresSnapshot(string Template, string Cluster)
{
    private const string State = """
        SELECT md5(concat_ws(E'\n',
            (SELECT string_agg(role::text, ',' ORDER BY oid) FROM pg_authid role),
            (SELECT string_agg(member::text, ',' ORDER BY member::text) FROM pg_auth_members member),
            (SELECT string_agg(setting::text, ',' ORDER BY setting::text) FROM pg_db_role_setting setting),
            (SELECT string_agg(spcname, ',' ORDER BY spcname) FROM pg_tablespace),
            (SELECT string_agg(concat(name, '=', setting), ',' ORDER BY name) FROM pg_file_settings),
            (SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database WHERE datname !~ '^wt_')))
        """;

    public static PostgresSnapshot Parse(string text) => text.Split(' ') is [var template, var cluster]
        ? new(template, cluster)
        : throw new FormatException($"'{text}' is no snapshot of a server.");

    public static async Task<PostgresSnapshot> TakeAsync(NpgsqlDataSource server, string template, CancellationToken cancellation) =>
        new(template, await ClusterAsync(server, cancellation).ConfigureAwait(false));

    /// <summary>Drops the databases that tests left.</summary>
    /// <exception cref="WarmException">What lies outside of databases has changed.</exception>
    public async Task RestoreAsync(NpgsqlDataSource server, CancellationToken cancellation)
    {
        List<string> left = [];
        await using (NpgsqlCommand list = server.CreateCommand("SELECT datname FROM pg_database WHERE datname ~ '^wt_' AND datname <> $1"))
        {
            list.Parameters.AddWithValue(Template);
            await using NpgsqlDataReader rows = await list.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
            {
                left.Add(rows.GetString(0));
            }
        }

        foreach (string database in left)
        {
            await using NpgsqlCommand drop = server.CreateCommand($"DROP DATABASE {database} WITH (FORCE)");
            await drop.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        if (await ClusterAsync(server, cancellation).ConfigureAwait(false) != Cluster)
        {
            throw new WarmException("a test changed roles, settings or databases of the PostgreSQL server that are not its own");
        }
    }

    public override string ToString() => $"{Template} {Cluster}";

    private static async Task<string> ClusterAsync(NpgsqlDataSource server, CancellationToken cancellation)
    {
        await using NpgsqlCommand state = server.CreateCommand(State);
        return (string)(await state.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }
}

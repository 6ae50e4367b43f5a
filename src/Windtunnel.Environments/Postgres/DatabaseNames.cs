using System.Globalization;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>The names of an owner's databases. They tell on which machine the owner lives, and which it is, so that what a dead one left
/// on a server can be found, and nothing of another machine's is taken for it.</summary>
internal sealed class DatabaseNames(Owner owner)
{
    private const int MostTries = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What the sessions are called that make databases.</summary>
    public string OfSessions { get; } = $"wt_{OwnerMark.Of(owner)}";

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{OfSessions}_{owner.NextNumber()}");

    public async Task DropThoseOfTheDeadAsync(NpgsqlDataSource admin, CancellationToken cancellation)
    {
        await EndSessionsOfTheDeadAsync(admin, cancellation).ConfigureAwait(false);
        const string all = "SELECT datname FROM pg_database WHERE datname ~ $1";
        foreach (string database in await OfTheDeadAsync(admin, all, "_[0-9]+", cancellation).ConfigureAwait(false))
        {
            await using NpgsqlCommand drop = admin.CreateCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            await drop.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A server goes on making a database for a client that is dead, until it has something to say to it.</summary>
    private async Task EndSessionsOfTheDeadAsync(NpgsqlDataSource admin, CancellationToken cancellation)
    {
        const string all = "SELECT DISTINCT application_name FROM pg_stat_activity WHERE application_name ~ $1";
        for (int tries = 0; tries < MostTries; tries++)
        {
            List<string> dead = await OfTheDeadAsync(admin, all, "", cancellation).ConfigureAwait(false);
            if (dead.Count == 0)
            {
                return;
            }

            const string end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ANY($1)";
            await using NpgsqlCommand command = admin.CreateCommand(end);
            command.Parameters.AddWithValue(dead.ToArray());
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <param name="admin">As a user who may drop them.</param>
    /// <param name="all">Asks for the names of a pattern.</param>
    /// <param name="end">Of the pattern, after the owner.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<List<string>> OfTheDeadAsync(NpgsqlDataSource admin, string all, string end, CancellationToken cancellation)
    {
        List<string> found = [];
        await using NpgsqlCommand list = admin.CreateCommand(all);
        list.Parameters.AddWithValue($"^wt_{OwnerMark.Machine}_[0-9a-f]+{end}$");
        await using NpgsqlDataReader rows = await list.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            string name = rows.GetString(0);
            if (name.Split('_') is [_, var machine, var left, ..] && OwnerMark.IsOfTheDead($"{machine}_{left}", owner.Root))
            {
                found.Add(name);
            }
        }

        return found;
    }
}

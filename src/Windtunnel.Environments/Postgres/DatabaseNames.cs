using System.Globalization;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>The names of an owner's databases. They tell on which machine the owner lives, and which it is, so that what a dead one left
/// on a server can be found, and nothing of another machine's is taken for it.</summary>
internal sealed class DatabaseNames(Owner owner)
{
    public string Next() => string.Create(CultureInfo.InvariantCulture, $"wt_{OwnerMark.Of(owner)}_{owner.NextNumber()}");

    public async Task DropThoseOfTheDeadAsync(NpgsqlDataSource admin, CancellationToken cancellation)
    {
        foreach (string database in await OfThisMachineAsync(admin, cancellation).ConfigureAwait(false))
        {
            if (database.Split('_') is [_, var machine, var left, ..] && OwnerMark.IsOfTheDead($"{machine}_{left}", owner.Root))
            {
                await using NpgsqlCommand drop = admin.CreateCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
                await drop.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<List<string>> OfThisMachineAsync(NpgsqlDataSource admin, CancellationToken cancellation)
    {
        List<string> found = [];
        await using NpgsqlCommand list = admin.CreateCommand("SELECT datname FROM pg_database WHERE datname ~ $1");
        list.Parameters.AddWithValue($"^wt_{OwnerMark.Machine}_[0-9a-f]+_[0-9]+$");
        await using NpgsqlDataReader rows = await list.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }
}

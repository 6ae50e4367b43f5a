using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>The names of an owner's databases. They tell on which machine the owner lives, and which it is, so that what a dead one left
/// on a server can be found, and nothing of another machine's is taken for it.</summary>
internal sealed class DatabaseNames(Owner owner)
{
    private static readonly string Machine = MachineMark();

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"wt_{Machine}_{owner.Id}_{owner.NextNumber()}");

    public async Task DropThoseOfTheDeadAsync(NpgsqlDataSource admin, CancellationToken cancellation)
    {
        var living = owner.Root.Owners.ToHashSet(StringComparer.Ordinal);
        foreach (string database in await OfThisMachineAsync(admin, cancellation).ConfigureAwait(false))
        {
            if (database.Split('_') is [_, _, var left, ..] && !living.Contains(left))
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
        list.Parameters.AddWithValue($"^wt_{Machine}_[0-9a-f]+_[0-9]+$");
        await using NpgsqlDataReader rows = await list.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellation).ConfigureAwait(false))
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    private static string MachineMark()
    {
        string identity = File.Exists("/etc/machine-id") ? File.ReadAllText("/etc/machine-id") : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}/{LeaseRoot.Default.Folder}")))[..8];
    }
}

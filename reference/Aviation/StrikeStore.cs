using System.Data.Common;
using System.Security.Cryptography;

namespace Windtunnel.Reference.Aviation;

/// <summary>What the three DAGs of the story share: the assets that chain them, and the tables in the warehouse.</summary>
internal static class StrikeStore
{
    /// <summary>Reports of strikes were loaded.</summary>
    public static readonly Asset Strikes = new("strikes", "warehouse://strikes");

    /// <summary>Flights were counted.</summary>
    public static readonly Asset Traffic = new("traffic", "warehouse://monthly_flights");

    /// <summary>The administration corrected a report; announced from outside.</summary>
    public static readonly Asset Corrections = new("strike_corrections", "queue://strike-corrections");

    /// <summary>The costs of strikes were summed up anew.</summary>
    public static readonly Asset Costs = new("strike_costs", "warehouse://species_costs");

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS deliveries (source TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS strikes (
            source TEXT, line INTEGER, month TEXT NOT NULL, species TEXT NOT NULL, damage TEXT NOT NULL, cost INTEGER NOT NULL,
            PRIMARY KEY (source, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS rejected_strikes (
            source TEXT, line INTEGER, reason TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (source, line)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS corrections (source TEXT, line INTEGER, cost INTEGER NOT NULL, PRIMARY KEY (source, line))
            STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS monthly_flights (month TEXT PRIMARY KEY, flights INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS species_costs (
            species TEXT PRIMARY KEY, strikes INTEGER NOT NULL, damaging INTEGER NOT NULL, cost INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>The warehouse, with the story's tables.</summary>
    public static DbConnection Open(TaskContext context)
    {
        DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute(Schema);
        return warehouse;
    }

    /// <summary>The files that are new, or differ from what was read under their name, each with the digest to remember it by.</summary>
    public static (FileInfo File, string Digest)[] NewFiles(DbConnection warehouse, IEnumerable<FileInfo> files) =>
    [
        .. files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (File: file, Digest: DigestOf(file)))
            .Where(delivered => warehouse.Count(
                "SELECT count(*) FROM deliveries WHERE (source, digest) = ($source, $digest)",
                ("$source", delivered.File.Name), ("$digest", delivered.Digest)) == 0),
    ];

    /// <summary>Remembers a file as read.</summary>
    public static void Remember(DbConnection warehouse, FileInfo file, string digest) => warehouse.Execute(
        "INSERT INTO deliveries VALUES ($source, $digest) ON CONFLICT DO UPDATE SET digest = excluded.digest",
        ("$source", file.Name), ("$digest", digest));

    private static string DigestOf(FileInfo file)
    {
        using FileStream content = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}

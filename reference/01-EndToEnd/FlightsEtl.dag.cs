using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Loads delivered flights into the warehouse, keeps what it cannot load, and publishes a summary of delays.</summary>
public static class FlightsEtl
{
    public const string Id = "44_01_01_end_to_end_tests_example_1";

    private const string Doc = """
        **44_01_01 End to end, example 1** shows 1.1#1, 1.1#2, 1.1#3.

        Reads flights (CSV and JSON) and airports, validates every row, quarantines the bad ones with a reason, loads the good ones
        into a SQL table and publishes a summary of delays by airport.

        Practice: every row is accounted for (rows in = loaded + quarantined) and every write is an upsert, so a rerun changes nothing.
        Without it, bad rows vanish silently, one malformed row stops the whole day, and each retry loads the same flights again.

        Connections: `flights_inbox` and `reports` (directories), `airports` (a directory with airports.csv), `local_warehouse` (SQLite).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "FlightsEtl",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("0 3 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "flight-data" },
            MaxActiveRuns = 1, // Runs share the staging table.
            Json = ReferenceJson.Default,
        };

        TaskRef prepare = dag.Task("prepare_warehouse", PrepareWarehouse);
        TaskRef<int> airports = dag.Task("load_airports", LoadAirports);
        TaskRef<int> csv = dag.Task("stage_csv", context => Stage(".csv", context));
        TaskRef<int> json = dag.Task("stage_json", context => Stage(".json", context));
        TaskRef<int> rejected = dag.Task("validate", csv, json, airports, Validate);
        TaskRef<LoadedFlights> loaded = dag.Task("load", rejected, Load);
        TaskRef reconciled = dag.Task("reconcile", csv, json, loaded, Reconcile);
        TaskRef published = dag.Task("publish_summary", PublishSummary);

        TaskScope.Chain(prepare, Node.Of(airports, csv, json));
        TaskScope.Chain(reconciled, published);
        return dag.Build();
    }

    private static void PrepareWarehouse(TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute(Warehouse.Schema);
    }

    private static int LoadAirports(TaskContext context)
    {
        string file = Path.Combine(context.Connections["airports"].Path, "airports.csv");
        using DbConnection warehouse = Warehouse.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        int count = 0;
        foreach (string line in File.ReadLines(file).Skip(1))
        {
            string[] cells = CsvLine.Split(line) ?? throw Outcome.Fail($"{file} has an unclosed quote in: {line}");
            warehouse.Execute(
                """
                INSERT INTO airports VALUES ($iata, $name, $city, $state)
                ON CONFLICT DO UPDATE SET name = excluded.name, city = excluded.city, state = excluded.state
                """,
                ("$iata", cells[0]), ("$name", cells[1]), ("$city", cells[2]), ("$state", cells[3]));
            count++;
        }

        transaction.Commit();
        context.Count("airports.loaded", count);
        return count;
    }

    /// <summary>Replaces what earlier runs staged from files of this kind. Tasks hand on counts; the rows stay in the warehouse.</summary>
    private static int Stage(string extension, TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        warehouse.Execute("DELETE FROM staged_flights WHERE source LIKE '%' || $extension", ("$extension", extension));
        int rows = 0;
        foreach (FileInfo file in FlightFeed.FilesIn(new(context.Connections["flights_inbox"].Path), extension))
        {
            int before = rows;
            foreach (FeedRow row in FlightFeed.Read(file))
            {
                Insert(row, warehouse);
                rows++;
            }

            context.Logger.LogInformation("{File}: {Rows} rows.", file.Name, rows - before);
        }

        transaction.Commit();
        context.Count("rows.in", rows);
        return rows;
    }

    private static void Insert(FeedRow row, DbConnection warehouse) => warehouse.Execute(
        "INSERT INTO staged_flights VALUES ($source, $line, $raw, $at, $origin, $destination, $delay, $distance, $reason, $detail)",
        ("$source", row.Source), ("$line", row.Line), ("$raw", row.Raw),
        ("$at", row.Flight?.DepartedAt.ToString("s", CultureInfo.InvariantCulture)),
        ("$origin", row.Flight?.Origin), ("$destination", row.Flight?.Destination),
        ("$delay", row.Flight?.DelayMinutes), ("$distance", row.Flight?.DistanceMiles),
        ("$reason", row.Rejection?.Reason), ("$detail", row.Rejection?.Detail));

    /// <summary>Rejects what only the set of all rows can show. Of several rows with one key the first delivered is kept.</summary>
    private static int Validate(int csvRows, int jsonRows, int airports, TaskContext context)
    {
        if (airports == 0)
        {
            throw Outcome.Fail("The list of airports is empty, so every flight would be rejected. Deliver airports.csv, then rerun.");
        }

        using DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute("""
            UPDATE staged_flights SET reason = 'unknown_airport', detail = origin || ' to ' || destination
            WHERE reason IS NULL
              AND (origin NOT IN (SELECT iata FROM airports) OR destination NOT IN (SELECT iata FROM airports));

            UPDATE staged_flights SET reason = 'duplicate_key', detail = origin || ' to ' || destination || ' at ' || departed_at
            WHERE reason IS NULL AND EXISTS (
                SELECT 1 FROM staged_flights AS first
                WHERE first.reason IS NULL
                  AND (first.departed_at, first.origin, first.destination)
                    = (staged_flights.departed_at, staged_flights.origin, staged_flights.destination)
                  AND (first.source, first.line) < (staged_flights.source, staged_flights.line));
            """);
        int rejected = warehouse.Count("SELECT count(*) FROM staged_flights WHERE reason IS NOT NULL");
        context.Logger.LogInformation("{Rejected} of {Rows} rows rejected.", rejected, csvRows + jsonRows);
        return rejected;
    }

    /// <summary>Good rows and bad rows change in one transaction: there is no moment at which a row is in both places or in none.</summary>
    private static LoadedFlights Load(int rejected, TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        int changed = warehouse.Execute("""
            INSERT INTO flights
            SELECT departed_at, origin, destination, delay_minutes, distance_miles FROM staged_flights WHERE reason IS NULL
            ON CONFLICT DO UPDATE SET delay_minutes = excluded.delay_minutes, distance_miles = excluded.distance_miles
            WHERE (delay_minutes, distance_miles) IS NOT (excluded.delay_minutes, excluded.distance_miles)
            """);
        warehouse.Execute("DELETE FROM quarantine");
        int quarantined = warehouse.Execute(
            "INSERT INTO quarantine SELECT source, line, reason, detail, raw FROM staged_flights WHERE reason IS NOT NULL");
        int loaded = warehouse.Count("SELECT count(*) FROM staged_flights WHERE reason IS NULL");
        transaction.Commit();
        context.Count("rows.loaded", loaded);
        context.Count("rows.changed", changed);
        context.Count("rows.quarantined", quarantined);
        return new(loaded, quarantined, changed);
    }

    private static void Reconcile(int csvRows, int jsonRows, LoadedFlights load, TaskContext context)
    {
        int rows = csvRows + jsonRows;
        if (rows != load.Loaded + load.Quarantined)
        {
            throw Outcome.Fail(
                $"{rows} rows came in, but {load.Loaded} were loaded and {load.Quarantined} quarantined. "
                + "Compare staged_flights with the files before the summary is published.");
        }
    }

    /// <summary>The report appears whole or not at all: it is written beside its place and then moved there.</summary>
    private static void PublishSummary(TaskContext context)
    {
        string report = Path.Combine(context.Connections["reports"].Path, "delay-summary.csv");
        string draft = report + ".part";
        using (DbConnection warehouse = Warehouse.Open(context))
        {
            File.WriteAllLines(draft, SummaryLines(warehouse));
        }

        File.Move(draft, report, overwrite: true);
    }

    private static IEnumerable<string> SummaryLines(DbConnection warehouse)
    {
        yield return "airport,name,flights,late,mean_delay,worst_delay";
        using DbCommand query = warehouse.Command("""
            SELECT origin, name, count(*), sum(delay_minutes >= 15), printf('%.1f', avg(delay_minutes)), max(delay_minutes)
            FROM flights JOIN airports ON iata = origin GROUP BY origin ORDER BY count(*) DESC, origin
            """);
        using DbDataReader row = query.ExecuteReader();
        while (row.Read())
        {
            yield return string.Join(',', Enumerable.Range(0, row.FieldCount).Select(i => CsvLine.Quote(row.GetString(i))));
        }
    }
}

/// <summary>What a load did.</summary>
/// <param name="Loaded">Good rows that came in, whether or not the table knew them already.</param>
/// <param name="Quarantined">Bad rows that came in.</param>
/// <param name="Changed">Rows of the table that are new or differ now.</param>
internal sealed record LoadedFlights(int Loaded, int Quarantined, int Changed);

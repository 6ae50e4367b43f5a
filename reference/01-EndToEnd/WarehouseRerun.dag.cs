using System.Data.Common;
using System.Globalization;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Loads one day of flights through a staging table of the run's own, so that it can be done again at any point.</summary>
public static class WarehouseRerun
{
    public const string Id = "44_01_06_end_to_end_tests_example_6";

    private const string Doc = """
        **44_01_06 End to end, example 6** shows 1.6#1, 1.6#2, 1.6#3.

        Loads the flights of the run's day into the warehouse: a setup creates a staging table, the day is staged, merged into the table of
        all flights and summed up, and a teardown drops the staging table, whatever happened between.

        Practice: each step replaces what an earlier try of it left, in one transaction, and the day's rows are replaced as a whole. So the
        run may die after any step and be retried, cleared, or backfilled: the tables end up the same, byte for byte. Without it, a retry
        after a commit that nobody heard of loads the day twice, and a failed run leaves its staging table behind for good.

        A failed teardown does not fail the run unless asked to: the flights are loaded, and the next run of the day clears up.

        Connections: `flights_inbox` (a directory), `local_warehouse` (SQLite).
        """;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS daily_flights (
            day TEXT, departed_at TEXT, origin TEXT, destination TEXT, delay_minutes INTEGER NOT NULL,
            PRIMARY KEY (day, departed_at, origin, destination)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS daily_delays (
            day TEXT PRIMARY KEY, flights INTEGER NOT NULL, late INTEGER NOT NULL, worst_minutes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    /// <param name="teardownDecides">True: a run whose staging table could not be dropped has failed.</param>
    public static Dag Create(bool teardownDecides = false)
    {
        var dag = new Dag(Id)
        {
            DisplayName = "WarehouseRerun",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.CronInterval("@daily"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new()
            {
                Retries = 3,
                RetryDelay = TimeSpan.FromMinutes(1),
                Backoff = new(Multiplier: 2, MaxDelay: TimeSpan.FromMinutes(30)),
                Owner = "warehouse",
            },
            MaxActiveRuns = 1, // SQLite takes one writer.
            Json = ReferenceJson.Default,
        };

        TaskRef created = dag.Task("create_staging", CreateStaging);
        TaskRef<int> staged = dag.Task("stage_day", StageDay);
        TaskRef<int> merged = dag.Task("merge_day", staged, MergeDay);
        TaskRef summed = dag.Task("sum_up_day", merged, SumUpDay);
        TaskRef dropped = dag.Task("drop_staging", DropStaging).AsTeardown(teardownDecides, created);

        TaskScope.Chain(created, staged);
        TaskScope.Chain(summed, dropped);
        return dag.Build();
    }

    private static void CreateStaging(TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute($"""
            {Schema}
            DROP TABLE IF EXISTS {Staging(context)};
            CREATE TABLE {Staging(context)} (
                departed_at TEXT, origin TEXT, destination TEXT, delay_minutes INTEGER NOT NULL,
                PRIMARY KEY (departed_at, origin, destination)
            ) STRICT, WITHOUT ROWID;
            """);
    }

    /// <summary>Of several rows with one key the first delivered is kept. A day without flights is skipped: it deletes nothing.</summary>
    private static int StageDay(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        Flight[] flights =
        [
            .. FlightFeed.FilesIn(inbox, ".csv").Concat(FlightFeed.FilesIn(inbox, ".json")).SelectMany(FlightFeed.Read)
                .Select(row => row.Flight).OfType<Flight>().Where(flight => DateOnly.FromDateTime(flight.DepartedAt) == DayOf(context)),
        ];
        using DbConnection warehouse = Warehouse.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        warehouse.Execute($"DELETE FROM {Staging(context)}");
        int staged = flights.Sum(flight => warehouse.Execute(
            $"INSERT INTO {Staging(context)} VALUES ($at, $origin, $destination, $delay) ON CONFLICT DO NOTHING",
            ("$at", flight.DepartedAt.ToString("s", CultureInfo.InvariantCulture)),
            ("$origin", flight.Origin), ("$destination", flight.Destination), ("$delay", flight.DelayMinutes)));
        transaction.Commit();
        context.Count("flights.staged", staged);
        return staged > 0 ? staged : throw Outcome.Skip($"No flight of {Day(context)} was delivered. What the warehouse has of it stays.");
    }

    private static int MergeDay(int staged, TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        using DbTransaction transaction = warehouse.BeginTransaction();
        warehouse.Execute("DELETE FROM daily_flights WHERE day = $day", ("$day", Day(context)));
        int merged = warehouse.Execute(
            $"INSERT INTO daily_flights SELECT $day, departed_at, origin, destination, delay_minutes FROM {Staging(context)}",
            ("$day", Day(context)));
        if (merged != staged)
        {
            throw Outcome.Fail($"{staged} flights were staged, but {merged} are there to be merged. Clear stage_day and what follows.");
        }

        transaction.Commit();
        context.Count("flights.merged", merged);
        return merged;
    }

    private static void SumUpDay(int merged, TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute(
            """
            INSERT OR REPLACE INTO daily_delays
            SELECT day, count(*), sum(delay_minutes >= 15), max(delay_minutes) FROM daily_flights WHERE day = $day GROUP BY day
            """,
            ("$day", Day(context)));
    }

    private static void DropStaging(TaskContext context)
    {
        using DbConnection warehouse = Warehouse.Open(context);
        warehouse.Execute($"DROP TABLE IF EXISTS {Staging(context)}");
    }

    private static DateOnly DayOf(TaskContext context) =>
        DateOnly.FromDateTime((context.Run.LogicalDate ?? context.Run.RunAfter).UtcDateTime);

    private static string Day(TaskContext context) => DayOf(context).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A table of the day's own, so that a rerun finds and replaces what its predecessor left.</summary>
    private static string Staging(TaskContext context) =>
        "staged_flights_" + DayOf(context).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

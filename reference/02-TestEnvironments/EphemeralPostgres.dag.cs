using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Loads one day of flights into PostgreSQL and publishes the median delay of each airport.</summary>
public static class EphemeralPostgres
{
    public const string Id = "44_02_01_test_environment_setup_example_1";

    /// <summary>One statement, so that the day is loaded as a whole or not at all. Of rows with one key the worst delay counts.</summary>
    internal const string LoadDay = """
        INSERT INTO flights
        SELECT departed_at, origin, destination, max(delay_minutes), max(distance_miles)
        FROM jsonb_to_recordset(@flights::jsonb)
            AS delivered (departed_at timestamp, origin char(3), destination char(3), delay_minutes integer, distance_miles integer)
        GROUP BY departed_at, origin, destination
        ON CONFLICT (departed_at, origin, destination) DO UPDATE SET delay_minutes = excluded.delay_minutes
        """;

    private const string SumUpDay = """
        INSERT INTO daily_delays
        SELECT departed_at::date, origin, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY delay_minutes), max(delay_minutes)
        FROM flights WHERE departed_at::date = @day::date GROUP BY departed_at::date, origin
        ON CONFLICT (day, origin) DO UPDATE SET
            flights = excluded.flights, median_minutes = excluded.median_minutes, worst_minutes = excluded.worst_minutes
        """;

    private const string Ranking = """
        SELECT origin, flights, median_minutes, worst_minutes FROM daily_delays WHERE day = @day::date
        ORDER BY median_minutes DESC, origin
        """;

    private const string Doc = """
        **44_02_01 Test environment setup, example 1** shows 2.1#1, 2.1#2, 2.1#3.

        Checks that the warehouse has the tables it was written for, loads the flights of the run's day, and publishes the median delay of
        each airport.

        Practice: what the DAG asks of its database (JSON as a table, a median, constraints) only PostgreSQL answers as PostgreSQL does, so
        each test gets a real database of its own: a copy of one that the migrations made, in milliseconds, and gone afterwards. Without it,
        tests share a database and see each other's rows, or run on another product and prove nothing about this one.

        A warehouse that lacks a migration fails the run at once, without retries: waiting cures nothing.

        Connections: `flights_inbox` and `reports` (directories), `warehouse` (PostgreSQL).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "EphemeralPostgres",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.CronInterval("@daily"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "warehouse" },
            Json = ReferenceJson.Default,
        };

        TaskRef checkedTables = dag.Task("check_tables", CheckTablesAsync);
        TaskRef<int> loaded = dag.Task("load_day", LoadDayAsync);
        TaskRef<int> summed = dag.Task("sum_up_day", loaded, SumUpDayAsync);
        TaskRef published = dag.Task("publish_ranking", PublishRankingAsync);
        TaskScope.Chain(checkedTables, loaded);
        TaskScope.Chain(summed, published);
        return dag.Build();
    }

    private static async Task CheckTablesAsync(TaskContext context)
    {
        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand find = warehouse.Command("SELECT to_regclass('daily_delays') IS NOT NULL");
        if (await find.ExecuteScalarAsync(context.Cancellation) is not true)
        {
            throw Outcome.Fail("The warehouse has no table 'daily_delays'. Run the migrations, then clear this task.");
        }
    }

    private static async Task<int> LoadDayAsync(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        Flight[] flights =
        [
            .. FlightFeed.FilesIn(inbox, ".csv").Concat(FlightFeed.FilesIn(inbox, ".json")).SelectMany(FlightFeed.Read)
                .Select(row => row.Flight).OfType<Flight>().Where(flight => DateOnly.FromDateTime(flight.DepartedAt) == DayOf(context)),
        ];
        if (flights.Length == 0)
        {
            throw Outcome.Skip($"No flight of {Day(context)} was delivered. What the warehouse has of it stays.");
        }

        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand load = warehouse.Command(
            LoadDay, ("flights", JsonSerializer.Serialize(flights, ReferenceJson.Default.FlightArray)));
        int loaded = await load.ExecuteNonQueryAsync(context.Cancellation);
        context.Count("flights.loaded", loaded);
        return loaded;
    }

    private static async Task<int> SumUpDayAsync(int loaded, TaskContext context)
    {
        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand sum = warehouse.Command(SumUpDay, ("day", Day(context)));
        return await sum.ExecuteNonQueryAsync(context.Cancellation);
    }

    private static async Task PublishRankingAsync(TaskContext context)
    {
        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand ranking = warehouse.Command(Ranking, ("day", Day(context)));
        await using DbDataReader row = await ranking.ExecuteReaderAsync(context.Cancellation);
        List<string> lines = ["airport,flights,median_delay,worst_delay"];
        while (await row.ReadAsync(context.Cancellation))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{row.GetString(0)},{row.GetInt32(1)},{row.GetDouble(2):0.#},{row.GetInt32(3)}"));
        }

        string file = Path.Combine(context.Connections["reports"].Path, $"delays-{Day(context)}.csv");
        await File.WriteAllLinesAsync(file, lines, context.Cancellation);
    }

    private static async Task<DbConnection> OpenAsync(TaskContext context)
    {
        DbConnection warehouse = context.Connections["warehouse"].Sql(Databases.Postgres);
        await warehouse.OpenAsync(context.Cancellation);
        return warehouse;
    }

    private static DateOnly DayOf(TaskContext context) =>
        DateOnly.FromDateTime((context.Run.LogicalDate ?? context.Run.RunAfter).UtcDateTime);

    private static string Day(TaskContext context) => DayOf(context).ToString("O", CultureInfo.InvariantCulture);
}

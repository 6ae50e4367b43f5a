using System.Data.Common;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.MockAndStub;

/// <summary>Quotes a fare for every route flown, in a SQL database.</summary>
public static class FareDatabase
{
    public const string Id = "44_04_03_database_mocking";

    /// <summary>In the words that SQLite and PostgreSQL share.</summary>
    internal const string Tables = """
        CREATE TABLE IF NOT EXISTS routes (
            origin TEXT NOT NULL, destination TEXT NOT NULL, distance_miles INTEGER NOT NULL, PRIMARY KEY (origin, destination)
        );
        CREATE TABLE IF NOT EXISTS quotes (
            origin TEXT NOT NULL, destination TEXT NOT NULL, fare_cents INTEGER NOT NULL, PRIMARY KEY (origin, destination)
        )
        """;

    internal const string Routes = "SELECT origin, destination, distance_miles FROM routes ORDER BY origin, destination";

    internal const string SaveQuote = """
        INSERT INTO quotes (origin, destination, fare_cents) VALUES (@origin, @destination, @fare)
        ON CONFLICT (origin, destination) DO UPDATE SET fare_cents = excluded.fare_cents
        """;

    internal const string Missing = """
        SELECT COUNT(*) FROM routes r LEFT JOIN quotes q ON q.origin = r.origin AND q.destination = r.destination
        WHERE q.fare_cents IS NULL
        """;

    private const string SaveRoute = """
        INSERT INTO routes (origin, destination, distance_miles) VALUES (@origin, @destination, @miles)
        ON CONFLICT (origin, destination) DO UPDATE SET distance_miles = excluded.distance_miles
        """;

    private const string Doc = """
        **44_04_03 Database mocking** shows 4.3#1, 4.3#2, 4.3#3, 4.3#4.

        Keeps the routes of the delivered flights, quotes a fare for each in one transaction, and checks that none is missing.

        Practice: the body meets a database behind ADO.NET, so a test gives it one that answers as scripted, one in memory, or a real
        server. What cannot be had from a real one on demand is scripted: a deadlock, a connection that is lost in mid-commit. Without it,
        the path that handles a deadlock runs for the first time in production. A double alone proves nothing about SQL: the same tests
        run on SQLite and PostgreSQL, and where these differ is reported.

        Connections: `fares` (SQL), `flights_inbox` (a directory). Params: `base_cents`, `cents_per_mile`.
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "FareDatabase",
            Doc = Doc,
            Tags = ["reference", "testing", "intermediate", "success"],
            Schedule = Schedule.Cron("30 2 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("base_cents", 4900), Param.Of("cents_per_mile", 11)],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "revenue" },
            Json = ReferenceJson.Default,
        };

        TaskRef loaded = dag.Task("load_routes", LoadRoutesAsync);
        TaskRef quoted = dag.Task("quote_routes", QuoteRoutesAsync);
        TaskRef audited = dag.Task("audit_quotes", AuditQuotesAsync);
        TaskScope.Chain(loaded, quoted, audited);
        return dag.Build();
    }

    private static async Task<int> LoadRoutesAsync(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        Flight[] routes =
        [
            .. FlightFeed.FilesIn(inbox, ".json").SelectMany(FlightFeed.Read).Select(row => row.Flight).OfType<Flight>()
                .DistinctBy(flight => (flight.Origin, flight.Destination)),
        ];
        await using DbConnection fares = await OpenAsync(context);
        await ExecuteAsync(fares, null, Tables, context.Cancellation);
        await using DbTransaction transaction = await fares.BeginTransactionAsync(context.Cancellation);
        foreach (Flight route in routes)
        {
            await ExecuteAsync(
                fares, transaction, SaveRoute, context.Cancellation,
                ("origin", route.Origin), ("destination", route.Destination), ("miles", route.DistanceMiles));
        }

        await transaction.CommitAsync(context.Cancellation);
        return routes.Length;
    }

    private static async Task<int> QuoteRoutesAsync(TaskContext context)
    {
        long start = context.Params.Integer("base_cents");
        long perMile = context.Params.Integer("cents_per_mile");
        try
        {
            await using DbConnection fares = await OpenAsync(context);
            List<(string Origin, string Destination, long Miles)> routes = await RoutesAsync(fares, context.Cancellation);
            await using DbTransaction transaction = await fares.BeginTransactionAsync(context.Cancellation);
            foreach ((string origin, string destination, long miles) in routes)
            {
                await ExecuteAsync(
                    fares, transaction, SaveQuote, context.Cancellation,
                    ("origin", origin), ("destination", destination), ("fare", start + (perMile * miles)));
            }

            await transaction.CommitAsync(context.Cancellation);
            context.Count("quotes", routes.Count);
            return routes.Count;
        }
        catch (DbException e) when (e.IsTransient)
        {
            // Saving a quote twice changes nothing, so it may be tried again even when nobody knows whether the commit came through.
            throw Outcome.RetryAfter(TimeSpan.FromSeconds(30), $"The database asks to try again: {e.Message}", e);
        }
    }

    private static async Task AuditQuotesAsync(TaskContext context)
    {
        await using DbConnection fares = await OpenAsync(context);
        await using DbCommand query = fares.CreateCommand();
        query.CommandText = Missing;
        long missing = Convert.ToInt64(await query.ExecuteScalarAsync(context.Cancellation), provider: null);
        if (missing > 0)
        {
            throw Outcome.Fail($"{missing} routes have no quote. Look why quote_routes did not save them.");
        }
    }

    private static async Task<List<(string Origin, string Destination, long Miles)>> RoutesAsync(
        DbConnection fares, CancellationToken cancellation)
    {
        await using DbCommand query = fares.CreateCommand();
        query.CommandText = Routes;
        await using DbDataReader row = await query.ExecuteReaderAsync(cancellation);
        List<(string, string, long)> routes = [];
        while (await row.ReadAsync(cancellation))
        {
            routes.Add((row.GetString(0), row.GetString(1), Convert.ToInt64(row.GetValue(2), provider: null)));
        }

        return routes;
    }

    private static async Task<DbConnection> OpenAsync(TaskContext context)
    {
        DbConnection fares = context.Connections["fares"].Sql(Databases.Sqlite);
        await fares.OpenAsync(context.Cancellation);
        return fares;
    }

    private static async Task ExecuteAsync(
        DbConnection fares, DbTransaction? transaction, string sql, CancellationToken cancellation,
        params (string Name, object Value)[] parameters)
    {
        await using DbCommand command = fares.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach ((string name, object value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}

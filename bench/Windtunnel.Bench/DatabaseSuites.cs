using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using Windtunnel.Environments;

namespace Windtunnel.Bench;

/// <summary>Suites of tests that each want the migrated database for themselves, and the ways to give it to them: ours, and those that
/// one writes by hand. All have a server of their own with the same settings, so that only the ways differ.</summary>
/// <param name="migrations">The folder of the migrations.</param>
/// <param name="tables">What they make.</param>
internal sealed class DatabaseSuites(string migrations, string[] tables)
{
    public const int Tests = 200;

    private const string Warehouse = "warehouse";

    private int _number;

    /// <summary>Gives a test a database, and takes it back.</summary>
    private delegate Task Way(Func<DbConnection, Task> test);

    /// <summary>Each test gets its part of one environment.</summary>
    public Task<SuiteTimes> OursAsync(Isolation isolation = Isolation.Database, int atOnce = 1) => MeasureAsync(
        Service.Postgres(Warehouse).Migrated(migrations).Isolated(isolation),
        environment => Task.FromResult<Way>(test => InAPartAsync(environment, test)),
        Tests,
        atOnce);

    /// <summary>Each test gets an environment, with a server of its own.</summary>
    public async Task<SuiteTimes> ServerForEachAsync(int tests)
    {
        List<SuiteTimes> each = [];
        for (int test = 0; test < tests; test++)
        {
            each.Add(await MeasureAsync(
                Service.Postgres(Warehouse).Migrated(migrations),
                environment => Task.FromResult<Way>(test => InAPartAsync(environment, test)),
                tests: 1));
        }

        return each.Aggregate((one, other) =>
            new(one.Total + other.Total, one.Teardown + other.Teardown, [.. one.Opening, .. other.Opening]));
    }

    /// <summary>The best that one writes by hand: a database that was migrated once is the template of each test's.</summary>
    public Task<SuiteTimes> TemplateByHandAsync(int atOnce = 1) => ByHandAsync(
        async server =>
        {
            await MigrateAsync(server, "template");
            return test => InANewOneAsync(server, own => ExecuteAsync(server, $"CREATE DATABASE {own} TEMPLATE template"), test);
        },
        Tests,
        atOnce);

    /// <summary>Each test's database is created and migrated.</summary>
    public Task<SuiteTimes> MigratedForEachAsync(int tests) => ByHandAsync(
        server => Task.FromResult<Way>(test => InANewOneAsync(server, own => MigrateAsync(server, own), test)),
        tests);

    /// <summary>All use one database, one after another, and each empties it first.</summary>
    public Task<SuiteTimes> TruncatedAsync() => InOneDatabaseByHandAsync(database => async test =>
    {
        await using DbConnection connection = await database.OpenConnectionAsync();
        await ExecuteAsync(connection, $"TRUNCATE {string.Join(", ", tables)}");
        await test(connection);
    });

    /// <summary>All use one database, each in a transaction that is rolled back.</summary>
    public Task<SuiteTimes> RolledBackByHandAsync() => InOneDatabaseByHandAsync(database => async test =>
    {
        await using DbConnection connection = await database.OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        await test(connection);
        await transaction.RollbackAsync();
    });

    private static async Task InAPartAsync(TestEnvironment environment, Func<DbConnection, Task> test)
    {
        await using TestPart part = await environment.OpenAsync();
        await using DbConnection connection = part.Connections[Warehouse].Sql(NpgsqlFactory.Instance);
        await connection.OpenAsync();
        await test(connection);
    }

    private Task<SuiteTimes> InOneDatabaseByHandAsync(Func<NpgsqlDataSource, Way> way) => ByHandAsync(
        async server =>
        {
            await MigrateAsync(server, "common");
            return way(NpgsqlDataSource.Create($"{server.ConnectionString};Database=common"));
        },
        Tests);

    private async Task InANewOneAsync(NpgsqlDataSource server, Func<string, Task> create, Func<DbConnection, Task> test)
    {
        string own = $"by_hand_{Interlocked.Increment(ref _number)}";
        await create(own);
        await using (var connection = new NpgsqlConnection($"{server.ConnectionString};Database={own}"))
        {
            await connection.OpenAsync();
            await test(connection);
        }

        await ExecuteAsync(server, $"DROP DATABASE {own} WITH (FORCE)");
    }

    private async Task MigrateAsync(NpgsqlDataSource server, string database)
    {
        await ExecuteAsync(server, $"CREATE DATABASE {database}");
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Database={database};Pooling=false");
        await connection.OpenAsync();
        foreach (string file in Directory.GetFiles(migrations).Order(StringComparer.Ordinal))
        {
            await ExecuteAsync(connection, await File.ReadAllTextAsync(file));
        }
    }

    private static Task<SuiteTimes> ByHandAsync(Func<NpgsqlDataSource, Task<Way>> begin, int tests, int atOnce = 1) => MeasureAsync(
        Service.Postgres(Warehouse).Isolated(Isolation.Shared),
        async environment =>
        {
            Connection server = (await environment.OpenAsync()).Connections[Warehouse];
            return await begin(NpgsqlDataSource.Create(
                $"Host={server.Host};Port={server.Port};Username={server.Login};Password={server.Password};"
                + "Database=postgres;Persist Security Info=true"));
        },
        tests,
        atOnce);

    private static async Task<SuiteTimes> MeasureAsync(
        PostgresServer server, Func<TestEnvironment, Task<Way>> begin, int tests, int atOnce = 1)
    {
        long began = Stopwatch.GetTimestamp();
        var environment = new TestEnvironment().Add(server);
        Way around = await begin(environment);
        List<TimeSpan> opening = [];
        await Parallel.ForAsync(0, tests, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, _) =>
        {
            long asked = Stopwatch.GetTimestamp();
            await around(connection =>
            {
                lock (opening)
                {
                    opening.Add(Stopwatch.GetElapsedTime(asked));
                }

                return SmallTestAsync(connection);
            });
        });
        long over = Stopwatch.GetTimestamp();
        await environment.DisposeAsync();
        return new(Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(over), opening);
    }

    /// <summary>Some rows in, a question, an answer.</summary>
    private static async Task SmallTestAsync(DbConnection connection)
    {
        await ExecuteAsync(connection, "INSERT INTO table_0 SELECT number, 'a row' FROM generate_series(1, 100) AS number");
        await ExecuteAsync(connection, "SELECT count(*) FROM table_0 NATURAL JOIN table_1");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource server, string sql)
    {
        await using NpgsqlCommand command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

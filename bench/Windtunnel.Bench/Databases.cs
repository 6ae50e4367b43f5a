using System.Diagnostics;
using Npgsql;
using Windtunnel.Environments;

namespace Windtunnel.Bench;

/// <summary>What a real PostgreSQL around each test costs, beside what else one can do to keep tests apart. By the clock on the wall,
/// since most of it is done by the server; the ways take turns, so that what else the machine does hits all of them.</summary>
internal static class Databases
{
    private const int Suite = 200;
    private const int Turns = 10;
    private const int OfAServerEach = 5;

    private static readonly string[] Tables = [.. Enumerable.Range(0, 20).Select(table => $"table_{table}")];

    public static IEnumerable<Figure> Measure()
    {
        string migrations = WriteMigrations();
        PostgresServer declared = Service.Postgres("warehouse").Migrated(migrations);
        try
        {
            // Once before, for the driver and the watchdog.
            Run(async () => await new TestEnvironment().Add(declared).StartAsync());
            return [.. Suites(declared, migrations), .. ManyServers(declared)];
        }
        finally
        {
            Directory.Delete(migrations, recursive: true);
        }
    }

    private static IEnumerable<Figure> Suites(PostgresServer declared, string migrations)
    {
        List<TimeSpan> started = [], copied = [], migrated = [];
        TimeSpan copies = default, migrations20 = default, truncations = default, bodies = default;
        var environment = new TestEnvironment().Add(declared);
        TestPart common = Get(() => environment.OpenAsync());
        for (int turn = 0; turn < Turns; turn++)
        {
            copies += Times(Suite / Turns, () => InACopyAsync(environment, copied));
            bodies += Times(Suite / Turns, () => UseAsync(common.Connections["warehouse"]));
            migrations20 += Times(Suite / Turns / 10, () => MigratedAnewAsync(common.Connections["warehouse"], migrations, migrated));
            truncations += Times(Suite / Turns, () => TruncatedAsync(common.Connections["warehouse"]));
        }

        TimeSpan teardown = Times(1, () => environment.DisposeAsync().AsTask());
        TimeSpan servers = Times(OfAServerEach, () => OnItsOwnServerAsync(declared, started)) / OfAServerEach * Suite;
        yield return Figure.AtMost(60, "ms", "migrated database of a test, median", Median(copied).TotalMilliseconds);
        yield return Figure.AtMost(0.5, "", "that to CREATE DATABASE and 20 migrations", Median(copied) / Median(migrated));
        yield return Figure.AtMost(1, "", "suite of 200, to migrating for each", copies / (migrations20 * 10));
        yield return Figure.AtMost(4, "", "suite of 200, to truncating, one after another", copies / truncations);
        yield return Figure.AtMost(0.2, "", "suite of 200, to a server for each", copies / servers);
        yield return Figure.AtMost(0.05, "", "teardown, as a share of the suite", teardown / (copies + bodies));
        yield return Figure.AtMost(1_500, "ms", "PostgreSQL from nothing to migrated, median", Median(started).TotalMilliseconds);
    }

    private static IEnumerable<Figure> ManyServers(PostgresServer declared)
    {
        TestEnvironment[] environments = [.. Enumerable.Range(0, 32).Select(_ => new TestEnvironment().Add(declared))];
        TimeSpan up = Times(1, () => Task.WhenAll(environments.Select(async environment =>
        {
            await using TestPart part = await environment.OpenAsync();
            await UseAsync(part.Connections["warehouse"]);
        })));
        Run(() => Task.WhenAll(environments.Select(environment => environment.DisposeAsync().AsTask())));
        yield return Figure.AtMost(1.5, "s", "32 PostgreSQL servers at once, for each", up.TotalSeconds / 32);
    }

    private static async Task InACopyAsync(TestEnvironment environment, List<TimeSpan> opened)
    {
        long began = Stopwatch.GetTimestamp();
        await using TestPart part = await environment.OpenAsync();
        opened.Add(Stopwatch.GetElapsedTime(began));
        await UseAsync(part.Connections["warehouse"]);
    }

    private static async Task MigratedAnewAsync(Connection server, string migrations, List<TimeSpan> made)
    {
        long began = Stopwatch.GetTimestamp();
        await ExecuteAsync(server, "CREATE DATABASE anew");
        Connection anew = server with { Schema = "anew" };
        foreach (string file in Directory.GetFiles(migrations).Order(StringComparer.Ordinal))
        {
            await ExecuteAsync(anew, await File.ReadAllTextAsync(file));
        }

        made.Add(Stopwatch.GetElapsedTime(began));
        await UseAsync(anew);
        await ExecuteAsync(server, "DROP DATABASE anew WITH (FORCE)");
    }

    private static async Task TruncatedAsync(Connection database)
    {
        await ExecuteAsync(database, $"TRUNCATE {string.Join(", ", Tables)}");
        await UseAsync(database);
    }

    private static async Task OnItsOwnServerAsync(PostgresServer declared, List<TimeSpan> started)
    {
        long began = Stopwatch.GetTimestamp();
        await using var environment = new TestEnvironment().Add(declared);
        await environment.StartAsync();
        started.Add(Stopwatch.GetElapsedTime(began));
        await using TestPart part = await environment.OpenAsync();
        await UseAsync(part.Connections["warehouse"]);
    }

    /// <summary>What a small test does: some rows in, a question, an answer.</summary>
    private static Task UseAsync(Connection database) => ExecuteAsync(
        database,
        """
        INSERT INTO table_0 SELECT number, 'a row' FROM generate_series(1, 100) AS number;
        SELECT count(*) FROM table_0 NATURAL JOIN table_1
        """);

    private static async Task ExecuteAsync(Connection database, string sql)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = database.Host,
            Port = database.Port!.Value,
            Username = database.Login,
            Password = database.Password,
            Database = database.Schema,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Twenty files with a table and an index each.</summary>
    private static string WriteMigrations()
    {
        string folder = Directory.CreateTempSubdirectory("windtunnel-bench-").FullName;
        foreach (string table in Tables)
        {
            File.WriteAllText(
                Path.Combine(folder, $"{table}.sql"),
                $"CREATE TABLE {table} (id int, text text); CREATE INDEX {table}_by_text ON {table} (text)");
        }

        return folder;
    }

    private static TimeSpan Times(int times, Func<Task> act)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            Run(act);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static TimeSpan Median(List<TimeSpan> all) => all.Order().ElementAt(all.Count / 2);

    private static void Run(Func<Task> act) => act().GetAwaiter().GetResult();

    private static T Get<T>(Func<Task<T>> ask) => ask().GetAwaiter().GetResult();
}

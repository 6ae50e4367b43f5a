using System.Diagnostics;
using Windtunnel.Environments;

namespace Windtunnel.Bench;

/// <summary>What a real PostgreSQL around each test costs, beside what else one can do to keep tests apart. By the clock on the wall,
/// since most of it is done by the server.</summary>
internal static class Databases
{
    private const int OfAServerEach = 5;
    private const int MigratedAnew = 20;
    private const int Servers = 32;

    private static readonly string[] Tables = [.. Enumerable.Range(0, 20).Select(table => $"table_{table}")];

    public static IEnumerable<Figure> Measure()
    {
        string migrations = WriteMigrations();
        try
        {
            var suites = new DatabaseSuites(migrations, Tables);
            // Once before, for the driver and the watchdog.
            Get(() => suites.ServerForEachAsync(1));
            return [.. Suites(suites), .. ManyServers(Service.Postgres("warehouse").Migrated(migrations))];
        }
        finally
        {
            Directory.Delete(migrations, recursive: true);
        }
    }

    private static IEnumerable<Figure> Suites(DatabaseSuites suites)
    {
        SuiteTimes ours = Get(() => suites.OursAsync());
        SuiteTimes migrated = Get(() => suites.MigratedForEachAsync(MigratedAnew));
        SuiteTimes servers = Get(() => suites.ServerForEachAsync(OfAServerEach));
        SuiteTimes oursAtOnce = Get(() => suites.OursAsync(atOnce: 4));
        yield return Figure.AtMost(60, "ms", "migrated database of a test, median", ours.MedianOpening.TotalMilliseconds);
        yield return Figure.AtMost(0.5, "", "that to CREATE DATABASE and 20 migrations", ours.MedianOpening / migrated.MedianOpening);
        yield return Figure.AtMost(60, "ms", "suite of 200, for each test", ours.PerTest.TotalMilliseconds);
        yield return Figure.AtMost(1, "", "suite of 200, to a template by hand", ours / Get(() => suites.TemplateByHandAsync()));
        yield return Figure.AtMost(60, "ms", "suite of 200, four at once, for each test", oursAtOnce.PerTest.TotalMilliseconds);
        yield return Figure.AtMost(
            1, "", "suite of 200, four at once, to that by hand", oursAtOnce / Get(() => suites.TemplateByHandAsync(atOnce: 4)));
        yield return Figure.AtMost(0.5, "", "suite of 200, to migrating for each", ours / migrated);
        yield return Figure.AtMost(0.2, "", "suite of 200, to a server for each", ours / servers);
        SuiteTimes transactions = Get(() => suites.OursAsync(Isolation.Transaction));
        yield return Figure.AtMost(10, "ms", "suite of 200 in transactions, for each test", transactions.PerTest.TotalMilliseconds);
        yield return Figure.AtMost(1.2, "", "that to rolling back by hand", transactions / Get(suites.RolledBackByHandAsync));
        yield return Figure.AtMost(1, "", "that to truncating one database by hand", transactions / Get(suites.TruncatedAsync));
        yield return Figure.AtMost(0.05, "", "teardown, as a share of the suite", ours.Teardown / ours.Total);
        yield return Figure.AtMost(0.05, "", "that of four at once", oursAtOnce.Teardown / oursAtOnce.Total);
        yield return Figure.AtMost(1_500, "ms", "PostgreSQL from nothing to migrated, median", servers.MedianOpening.TotalMilliseconds);
    }

    private static IEnumerable<Figure> ManyServers(PostgresServer declared)
    {
        TestEnvironment[] environments = [.. Enumerable.Range(0, Servers).Select(_ => new TestEnvironment().Add(declared))];
        TimeSpan up = Time(() => Task.WhenAll(environments.Select(environment => environment.StartAsync())));
        TimeSpan down = Time(() => Task.WhenAll(environments.Select(environment => environment.DisposeAsync().AsTask())));
        yield return Figure.AtMost(1.5, "s", "32 PostgreSQL servers at once, for each", up.TotalSeconds / Servers);
        yield return Figure.AtMost(0.5, "s", "the end of these, for each", down.TotalSeconds / Servers);
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

    private static TimeSpan Time(Func<Task> act)
    {
        long began = Stopwatch.GetTimestamp();
        act().GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(began);
    }

    private static T Get<T>(Func<Task<T>> ask) => ask().GetAwaiter().GetResult();
}

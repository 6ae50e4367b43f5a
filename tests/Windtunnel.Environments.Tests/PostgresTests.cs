using Npgsql;

namespace Windtunnel.Environments.Tests;

public sealed class PostgresTests(PostgresTests.WarehouseFixture fixture) : IClassFixture<PostgresTests.WarehouseFixture>
{
    private TestEnvironment Warehouse => fixture.Environment;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_OfOneServer_SeeTheMigratedTablesAndNotEachOther()
    {
        await using TestPart one = await Warehouse.OpenAsync(Token);
        await using TestPart two = await Warehouse.OpenAsync(Token);

        await ExecuteAsync(one, "INSERT INTO flights (origin, delay) VALUES ('SEA', 12)");

        Assert.Equal(1L, await ScalarAsync(one, "SELECT count(*) FROM flights"));
        Assert.Equal(0L, await ScalarAsync(two, "SELECT count(*) FROM flights"));
        Assert.Equal(2L, await ScalarAsync(two, "SELECT count(*) FROM airports"));
    }

    [Fact]
    public async Task Parts_OfThirtyTwoTestsAtOnce_AreThirtyTwoDatabases()
    {
        TestPart[] parts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Warehouse.OpenAsync(Token)));

        Assert.Equal(32, parts.Select(part => part.Connections["warehouse"].Schema).Distinct().Count());
        await Task.WhenAll(parts.Select(part => part.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Schema_AsIsolation_KeepsTestsApartInOneDatabase()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Postgres("warehouse").Migrated("db/migrations").Isolated(Isolation.Schema));
        await using TestPart one = await environment.OpenAsync(Token);
        await using TestPart two = await environment.OpenAsync(Token);

        await ExecuteAsync(one, "DELETE FROM airports");

        Assert.Equal(0L, await ScalarAsync(one, "SELECT count(*) FROM airports"));
        Assert.Equal(2L, await ScalarAsync(two, "SELECT count(*) FROM airports"));
        Assert.Equal(one.Connections["warehouse"].Schema, two.Connections["warehouse"].Schema);
    }

    [Fact]
    public async Task Migration_ThatFails_IsToldWithItsFile()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "001_good.sql"), "CREATE TABLE t (i int);", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "002_bad.sql"), "CREATE TABLE u (i int);\nCREATE TABL v (i int);", Token);
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse").Migrated(folder));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Equal(
            $"Service 'warehouse' (native) is up, but could not be prepared: The migration '{folder}/002_bad.sql' failed in line 2: "
            + "42601 syntax error at or near \"TABL\". Mend it; the files before it are right.",
            e.Message.Split('\n')[0]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Server_ThatDies_IsToldAtTheNextUse()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        await using TestPart part = await environment.OpenAsync(Token);
        HeldProcess.Kill((int)(await ScalarAsync(part, "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int"))!);

        var e = await Assert.ThrowsAsync<EnvironmentException>(async () =>
        {
            using CancellationTokenSource limit = Eventually.Limit();
            while (!limit.IsCancellationRequested)
            {
                await (await environment.OpenAsync(Token)).DisposeAsync();
            }
        });

        Assert.StartsWith("Service 'warehouse' died", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsGiven_LosesWhatTestsAndDeadOwnersMadeInIt()
    {
        await using var host = new TestEnvironment().Add(Service.Postgres("given").Isolated(Isolation.Shared));
        await using TestPart server = await host.OpenAsync(Token);
        string uri = (server.Connections["given"] with { Schema = "postgres" }).ToUri();
        string left = await LeftByADeadOwnerAsync(server);

        await using (var environment = new TestEnvironment().Add(Service.Postgres("warehouse").At(uri).Migrated("db/migrations")))
        {
            await using TestPart part = await environment.OpenAsync(Token);
            Assert.Equal(2L, await ScalarAsync(part, "SELECT count(*) FROM airports"));
            Assert.Equal(0L, await ScalarAsync(part, $"SELECT count(*) FROM pg_database WHERE datname = '{left}'"));
        }

        // The host's own: what is copied, and what it shares.
        Assert.Equal(2L, await ScalarAsync(server, "SELECT count(*) FROM pg_database WHERE datname LIKE 'wt%'", "given"));
    }

    [Fact]
    public async Task Server_ThatIsGivenAndAway_IsReplacedByANativeOneAndTheReportSaysWhy()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Postgres("warehouse").At("postgres://nobody:nothing@127.0.0.1:1/postgres"));

        StartReport report = await environment.StartAsync(Token);

        ServiceStart start = Assert.Single(report.Services);
        Assert.Equal(ProviderKind.Native, start.Provider);
        Assert.StartsWith("given: the server at 127.0.0.1:1 does not answer", Assert.Single(start.Reasons), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Address_ThatIsNoUri_IsRefused() => Assert.Throws<FormatException>(() => Service.Postgres().At("localhost"));

    public sealed class WarehouseFixture : IAsyncDisposable
    {
        public TestEnvironment Environment { get; } = new TestEnvironment().Add(Service.Postgres("warehouse").Migrated("db/migrations"));

        public ValueTask DisposeAsync() => Environment.DisposeAsync();
    }

    private static async Task<string> LeftByADeadOwnerAsync(TestPart server)
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        string name;
        using (var dead = new Owner(new LeaseRoot(root)))
        {
            name = new DatabaseNames(dead).Next();
        }

        Directory.Delete(root, recursive: true);
        await ExecuteAsync(server, $"CREATE DATABASE {name}", "given");
        return name;
    }

    private static async Task ExecuteAsync(TestPart part, string sql, string service = "warehouse") =>
        await ScalarAsync(part, sql, service);

    private static async Task<object?> ScalarAsync(TestPart part, string sql, string service = "warehouse")
    {
        await using NpgsqlDataSource source = PostgresAddress.Open(part.Connections[service]);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}

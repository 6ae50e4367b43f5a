using System.Data.Common;
using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class IsolationTests(IsolationTests.WarehouseFixture fixture) : IClassFixture<IsolationTests.WarehouseFixture>
{
    private TestEnvironment Warehouse => fixture.Environment;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transaction_AsIsolation_LetsTasksSeeEachOthersRowsAndKeepsNone()
    {
        var dag = new Dag("load");
        var loaded = dag.Task("load", async context =>
        {
            await using DbConnection warehouse = await OpenAsync(context);
            await using DbTransaction transaction = await warehouse.BeginTransactionAsync(context.Cancellation);
            await ExecuteAsync(warehouse, "INSERT INTO airports VALUES ('PDX', 'Portland')");
            await transaction.CommitAsync(context.Cancellation);
            return 1;
        });
        dag.Task("count", loaded, async (_, context) =>
        {
            await using DbConnection warehouse = await OpenAsync(context);
            return await ExecuteAsync(warehouse, "SELECT count(*) FROM airports");
        });

        foreach (int _ in Enumerable.Range(0, 2))
        {
            await using var tunnel = Tunnel.For(dag).In(Warehouse);
            (await tunnel.RunAsync(Token)).ShouldSucceed().Task("count").ShouldHaveXCom("return_value", 3L);
        }
    }

    [Fact]
    public async Task Statement_ThatFailsInATransaction_LeavesTheConnectionUsable()
    {
        await using TestPart part = await Warehouse.OpenAsync(Token);
        await using DbConnection warehouse = Database(part);
        await warehouse.OpenAsync(Token);
        await ExecuteAsync(warehouse, "INSERT INTO airports VALUES ('PDX', 'Portland')");

        var e = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(warehouse, "INSERT INTO airports VALUES ('PDX', 'again')"));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, e.SqlState);
        Assert.Equal(3L, await ExecuteAsync(warehouse, "SELECT count(*) FROM airports"));
    }

    [Fact]
    public async Task Session_OfATest_IsCleanForTheNext()
    {
        await using (TestPart part = await Warehouse.OpenAsync(Token))
        {
            await using DbConnection warehouse = Database(part);
            await warehouse.OpenAsync(Token);
            await ExecuteAsync(warehouse, "SELECT pg_advisory_lock(42)");
            await ExecuteAsync(warehouse, "SET search_path = pg_catalog");
            await ExecuteAsync(warehouse, "CREATE TEMP TABLE left_behind (id int)");
        }

        await using TestPart next = await Warehouse.OpenAsync(Token);
        await using DbConnection other = Database(next);
        await other.OpenAsync(Token);

        const string left = """
            SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
                + (SELECT count(*) FROM pg_class WHERE relname = 'left_behind')
                + (SELECT count(*) FROM pg_settings WHERE name = 'search_path' AND setting = 'pg_catalog')
            """;
        Assert.Equal(0L, await ExecuteAsync(other, left));
    }

    [Fact]
    public async Task Transaction_OfABody_IsRolledBackUnlessCommitted()
    {
        await using TestPart part = await Warehouse.OpenAsync(Token);
        await using (DbConnection warehouse = Database(part))
        {
            await warehouse.OpenAsync(Token);
            _ = await warehouse.BeginTransactionAsync(Token);
            await ExecuteAsync(warehouse, "DELETE FROM airports");
        }

        await using DbConnection again = Database(part);
        await again.OpenAsync(Token);
        Assert.Equal(2L, await ExecuteAsync(again, "SELECT count(*) FROM airports"));
    }

    [Fact]
    public async Task Connection_BesideAnotherInATransaction_IsRefusedWithTheCure()
    {
        await using TestPart part = await Warehouse.OpenAsync(Token);
        await using DbConnection one = Database(part);
        await using DbConnection two = Database(part);
        await one.OpenAsync(Token);

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => two.OpenAsync(Token));

        Assert.EndsWith("or give the test a database: .Isolated(Isolation.Database).", e.Message, StringComparison.Ordinal);
        await one.CloseAsync();
        await two.OpenAsync(Token);
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("SELECT 1; /* sly */ rollback")]
    [InlineData("BEGIN")]
    public async Task Statement_ThatWouldEndTheTestsTransaction_IsRefused(string sql)
    {
        await using TestPart part = await Warehouse.OpenAsync(Token);
        await using DbConnection warehouse = Database(part);
        await warehouse.OpenAsync(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ExecuteAsync(warehouse, sql));
    }

    [Fact]
    public async Task Server_OfEachTest_IsItsOwn()
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Redis("cache").PerTest())
            .Add(Service.Command("app", "redis-server", "--port", "{port}", "--save", "").After("cache").PerTest());
        await using TestPart one = await environment.OpenAsync(Token);
        TestPart two = await environment.OpenAsync(Token);
        Connection gone = two.Connections["app"];

        Assert.NotEqual(one.Connections["cache"].Port, two.Connections["cache"].Port);
        Assert.NotEqual(one.Connections["app"].Port, gone.Port);
        await two.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => RedisWire.OpenAsync(gone, Token));
    }

    public sealed class WarehouseFixture : IAsyncDisposable
    {
        public TestEnvironment Environment { get; } = new TestEnvironment()
            .Add(Service.Postgres("warehouse").Migrated("db/migrations").Isolated(Isolation.Transaction));

        public ValueTask DisposeAsync() => Environment.DisposeAsync();
    }

    private static DbConnection Database(TestPart part) => part.Connections["warehouse"].Sql(NpgsqlFactory.Instance);

    private static async Task<DbConnection> OpenAsync(TaskContext context)
    {
        DbConnection warehouse = context.Connections["warehouse"].Sql(NpgsqlFactory.Instance);
        await warehouse.OpenAsync(context.Cancellation);
        return warehouse;
    }

    private static async Task<object?> ExecuteAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Token);
    }
}

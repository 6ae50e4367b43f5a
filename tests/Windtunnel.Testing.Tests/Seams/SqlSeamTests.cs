using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Windtunnel.Testing.Tests.Seams;

public sealed class SqlSeamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sql_OfASqliteFile_RunsCommandsReadersAndTransactions()
    {
        var calls = new Recording();
        await using var folder = new TempDirectory();
        await using var tunnel = Tunnel.For(Sums(async (database, context) =>
        {
            await using DbTransaction transaction = await database.BeginTransactionAsync(context.Cancellation);
            await using DbCommand insert = database.CreateCommand();
            (insert.CommandText, insert.Transaction) = ("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (20), (22)", transaction);
            await insert.ExecuteNonQueryAsync(context.Cancellation);
            Assert.Same(transaction.Connection, database);
            await transaction.CommitAsync(context.Cancellation);
            await using DbCommand query = database.CreateCommand();
            query.CommandText = "SELECT n FROM t";
            await using DbDataReader rows = await query.ExecuteReaderAsync(context.Cancellation);
            long sum = 0;
            while (await rows.ReadAsync(context.Cancellation))
            {
                sum += rows.GetInt64(0);
            }

            Assert.IsType<SqliteConnection>(database.Driver<SqliteConnection>());
            return sum;
        })).Bind("warehouse", new Connection { Id = "", Type = "sqlite", Host = folder.PathOf("w.db"), Extra = """{"pooling": false}""" })
            .Record("warehouse", calls);

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().Task("sum").ShouldHaveXCom("return_value", 42);
        Assert.Equal(
            [
                "open main", "begin", "execute CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (20), (22)", "commit",
                "query SELECT n FROM t",
            ],
            calls.Calls.Select(call => call.Call));
    }

    [Fact]
    public async Task Sql_DisturbedOnCommit_ThrowsWhatDatabasesThrow()
    {
        await using var tunnel = Tunnel.For(Sums(async (database, context) =>
        {
            await using DbTransaction transaction = await database.BeginTransactionAsync(context.Cancellation);
            DbException error = await Assert.ThrowsAnyAsync<DbException>(() => transaction.CommitAsync(context.Cancellation));
            return error is { IsTransient: true, SqlState: "08001" } ? 1 : 0;
        })).Bind("warehouse", new Connection { Id = "", Type = "sqlite", Host = ":memory:" })
            .Disturb("warehouse", Fault.Fails(1).On("commit"));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("sum").ShouldHaveXCom("return_value", 1);
    }

    [Fact]
    public async Task Sql_SynchronousCallsUnderLatency_TakeTheirTimeWhenTheBodyEnds()
    {
        await using var tunnel = Tunnel.For(Sums((database, _) => Task.FromResult(One(database)))).Bind("warehouse", "sqlite://")
            .Disturb("warehouse", Fault.Latency(2.Seconds()).On("query"));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(2.Seconds());
    }

    [Fact]
    public async Task Sql_WithoutARegisteredDriver_SaysHowToRegisterOne()
    {
        var dag = new Dag("orders");
        dag.Task("sum", context => context.Connections["warehouse"].Sql().Database);
        await using var tunnel = Tunnel.For(dag).Bind("warehouse", "mysql://db.example.com/sales");
        (await tunnel.RunAsync(Cancellation)).Task("sum").ShouldHaveFailedWith(
            "Connection 'warehouse' is of type 'mysql', but no ADO.NET driver is registered as 'MySqlConnector'.");
    }

    [Fact]
    public void Sql_OfAPostgresConnection_TellsTheDriverItsWords()
    {
        var connection = Connection.Parse("warehouse", "postgresql://ada:s3cret@db.example.com:5433/sales");
        DbConnection database = connection.Sql(new PlainFactory());
        Assert.Equal(
            "host=db.example.com;port=5433;username=ada;password=s3cret;database=sales", database.ConnectionString.ToLowerInvariant());
    }

    [Fact]
    public void Sql_WithADriverOfItsOwn_GivesItItsSettingsAndTheConnections()
    {
        var connection = Connection.Parse("notes", "sqlite:///?cache=shared&check_same_thread=false") with { Host = "notes.db" };
        using DbConnection database = connection.Sql(UnpooledSqlite);
        Assert.Equal("Data Source=notes.db;Cache=Shared;Pooling=False", database.ConnectionString);
    }

    [Fact]
    public void Sql_WithADriverOfItsOwn_KeepsTheTextItWasMadeWith()
    {
        using DbConnection database = new Connection { Id = "notes", Type = "sqlite", Host = ":memory:" }.Sql(UnpooledSqlite);
        var refused = Assert.Throws<NotSupportedException>(() => database.ConnectionString = "Data Source=other.db");
        Assert.Equal(
            "The text of this connection cannot be assigned. Set what it is to say in the driver's Settings, or in the connection.",
            refused.Message);
        Assert.Equal("Data Source=:memory:;Pooling=False", database.ConnectionString);
    }

    [Fact]
    public void Sql_WithAFactory_MayBeAssignedAnotherText()
    {
        using DbConnection database = new Connection { Id = "notes", Type = "sqlite", Host = "notes.db" }.Sql(SqliteFactory.Instance);
        database.ConnectionString = "Data Source=other.db";
        Assert.Equal("other.db", database.DataSource);
    }

    [Fact]
    public async Task Sql_WithADriverOfItsOwn_IsTheDatabaseThatATestBinds()
    {
        var dag = new Dag("sums");
        dag.Task("sum", async context =>
        {
            await using DbConnection database = context.Connections["warehouse"].Sql(UnpooledSqlite);
            await database.OpenAsync(context.Cancellation);
            await using DbCommand query = database.CreateCommand();
            query.CommandText = "SELECT sum(n) FROM t";
            return (long)(await query.ExecuteScalarAsync(context.Cancellation))!;
        });
        await using Database bound =
            Database.InMemory(SqliteFactory.Instance).With("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)");
        await using Tunnel tunnel = Tunnel.For(dag).Bind("warehouse", bound);
        (await tunnel.RunAsync(Cancellation)).Task("sum").ShouldHaveXCom("return_value", 3);
    }

    private static DatabaseDriver UnpooledSqlite { get; } = new()
    {
        Settings = () => new SqliteConnectionStringBuilder { Pooling = false },
        Connect = text => new SqliteConnection(text),
    };

    private static long One(DbConnection database)
    {
        using DbCommand query = database.CreateCommand();
        query.CommandText = "SELECT 1";
        return (long)query.ExecuteScalar()!;
    }

    private static Dag Sums(Func<DbConnection, TaskContext, Task<long>> query)
    {
        var dag = new Dag("sums");
        dag.Task("sum", async context =>
        {
            await using DbConnection database = context.Connections["warehouse"].Sql(SqliteFactory.Instance);
            await database.OpenAsync(context.Cancellation);
            return await query(database, context);
        });
        return dag;
    }

    /// <summary>A driver without words of its own.</summary>
    private sealed class PlainFactory : DbProviderFactory
    {
        public override DbConnection CreateConnection() => new PlainConnection();

        private sealed class PlainConnection : DbConnection
        {
            [AllowNull]
            public override string ConnectionString { get; set; } = "";

            public override string Database => "";

            public override string DataSource => "";

            public override string ServerVersion => "";

            public override ConnectionState State => ConnectionState.Closed;

            public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

            public override void Close()
            {
            }

            public override void Open() => throw new NotSupportedException();

            protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
                throw new NotSupportedException();

            protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
        }
    }
}

using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Windtunnel.Testing.Tests.Sql;

public sealed class ScriptedDatabaseTests : IAsyncDisposable
{
    private readonly ScriptedDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("select  a,b from T -- all of them\n where n = 1;")]
    [InlineData("SELECT a, b /* two */ FROM t WHERE N=1")]
    public async Task On_AStatementInOtherLayout_Matches(string sql)
    {
        _database.On("SELECT a, b FROM t WHERE n = ?").ReturnsScalar(7);
        Assert.Equal(7, await ScalarAsync(sql));
    }

    [Theory]
    [InlineData("SELECT ... FROM t", "SELECT a, b, c FROM t")]
    [InlineData("SELECT * FROM t ...", "SELECT * FROM t WHERE x = 'y' ORDER BY z")]
    [InlineData("SELECT ?", "SELECT 'it''s'")]
    public async Task On_AStatementWithWildcards_MatchesWhatTheyStandFor(string expected, string sql)
    {
        _database.On(expected).ReturnsScalar("yes");
        Assert.Equal("yes", await ScalarAsync(sql));
    }

    [Theory]
    [InlineData("SELECT name FROM users WHERE id = 2", "is \"SELECT name FROM users WHERE id = 1\": expected 1, found 2.")]
    [InlineData("SELECT name FROM users", "is \"SELECT name FROM users WHERE id = 1\": expected WHERE, found the end.")]
    public async Task Command_NobodyExpected_FailsTheRunWithTheNearest(string sql, string nearest)
    {
        _database.On("SELECT name FROM users WHERE id = 1").ReturnsScalar("ada").AnyTimes();
        _database.On("DELETE FROM orders").AnyTimes();

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(async (database, context) =>
        {
            await using DbCommand command = Command(database, sql);
            await Assert.ThrowsAsync<InvalidOperationException>(() => command.ExecuteScalarAsync(context.Cancellation));
            return null;
        }));

        Assert.StartsWith($"The scripted database did not expect the command \"{sql}\".", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"The nearest that is scripted {nearest} Mend one of them, or script it: .On(\"{sql}\").", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithAnotherParameter_IsToldWithoutSecrets()
    {
        _database.On("UPDATE users SET pin = @password WHERE id = @id").With("id", 7).With("password", "canary-old").Affects(1);

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(async (database, context) =>
        {
            await using DbCommand command = Command(
                database, "UPDATE users SET pin = @password WHERE id = @id", ("@id", 7L), ("@password", "canary-new"));
            await command.ExecuteNonQueryAsync(context.Cancellation);
            return null;
        }));

        Assert.Contains("expected password = ***, found password = ***", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_OneAfterTheOther_AreGivenInTurnAndAccountedFor()
    {
        _database.On("UPDATE t SET n = 1").Fails(SqlError.Deadlock).Affects(3).Affects(5);

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(async (database, context) =>
        {
            await using DbCommand command = Command(database, "UPDATE t SET n = 1");
            DbException deadlock = await Assert.ThrowsAnyAsync<DbException>(() => command.ExecuteNonQueryAsync(context.Cancellation));
            Assert.True(deadlock.IsTransient);
            Assert.Equal("40P01", deadlock.SqlState);
            Assert.Equal(3, await command.ExecuteNonQueryAsync(context.Cancellation));
            return null;
        }));

        Assert.StartsWith(
            "The scripted database expected \"UPDATE t SET n = 1\" 3 times, but it was run 2 times.",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_OfRecordsAndCsv_AreReadWithTheirTypes()
    {
        _database.On("SELECT 1").Returns(SqlRows.Of(new { Route = "SEA-PDX", Fare = 63.19m, Seats = (int?)null }));
        _database.On("SELECT 2").Returns(SqlRows.FromCsv("route,fare:decimal,day:date\n\"SEA, \"\"east\"\"\",63.19,2001-01-03\nPDX,,\n"));
        await RunAsync(async (database, context) =>
        {
            await using (DbDataReader row = await Command(database, "SELECT 1").ExecuteReaderAsync(context.Cancellation))
            {
                Assert.True(await row.ReadAsync(context.Cancellation));
                Assert.Equal(("SEA-PDX", 63.19m), (row.GetString(0), row.GetDecimal(row.GetOrdinal("Fare"))));
                Assert.True(await row.IsDBNullAsync(2, Cancellation));
                Assert.False(await row.ReadAsync(context.Cancellation));
            }

            await using DbDataReader csv = await Command(database, "SELECT 2").ExecuteReaderAsync(context.Cancellation);
            Assert.True(await csv.ReadAsync(context.Cancellation));
            Assert.Equal(("SEA, \"east\"", new DateTime(2001, 1, 3)), (csv.GetString(0), csv.GetDateTime(2)));
            Assert.True(await csv.ReadAsync(context.Cancellation));
            Assert.True(await csv.IsDBNullAsync(1, Cancellation));
            return null;
        });
    }

    [Theory]
    [InlineData("a,b\n1\n", "Line 2 of the CSV has 1 fields, but its first line 2.")]
    [InlineData("a:int\nten\n", "Line 2 of the CSV has 'ten' in column 'a', which is no Int32.")]
    [InlineData("a:uuid\n", "The CSV has a column of type 'uuid'.")]
    [InlineData("a\n\"open\n", "Line 2 of the CSV has a quote that is not closed.")]
    public void FromCsv_OfMalformedText_SaysWhereAndWhat(string csv, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => SqlRows.FromCsv(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Answers_ThatAreLateOrBreakOff_DoSoOnTheRunsClock()
    {
        _database.On("SELECT 1").ReturnsScalar(1).After(3.Seconds());
        _database.On("SELECT 2").Returns(SqlRows.FromCsv("n:int\n1\n2\n3\n")).WithSlowRow(2, 1.Minutes())
            .FailingAtRow(3, SqlError.ConnectionLost);

        Run run = await RunAsync(async (database, context) =>
        {
            await Command(database, "SELECT 1").ExecuteScalarAsync(context.Cancellation);
            await using DbDataReader row = await Command(database, "SELECT 2").ExecuteReaderAsync(context.Cancellation);
            Assert.True(await row.ReadAsync(context.Cancellation));
            Assert.True(await row.ReadAsync(context.Cancellation));
            await Assert.ThrowsAnyAsync<DbException>(() => row.ReadAsync(context.Cancellation));
            Assert.Equal(ConnectionState.Broken, database.State);
            return null;
        });

        run.ShouldTake(63.Seconds());
    }

    [Fact]
    public async Task OnOpenAndOnCommit_WithAnError_FailThereOnly()
    {
        _database.OnOpen().Fails(SqlError.ConnectionLost);
        var dag = new Dag("sql");
        dag.Task("ask", async context =>
        {
            await using DbConnection database = context.Connections["db"].Sql(SqliteFactory.Instance);
            await Assert.ThrowsAnyAsync<DbException>(() => database.OpenAsync(context.Cancellation));
            await database.OpenAsync(context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).Bind("db", _database);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task InMemory_TwoDatabases_ShareNothingAndAreGoneWithTheirTunnel()
    {
        Database one = Database.InMemory(SqliteFactory.Instance).With("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (NULL)");
        await using Database other = Database.InMemory(SqliteFactory.Instance);

        Assert.Equal(["1", "NULL"], one.Query("SELECT n FROM t"));
        Assert.Throws<SqliteException>(() => other.Query("SELECT n FROM t"));
        await one.DisposeAsync();
        Assert.Throws<SqliteException>(() => one.Query("SELECT n FROM t"));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<object?> ScalarAsync(string sql)
    {
        object? answer = null;
        await RunAsync(async (database, context) => answer = await Command(database, sql).ExecuteScalarAsync(context.Cancellation));
        return answer;
    }

    private async Task<Run> RunAsync(Func<DbConnection, TaskContext, Task<object?>> ask)
    {
        var dag = new Dag("sql");
        dag.Task("ask", async context =>
        {
            await using DbConnection database = context.Connections["db"].Sql(SqliteFactory.Instance);
            await database.OpenAsync(context.Cancellation);
            await ask(database, context);
        });
        await using var tunnel = Tunnel.For(dag).Bind("db", _database);
        return (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    private static DbCommand Command(DbConnection database, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        DbCommand command = database.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

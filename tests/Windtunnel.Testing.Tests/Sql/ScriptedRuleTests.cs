using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Windtunnel.Testing.Tests.Sql;

/// <summary>Each rule of the scripted database, one at a time.</summary>
public sealed class ScriptedRuleTests : IAsyncDisposable
{
    private readonly ScriptedDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT a FROM t", "SELECT a FROM t ORDER BY a", "expected the end, found ORDER")]
    [InlineData("SELECT a FROM t WHERE n = ?", "SELECT a FROM t WHERE n = m", "expected ?, found M")]
    [InlineData("SELECT ... FROM t", "SELECT a FROM u", "expected FROM T, found nothing of it")]
    [InlineData("SELECT 'abc'", "SELECT 'ABC'", "expected 'abc', found 'ABC'")]
    [InlineData("SELECT \"a\"", "SELECT \"A\"", "expected \"a\", found \"A\"")]
    public async Task Command_ThatDiffersInOneToken_IsNotExpected(string expected, string sql, string difference)
    {
        _database.On(expected).ReturnsScalar(1).AnyTimes();
        string told = (await RefusedAsync(database => Command(database, sql).ExecuteScalarAsync(Cancellation))).Message;
        Assert.Contains($": {difference}. Mend", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_NearAnother_IsComparedWithTheNearestCommand()
    {
        _database.On("SELECT one, two, three FROM a_long_table").AnyTimes();
        _database.On("DELETE FROM orders WHERE id = 1").AnyTimes();
        _database.On("DELETE FROM flights WHERE id = 1").AnyTimes();
        _database.OnCommit().AnyTimes();
        string told = (await RefusedAsync(
            database => Command(database, "DELETE FROM flights WHERE id = 2").ExecuteNonQueryAsync(Cancellation))).Message;
        Assert.Contains("The nearest that is scripted is \"DELETE FROM flights WHERE id = 1\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithOnlyOpeningAndCommittingScripted_SaysThatNoneIsExpected()
    {
        _database.OnOpen();
        string told = (await RefusedAsync(database => Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation))).Message;
        Assert.Contains("It expects none. Script it: .On(\"SELECT 1\").", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fare")]
    [InlineData("@fare")]
    [InlineData(":fare")]
    public async Task With_AParameter_IsMetByItsValueWhateverItsPrefixAndScale(string name)
    {
        _database.On("SELECT ?").With(name, 99.5m).ReturnsScalar(1);
        await UseAsync(async database => Assert.Equal(
            1, await Command(database, "SELECT $fare", ("$fare", 99.50m)).ExecuteScalarAsync(Cancellation)));
    }

    [Fact]
    public async Task With_ANumberOfAnotherType_IsMetByItsValue()
    {
        _database.On("SELECT ?").With("n", 7).ReturnsScalar(1);
        await UseAsync(async database => Assert.Equal(
            1, await Command(database, "SELECT @n", ("@n", 7.0m)).ExecuteScalarAsync(Cancellation)));
    }

    [Fact]
    public async Task With_AParameterThatIsNull_IsMetByNullOnly()
    {
        _database.On("SELECT ?").With("n", null).ReturnsScalar(1);
        await UseAsync(async database => Assert.Equal(
            1, await Command(database, "SELECT @n", ("@n", DBNull.Value)).ExecuteScalarAsync(Cancellation)));
        string told = (await RefusedAsync(database => Command(database, "SELECT @n", ("@n", 0)).ExecuteScalarAsync(Cancellation))).Message;
        Assert.Contains("expected n = NULL, found n = 0", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutTheParameter_IsNotExpected()
    {
        _database.On("SELECT ?").With("n", 1).ReturnsScalar(1);
        string told = (await RefusedAsync(database => Command(database, "SELECT @m", ("@m", 1)).ExecuteScalarAsync(Cancellation))).Message;
        Assert.Contains("expected the parameter n, found none of that name", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_OfAnAnswer_GivesItSoOften()
    {
        _database.On("SELECT 1").ReturnsScalar(1).Times(2).ReturnsScalar(3);
        await UseAsync(async database =>
        {
            List<object?> answers = [];
            for (int i = 0; i < 3; i++)
            {
                answers.Add(await Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
            }

            Assert.Equal([1, 1, 3], answers);
            await Assert.ThrowsAsync<InvalidOperationException>(() => Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
        }, "its 3 answers are given already");
    }

    [Fact]
    public async Task AnyTimes_OfTheLastAnswer_IsForEverButAtLeastOnce()
    {
        _database.On("SELECT 1").ReturnsScalar(1).ReturnsScalar(2).AnyTimes();
        await UseAsync(async database =>
        {
            List<object?> answers = [];
            for (int i = 0; i < 4; i++)
            {
                answers.Add(await Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
            }

            Assert.Equal([1, 2, 2, 2], answers);
        });
        _database.On("SELECT 2").ReturnsScalar(2).AnyTimes();
        await UseAsync(_ => Task.CompletedTask, "The scripted database expected \"SELECT 2\" once, but it was run never.");
    }

    [Fact]
    public async Task Unexpected_InOneRun_IsForgottenInTheNext()
    {
        string sql = "SELECT 2";
        _database.On("SELECT 1").ReturnsScalar(1).AnyTimes();
        Dag dag = Asking(async database =>
        {
            try
            {
                await Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation);
                await Command(database, sql).ExecuteScalarAsync(Cancellation);
            }
            catch (InvalidOperationException)
            {
                sql = "SELECT 1";
            }
        });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("db", _database);
        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task Unexpected_WithASecretOfTheRun_IsToldWithoutIt()
    {
        var dag = new Dag("sql");
        dag.Task("ask", async context =>
        {
            await using DbConnection database = context.Connections["db"].Sql(SqliteFactory.Instance);
            await database.OpenAsync(context.Cancellation);
            await Command(database, $"SELECT '{context.Variables["api_token"]}'").ExecuteScalarAsync(context.Cancellation);
        });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("db", _database).WithVariable("api_token", "canary-4d1");
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        Assert.Contains("the command \"SELECT '***'\"", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionLost_InACommand_BreaksTheConnection()
    {
        _database.On("SELECT 1").Fails(SqlError.ConnectionLost).ReturnsScalar(1);
        await UseAsync(async database =>
        {
            DbException lost = await Assert.ThrowsAnyAsync<DbException>(
                () => Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
            Assert.Equal(("08006", ConnectionState.Broken), (lost.SqlState, database.State));
            await Assert.ThrowsAsync<InvalidOperationException>(() => Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
            await database.CloseAsync();
            await database.OpenAsync(Cancellation);
            Assert.Equal(1, await Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
        });
    }

    [Fact]
    public async Task Deadlock_InACommand_LeavesTheConnectionOpen()
    {
        _database.On("SELECT 1").Fails(SqlError.Deadlock);
        await UseAsync(async database =>
        {
            await Assert.ThrowsAnyAsync<DbException>(() => Command(database, "SELECT 1").ExecuteScalarAsync(Cancellation));
            Assert.Equal(ConnectionState.Open, database.State);
        });
    }

    [Fact]
    public async Task OnCommit_ThatFailsLate_FailsThereBothWays()
    {
        _database.OnCommit().Fails(SqlError.SerializationFailure).After(3.Seconds()).Fails(() => new TimeoutException("No answer."));
        Run run = await UseAsync(async database =>
        {
            await using (DbTransaction transaction = await database.BeginTransactionAsync(Cancellation))
            {
                DbException failed = await Assert.ThrowsAnyAsync<DbException>(() => transaction.CommitAsync(Cancellation));
                Assert.Equal("40001", failed.SqlState);
            }

            Commit(database);
        });
        run.ShouldTake(3.Seconds());

        static void Commit(DbConnection database)
        {
            using DbTransaction transaction = database.BeginTransaction();
            Assert.Throws<TimeoutException>(transaction.Commit);
        }
    }

    [Fact]
    public async Task OnOpen_ThatIsLateOrFails_DoesSoBothWays()
    {
        _database.OnOpen().Affects(0).Fails(SqlError.ConnectionLost).Affects(0).After(2.Seconds());
        Run run = await UseAsync(async database =>
        {
            Reopen(database);
            await database.CloseAsync();
            await database.OpenAsync(Cancellation);
        });
        run.ShouldTake(2.Seconds());

        static void Reopen(DbConnection database)
        {
            database.Close();
            Assert.ThrowsAny<DbException>(database.Open);
        }
    }

    [Fact]
    public async Task DialectReport_OfDatabasesThatDiffer_NamesValuesTypesAndErrors()
    {
        await using Database one = Database.InMemory(SqliteFactory.Instance)
            .With("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (NULL)");
        await using Database other = Database.InMemory(SqliteFactory.Instance)
            .With("CREATE TABLE t (n TEXT); INSERT INTO t VALUES ('1'), (NULL)");
        await using Database none = Database.InMemory(SqliteFactory.Instance);

        DialectReport report = await DialectReport.OfAsync(
            [("one", one), ("other", other), ("none", none)],
            [new("same", "SELECT 1"), new("rows", "SELECT n FROM t")], Cancellation);

        Assert.Equal(["rows"], report.Differences.Select(finding => finding.Query.Name));
        Assert.Equal(
            """
            rows: SELECT n FROM t
              one: 1 (Int64), NULL
              other: 1 (String), NULL
              none: error : SQLite Error 1: 'no such table: t'.

            """,
            report.ToString());
        DialectReport same = await DialectReport.OfAsync([("one", one), ("none", none)], [new("same", "SELECT 1")], Cancellation);
        Assert.Equal("The databases answer alike.", same.ToString());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<Exception> RefusedAsync(Func<DbConnection, Task> ask)
    {
        Exception? refused = null;
        Dag dag = Asking(async database => refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ask(database)));
        await using Tunnel tunnel = Tunnel.For(dag).Bind("db", _database);
        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        return refused!;
    }

    /// <param name="use">What the body does.</param>
    /// <param name="finding">What the run fails by; null: nothing.</param>
    private async Task<Run> UseAsync(Func<DbConnection, Task> use, string? finding = null)
    {
        await using Tunnel tunnel = Tunnel.For(Asking(use)).Bind("db", _database);
        if (finding is null)
        {
            return (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        }

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        return failure.Run!;
    }

    private static Dag Asking(Func<DbConnection, Task> use)
    {
        var dag = new Dag("sql");
        dag.Task("ask", async context =>
        {
            await using DbConnection database = context.Connections["db"].Sql(SqliteFactory.Instance);
            await database.OpenAsync(context.Cancellation);
            await use(database);
        });
        return dag;
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

using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class SeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Seeds_OfEveryKind_AreInEachTestsDatabase()
    {
        string sql = Write("flights.sql", "INSERT INTO flights (origin, delay) SELECT code, 5 FROM airports;");
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse")
            .Migrated("db/migrations")
            .Seeded("db/seeds/010_airports.csv", sql)
            .Seeded("flights", [new Flight("SEA", 12), new Flight("PDX", -3)]));
        await using TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource warehouse = PostgresAddress.Open(part.Connections["warehouse"]);

        Assert.Equal("Portland, \"the\" International", await AskAsync(warehouse, "SELECT city FROM airports WHERE code = 'PDX'"));
        Assert.Equal("5 5 5 12 -3", await AskAsync(warehouse, "SELECT string_agg(delay::text, ' ' ORDER BY id) FROM flights"));
    }

    [Fact]
    public async Task Seed_WithARowThatDoesNotFit_IsToldWithItsLine()
    {
        string csv = Write("flights.csv", "origin,delay\nSEA,1\nSEA,late\n");

        var e = await FailureAsync(Service.Postgres("warehouse").Migrated("db/migrations").Seeded(csv));

        Assert.Contains(
            $"The seed '{csv}' failed in line 3: 22P02 invalid input syntax for type integer: \"late\"",
            e.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE a (i int);\n\nSELECT *\nFROM nowhere;", 4, "42P01", "Does a later file make the table?")]
    [InlineData("-- one; two\nSELECT ';'; /* ; */\nSELECT $x$ ; $x$, 1/0;", 3, "22012", "division by zero")]
    [InlineData("CREATE TABLE a (i int CHECK (i > 0));\nINSERT INTO a VALUES (0);", 2, "23514", "Failing row contains (0)")]
    [InlineData("SELECT 1;\nDO $$ BEGIN\n RAISE EXCEPTION 'no' USING HINT = 'ask';\nEND $$;", 2, "P0001", "no. ask.")]
    public async Task Migration_ThatFails_IsToldWithLineStateAndCause(string sql, int line, string state, string cause)
    {
        string file = Write("001.sql", sql);

        var e = await FailureAsync(Service.Postgres("warehouse").Migrated(_folder));

        Assert.Contains($"The migration '{file}' failed in line {line}: {state} ", e.Message, StringComparison.Ordinal);
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Script_OfEveryKindOfQuote_IsSplitAtItsStatements()
    {
        const string sql = """
            SELECT 'a;''b', E'\';', "x;y", $1;
            CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 END; SELECT 2; END;
            /* /* ; */ ; */ SELECT $t$ $$;$$ $t$ -- ;
            ;
            -- the end
            """;

        Assert.Equal(
            ["SELECT", "CREATE", "SELECT"], SqlScript.Split(sql).Select(statement => SqlScript.FirstWord(statement.Text)));
    }

    [Fact]
    public void Seed_OfAnotherKindOfFile_IsRefused() => Assert.Throws<ArgumentException>(() => Service.Postgres().Seeded("rows.parquet"));

    [Fact]
    public async Task Files_ObjectsAndVariables_OfAnEnvironment_AreThereForItsTunnels()
    {
        Write("airports.csv", "SEA");
        Directory.CreateDirectory(Path.Combine(_folder, "2026"));
        Write("2026/flights.csv", "1");
        await using var environment = new TestEnvironment()
            .Add(Service.Folder("inbox", _folder))
            .Add(Service.Objects("lake", lake => lake.WithFolder("raw", _folder)))
            .WithVariable("carrier", "AS");
        var dag = new Dag("read");
        dag.Task("read", async context =>
        {
            string file = await File.ReadAllTextAsync(Path.Combine(context.Connections["inbox"].Path, "2026", "flights.csv"));
            IReadOnlyList<StoredObject> objects = await context.Connections["lake"].Objects(S3Storage.Driver)
                .ListAsync("raw", cancellation: context.Cancellation);
            return $"{file} {string.Join(',', objects.Select(it => it.Key))} {context.Variables["carrier"]}";
        });
        await using var tunnel = Tunnel.For(dag).In(environment);

        Run run = await tunnel.RunAsync(Token);

        run.ShouldSucceed().Task("read").ShouldHaveXCom("return_value", "1 2026/flights.csv,airports.csv AS");
    }

    private sealed record Flight(string Origin, int Delay);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<EnvironmentException> FailureAsync(PostgresServer server)
    {
        await using var environment = new TestEnvironment().Add(server);
        return await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));
    }

    private static async Task<object?> AskAsync(NpgsqlDataSource database, string sql)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}

using Microsoft.Data.Sqlite;
using Npgsql;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>Two databases of one PostgreSQL server that differ in one way, and workers that differ in one.</summary>
public sealed class ParityTests(ParityPostgres server) : IClassFixture<ParityPostgres>
{
    private static readonly Fingerprint Worker = Fingerprint.Empty
        .With("culture", "en-GB").With("time_zone", "UTC").With("runtime", ".NET 10.0.12").With("cpus", "2")
        .With("database.version", "15.18").With("package.Npgsql", "10.0.3");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "2.6#1")]
    public async Task Parity_OfIdenticalDatabases_CertifiesThatResultsCanBeTrusted()
    {
        await using TempDirectory reports = new();

        Run run = await RunAsync(Database.InMemory(SqliteFactory.Instance).With(FareDatabase.Tables),
            Database.InMemory(SqliteFactory.Instance).With(FareDatabase.Tables), reports);

        run.ShouldSucceed().Task("compare").ShouldHaveCounted("drifts", 0);
        run.Task("certify").ShouldHave(TaskState.Success, attempts: 1);
        run.Task("refuse").ShouldHave(TaskState.Skipped);
        Assert.Equal("""{"verdict":"trusted","differences":[]}""", reports.Read("parity.json"));
    }

    public static TheoryData<string, string, string> Differences => new()
    {
        { "collation", "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'", "" },
        { "ctype", "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C'", "" },
        { "encoding", "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "" },
        { "time_zone", "", "ALTER DATABASE {0} SET timezone TO 'Europe/Rome'" },
        { "isolation", "", "ALTER DATABASE {0} SET default_transaction_isolation TO 'serializable'" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    [Trait("bullet", "2.6#2")]
    public async Task Parity_OfDatabasesThatSortOrReadOtherwise_RefusesToTrustResults(string fact, string options, string alter)
    {
        await using TempDirectory reports = new();

        Run run = await RunAsync(await DatabaseAsync(), await DatabaseAsync(options, alter), reports);

        run.ShouldFail().Task("refuse").ShouldHaveFailedWith("Results may differ between the two");
        Assert.Contains($"\"results: database.{fact}: ", reports.Read("parity.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE UNIQUE INDEX one_fare ON quotes (fare_cents)")]
    [InlineData("ALTER TABLE quotes ALTER fare_cents DROP NOT NULL")]
    [InlineData("ALTER TABLE routes ADD miles_flown INTEGER DEFAULT 1")]
    [InlineData("ALTER TABLE quotes ADD CHECK (fare_cents > 0)")]
    [Trait("bullet", "2.6#2")]
    public async Task Parity_OfOtherTables_RefusesToTrustResults(string change)
    {
        await using TempDirectory reports = new();

        Run run = await RunAsync(await DatabaseAsync(), await DatabaseAsync(after: change), reports);

        run.ShouldFail().Task("compare").ShouldHaveCounted("drifts", 1);
        Assert.Contains("database.schema: ", reports.Read("parity.json"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.6#2")]
    public async Task Parity_OfAnExtensionOnOneSide_IsTrustedWithRemarks()
    {
        await using TempDirectory reports = new();

        Run run = await RunAsync(await DatabaseAsync(), await DatabaseAsync(after: "CREATE EXTENSION pgcrypto"), reports);

        run.ShouldSucceed().Task("certify_with_remarks").ShouldHave(TaskState.Success, attempts: 1);
        Assert.StartsWith("""{"verdict":"trusted with remarks","differences":["failures: database.extension.pgcrypto: not known and """,
            reports.Read("parity.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("culture", "tr-TR", "refuse")]
    [InlineData("time_zone", "Europe/Rome", "refuse")]
    [InlineData("database.version", "16.2", "refuse")]
    [InlineData("database.version", "15.20", "certify_with_remarks")]
    [InlineData("package.Npgsql", "9.0.1", "refuse")]
    [InlineData("cpus", "64", "certify_with_remarks")]
    [InlineData("cpus", "2", "certify")]
    [Trait("bullet", "2.6#2")]
    public async Task Parity_OfWorkersThatDiffer_DecidesByWhatThatCanBreak(string fact, string value, string decision)
    {
        await using TaskProbe compare = TaskProbe.For(Parity.Create(), "compare")
            .WithResult("fingerprint_reference", Worker).WithResult("fingerprint_candidate", Worker.With(fact, value));
        Drift[] drifts = (await compare.RunAsync(Cancellation)).Result<Drift[]>();

        await using TaskProbe decide = TaskProbe.For(Parity.Create(), "decide").WithResult("compare", drifts);

        (await decide.RunAsync(Cancellation)).ShouldSucceed().ShouldHaveXCom("return_value", decision);
    }

    [Fact]
    [Trait("bullet", "2.6#3")]
    public async Task Parity_WithADifferenceThatIsAccepted_IsTrustedAndAnIdleOneIsTold()
    {
        await using TempDirectory reports = new();

        Run run = await RunAsync(
            await DatabaseAsync(), await DatabaseAsync("LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"), reports, "database.collation", "kernel");

        run.ShouldSucceed().Task("certify").ShouldHave(TaskState.Success, attempts: 1);
        Assert.Contains(
            run.Task("compare").Logs, line => line.Message.Contains("'kernel' is accepted to differ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("bullet", "2.6#3")]
    public async Task Parity_WhenADatabaseIsAway_IsTriedAgainAndDecidesNothing()
    {
        await using TempDirectory reports = new();
        await using Tunnel tunnel = Tunnel.For(Parity.Create()).AllowUnused("reports").BindPath("reports", reports.Path)
            .Bind("reference_database", Database.InMemory(SqliteFactory.Instance))
            .Bind("candidate_database", new Connection { Id = "away", Type = "sqlite", Host = "/nowhere/at/all.db" });

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().Task("fingerprint_candidate").ShouldHave(TaskState.Failed, attempts: 3);
        run.Task("decide").ShouldHave(TaskState.UpstreamFailed);
        Assert.Empty(reports.Files);
    }

    private static async Task<Run> RunAsync(Database reference, Database candidate, TempDirectory reports, params string[] accepted)
    {
        await using Tunnel tunnel = Tunnel.For(Parity.Create()).Bind("reference_database", reference)
            .Bind("candidate_database", candidate).BindPath("reports", reports.Path).WithParam("accepted", accepted);
        return await tunnel.RunAsync(Cancellation);
    }

    /// <summary>A new database with the tables of the fares.</summary>
    /// <param name="options">As <c>CREATE DATABASE</c> takes them; empty: the server's.</param>
    /// <param name="alter">Run afterwards, with the database's name for <c>{0}</c>; empty: nothing.</param>
    /// <param name="after">Run in it; empty: nothing.</param>
    private async Task<Database> DatabaseAsync(string options = "", string alter = "", string after = "")
    {
        string name = $"parity_{Guid.NewGuid():N}";
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        string create = $"CREATE DATABASE {name} TEMPLATE template0 {options}";
        foreach (string statement in new[] { create, alter.Replace("{0}", name, StringComparison.Ordinal) })
        {
            await using NpgsqlCommand command = source.CreateCommand(statement);
            await (statement.Length == 0 ? Task.CompletedTask : command.ExecuteNonQueryAsync(Cancellation));
        }

        var database = Database.At(
            NpgsqlFactory.Instance, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ToString());
        database.With(FareDatabase.Tables);
        return after.Length == 0 ? database : database.With(after);
    }
}

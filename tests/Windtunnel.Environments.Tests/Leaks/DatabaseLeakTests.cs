using Npgsql;

namespace Windtunnel.Environments.Tests.Leaks;

[Collection("alone")]
public sealed class DatabaseLeakTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_LeftOnTheServer_IsFoundUntilItIsDropped()
    {
        await using TestEnvironment environment = Postgres(Isolation.Database);
        await using TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource database = PostgresAddress.Open(part.Connections["warehouse"]);
        using var audit = LeakAudit.Begin("Load_OfADay_Succeeds");

        await ExecuteAsync(database, "CREATE ROLE auditor");
        Assert.Contains("the role auditor on the server of 'warehouse'. Drop it.", audit.Leaks());

        await ExecuteAsync(database, "DROP ROLE auditor");
        audit.ShouldBeClean();
    }

    [Theory]
    [InlineData(Isolation.Shared, "public.left_behind")]
    [InlineData(Isolation.Schema, "public.left_behind")]
    public async Task Table_LeftInADatabaseThatTestsShare_IsFound(Isolation isolation, string table)
    {
        await using TestEnvironment environment = Postgres(isolation);
        await (await environment.OpenAsync(Token)).DisposeAsync();
        using var audit = LeakAudit.Begin("Load_OfADay_Succeeds");
        await using (TestPart part = await environment.OpenAsync(Token))
        {
            await using NpgsqlDataSource database = PostgresAddress.Open(part.Connections["warehouse"]);
            await ExecuteAsync(database, $"CREATE TABLE {table} (id int); CREATE TABLE IF NOT EXISTS in_its_own (id int)");
        }

        var e = Assert.Throws<LeakException>(audit.ShouldBeClean);

        Assert.Contains($"  the table {table} on the server of 'warehouse'. Drop it.", e.Message, StringComparison.Ordinal);
        Assert.Equal(isolation is Isolation.Shared, e.Message.Contains("in_its_own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Table_LeftInADatabaseOfItsOwn_IsNoLeak()
    {
        await using TestEnvironment environment = Postgres(Isolation.Database);
        await environment.StartAsync(Token);
        using var audit = LeakAudit.Begin("Load_OfADay_Succeeds");
        await using (TestPart part = await environment.OpenAsync(Token))
        {
            await using NpgsqlDataSource database = PostgresAddress.Open(part.Connections["warehouse"]);
            await ExecuteAsync(database, "CREATE TABLE in_its_own (id int)");
        }

        audit.ShouldBeClean();
    }

    [Fact]
    public async Task Transaction_LeftOpen_IsFoundThoughItsDatabaseIsDropped()
    {
        await using TestEnvironment environment = Postgres(Isolation.Database);
        await environment.StartAsync(Token);
        using var audit = LeakAudit.Begin("Load_OfADay_Succeeds");
        TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource database = PostgresAddress.Open(part.Connections["warehouse"]);
        NpgsqlConnection left = await database.OpenConnectionAsync(Token);
        await left.BeginTransactionAsync(Token);
        await new NpgsqlCommand("CREATE TABLE half (id int)", left).ExecuteNonQueryAsync(Token);
        await part.DisposeAsync();

        var e = Assert.Throws<LeakException>(audit.ShouldBeClean);

        Assert.Contains(
            "a session on the server of 'warehouse' that is idle in transaction, with 'CREATE TABLE half (id int)'.",
            e.Message,
            StringComparison.Ordinal);
    }

    private static TestEnvironment Postgres(Isolation isolation) =>
        new TestEnvironment().Add(Service.Postgres("warehouse").Isolated(isolation));

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}

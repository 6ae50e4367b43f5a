using Npgsql;

namespace Windtunnel.Environments.Tests;

public sealed class DatabaseCopiesTests
{
    private static readonly Connection Nowhere = new() { Id = "nowhere", Type = "postgres", Host = "127.0.0.1", Port = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_OfManyTestsAtOnce_DoNotPileUp()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        await using TestPart watching = await environment.OpenAsync(Token);
        await using NpgsqlDataSource server = PostgresAddress.Open(watching.Connections["warehouse"]);
        long most = 0;

        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, async (_, stop) =>
        {
            await (await environment.OpenAsync(stop)).DisposeAsync();
            await using NpgsqlCommand count = server.CreateCommand("SELECT count(*) FROM pg_database");
            InterlockedMax(ref most, (long)(await count.ExecuteScalarAsync(stop))!);
        });

        // Three of the server's own, the template, that of the one who watches, 4 in use, 4 ready, 1 made ahead, and 16 to be dropped.
        Assert.InRange(most, 1, 35);
    }

    [Fact]
    public async Task Database_ThatCouldNotBeMade_IsTriedAgainForTheNextTest()
    {
        int tries = 0;
        await using var database = new SharedDatabase(Nowhere, () => ++tries == 1
            ? Task.FromException<string>(new IOException("No more."))
            : Task.FromResult("common"));

        await Assert.ThrowsAsync<IOException>(database.GetAsync);

        Assert.Null(database.Name);
        Assert.Equal("common", (await database.GetAsync()).Connection.Schema);
        Assert.Equal("common", database.Name);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        long seen;
        while (value > (seen = Interlocked.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}

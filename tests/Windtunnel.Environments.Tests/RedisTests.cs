namespace Windtunnel.Environments.Tests;

public sealed class RedisTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_OfAGivenServer_AreTakenOnlyWhenEmptyAndGivenBackEmpty()
    {
        await using var host = new TestEnvironment().Add(Service.Redis("host"));
        await host.StartAsync(Token);
        Connection server = (await host.OpenAsync(Token)).Connections["host"] with { Extra = null };
        await AskAsync(server, 1, "SET", "others", "1");
        await AskAsync(server, 2, "SET", "left by a dead owner", "1");
        await AskAsync(server, 0, "SET", "windtunnel:database:2", $"{OwnerMark.Machine}_0123456789");

        await using (var environment = new TestEnvironment().Add(Service.Redis("cache").At(server.ToUri())))
        {
            await using TestPart one = await environment.OpenAsync(Token);
            await using TestPart two = await environment.OpenAsync(Token);

            Assert.Equal([2L, 3L], new[] { one, two }.Select(part => part.Connections["cache"].Extras.Integer("db")));
            await AskAsync(server, 3, "SET", "mine", "1");
        }

        Assert.Equal("1", await AskAsync(server, 1, "DBSIZE"));
        Assert.Equal("0", await AskAsync(server, 2, "DBSIZE"));
        Assert.Equal("0", await AskAsync(server, 3, "DBSIZE"));
        Assert.Equal("0", await AskAsync(server, 0, "DBSIZE"));
    }

    [Fact]
    public async Task Databases_OfAServer_AreEmptyForTheNextTest()
    {
        await using var environment = new TestEnvironment().Add(Service.Redis());
        Connection server;
        await using (TestPart part = await environment.OpenAsync(Token))
        {
            server = part.Connections["redis"];
            await AskAsync(server, (int)server.Extras.Integer("db")!, "SET", "key", "1");
        }

        Assert.Equal("0", await AskAsync(server, (int)server.Extras.Integer("db")!, "DBSIZE"));
    }

    [Fact]
    public void Database_OfAServer_KeepsWhatElseItsConnectionSays()
    {
        var server = new Connection { Id = "cache", Type = "redis", Extra = """{"ssl": true, "db": 1}""" };

        ConnectionExtras settings = RedisDatabases.Within(server, 7).Extras;

        Assert.Equal(7, settings.Integer("db"));
        Assert.True(settings.Flag("ssl"));
    }

    private static async Task<string> AskAsync(Connection server, int database, params RedisWord[] words)
    {
        using RedisWire wire = await RedisWire.OpenAsync(RedisDatabases.Within(server, database), Token);
        return (await wire.AskAsync(Token, words)).Text;
    }
}

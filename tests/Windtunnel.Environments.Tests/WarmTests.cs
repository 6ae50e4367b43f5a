using System.Diagnostics;
using Npgsql;

namespace Windtunnel.Environments.Tests;

[Collection("alone")]
public sealed class WarmTests : IDisposable
{
    private readonly string _name = $"test-{Path.GetRandomFileName()}";
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        WarmEnvironments.Stop(_name);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Environment_OfTheSameInputs_IsTakenOverInTheStateOfItsBeginning()
    {
        Migration("CREATE TABLE flights (origin text);");
        Connection before;
        await using (TestEnvironment first = Warehouse(Isolation.Shared))
        {
            Assert.DoesNotContain("kept warm", (await first.StartAsync(Token)).ToString(), StringComparison.Ordinal);
            TestPart part = await first.OpenAsync(Token);
            before = part.Connections["warehouse"];
            await ExecuteAsync(before, "INSERT INTO flights VALUES ('SEA')");
            using RedisWire cache = await RedisWire.OpenAsync(RedisDatabases.Within(part.Connections["cache"], 3), Token);
            await cache.AskAsync(Token, "SET", "left", "1");
        }

        await using TestEnvironment second = Warehouse(Isolation.Shared);
        StartReport report = await second.StartAsync(Token);
        await using TestPart again = await second.OpenAsync(Token);

        Assert.All(report.Services, service => Assert.True(service.IsWarm));
        Assert.Equal(before.Port, again.Connections["warehouse"].Port);
        Assert.Equal(0L, await ExecuteAsync(again.Connections["warehouse"], "SELECT count(*) FROM flights"));
        string left = $"SELECT count(*) FROM pg_database WHERE datname = '{before.Schema}'";
        Assert.Equal(0L, await ExecuteAsync(again.Connections["warehouse"], left));
        using RedisWire other = await RedisWire.OpenAsync(RedisDatabases.Within(again.Connections["cache"], 3), Token);
        Assert.Equal("0", (await other.AskAsync(Token, "DBSIZE")).Text);
    }

    [Fact]
    public async Task Environment_OfAnotherInput_IsMadeAnewAndTheInputIsNamed()
    {
        Migration("CREATE TABLE flights (origin text);");
        await using (TestEnvironment first = Warehouse())
        {
            await first.StartAsync(Token);
        }

        WarmEnvironment old = WarmEnvironments.List().Single(warm => warm.Name == _name);
        Migration("CREATE TABLE flights (origin text, delay int);");
        await using TestEnvironment second = Warehouse();
        StartReport report = await second.StartAsync(Token);

        Assert.Contains(
            "not warm: the input 'warehouse: migration 001.sql' has changed from "
            + $"{old.Inputs["warehouse: migration 001.sql"]} to ", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(report.Services, service => service.IsWarm);
    }

    [Fact]
    public async Task Environment_WhoseTestMadeARole_IsMadeAnew()
    {
        await using (TestEnvironment first = Warehouse())
        {
            TestPart part = await first.OpenAsync(Token);
            await ExecuteAsync(part.Connections["warehouse"], "CREATE ROLE stranger");
        }

        await using TestEnvironment second = Warehouse();
        StartReport report = await second.StartAsync(Token);

        Assert.Contains("not warm: a test changed roles, settings or databases", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_ThatIsInUse_IsLeftAlone()
    {
        await using TestEnvironment first = Cache();
        await first.StartAsync(Token);
        await using TestEnvironment second = Cache();

        StartReport report = await second.StartAsync(Token);

        Assert.Contains($"not warm: another process uses '{_name}' at this moment", report.ToString(), StringComparison.Ordinal);
        Assert.True(WarmEnvironments.List().Single(warm => warm.Name == _name).IsInUse);
    }

    [Fact]
    public async Task Environment_ThatIsStopped_LeavesNoProcessAndNoFile()
    {
        int port;
        await using (TestEnvironment first = Cache())
        {
            port = (await first.OpenAsync(Token)).Connections["cache"].Port!.Value;
        }

        Assert.True(WarmEnvironments.Stop(_name));

        Assert.DoesNotContain(WarmEnvironments.List(), warm => warm.Name == _name);
        await Assert.ThrowsAnyAsync<Exception>(() => WireStream.ConnectAsync("127.0.0.1", port, Token));
        Assert.False(WarmEnvironments.Stop(_name));
    }

    [Fact]
    public async Task Environment_ThatIsIdleForTooLong_IsEnded()
    {
        await using (TestEnvironment first = Cache(TimeSpan.FromMilliseconds(300)))
        {
            await first.StartAsync(Token);
        }

        await Eventually.IsAsync(() => WarmEnvironments.List().All(warm => warm.Name != _name));
    }

    [Fact]
    public async Task IdleTime_WhenTheClockIsSet_GoesOnFromTheTouch()
    {
        string record = Path.Combine(_folder, "record");
        await File.WriteAllTextAsync(record, "", Token);
        File.SetLastWriteTimeUtc(record, new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var idle = new IdleTime(record);

        Assert.InRange(idle.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        File.SetLastWriteTimeUtc(record, new(2101, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        TimeSpan once = idle.Elapsed;

        await Eventually.IsAsync(() => idle.Elapsed > once);
    }

    [Fact]
    public async Task Nats_OfTheSameInputs_IsTakenOverWithoutWhatTestsPublished()
    {
        int port;
        await using (TestEnvironment first = Bus())
        {
            TestPart part = await first.OpenAsync(Token);
            Connection bus = part.Connections["bus"];
            port = bus.Port!.Value;
            await using MessageQueue orders = NatsQueue.Of("orders")(bus);
            await orders.PublishAsync("1", Token);
        }

        await using TestEnvironment second = Bus();
        Assert.True(Assert.Single((await second.StartAsync(Token)).Services).IsWarm);
        await using TestPart again = await second.OpenAsync(Token);
        Assert.Equal(port, again.Connections["bus"].Port);
        await using MessageQueue same = NatsQueue.Of("orders")(again.Connections["bus"]);
        Assert.Empty(await same.ReceiveAsync(cancellation: Token));
    }

    [Fact]
    public async Task Environment_WhoseProcessWasKilled_IsTakenOverByTheNext()
    {
        using Process killed = Hold();
        await ReportOfAsync(killed);
        killed.Kill();
        await killed.WaitForExitAsync(Token);
        using Process next = Hold();

        string report = await ReportOfAsync(next);

        Assert.Contains("kept warm", report, StringComparison.Ordinal);
        next.Kill();
        await next.WaitForExitAsync(Token);
    }

    [Fact]
    public async Task Environment_WhoseKeeperWasKilled_IsClearedAwayAndMadeAnew()
    {
        using Process first = Hold();
        await ReportOfAsync(first);
        first.Kill();
        await first.WaitForExitAsync(Token);
        string mark = $"keep\0{LeaseRoot.Default.Folder}\0{_name}";
        foreach (Process keeper in Process.GetProcesses().Where(it => CommandLine(it.Id).Contains(mark, StringComparison.Ordinal)))
        {
            keeper.Kill();
            await keeper.WaitForExitAsync(Token);
        }

        Assert.DoesNotContain(WarmEnvironments.List(), warm => warm.Name == _name);
        Reaper.ReapDead(LeaseRoot.Default);
        using Process second = Hold();
        Assert.DoesNotContain("kept warm", await ReportOfAsync(second), StringComparison.Ordinal);
        second.Kill();
        await second.WaitForExitAsync(Token);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("")]
    public void Name_ThatIsNoFileName_IsRefused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new TestEnvironment().KeptWarm(name));

    private TestEnvironment Warehouse(Isolation isolation = Isolation.Database) => new TestEnvironment()
        .Add(Directory.EnumerateFiles(_folder).Any()
            ? Service.Postgres("warehouse").Migrated(_folder).Isolated(isolation)
            : Service.Postgres("warehouse"))
        .Add(Service.Redis("cache"))
        .KeptWarm(_name);

    private TestEnvironment Bus() => new TestEnvironment().Add(Service.Nats("bus")).KeptWarm(_name);

    private TestEnvironment Cache(TimeSpan? idle = null) => new TestEnvironment().Add(Service.Redis("cache")).KeptWarm(_name, idle);

    private void Migration(string sql) => File.WriteAllText(Path.Combine(_folder, "001.sql"), sql);

    private Process Hold() => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Environment.dll"), $"warm:{_name}", "redis"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<string> ReportOfAsync(Process process)
    {
        List<string> lines = [];
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line && line != "up")
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<object?> ExecuteAsync(Connection database, string sql)
    {
        await using NpgsqlDataSource source = PostgresAddress.Open(database);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}

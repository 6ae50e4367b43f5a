using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class FailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Server_WhosePortWasTaken_IsStartedAgainOnAnother()
    {
        string ports = Path.Combine(_folder, "ports");
        string server = Script("serve", $"""
            echo $1 >>{ports}
            if [ $(wc -l <{ports}) -lt 3 ]; then echo 'bind: Address already in use' >&2; exit 1; fi
            exec redis-server --port $1 --save ''
            """);
        await using var environment = new TestEnvironment().Add(Service.Command("cache", server, "{port}"));

        await environment.StartAsync(Token);

        Assert.Equal(3, (await File.ReadAllLinesAsync(ports, Token)).Length);
    }

    [Fact]
    public async Task Server_WhosePortIsAlwaysTaken_FailsWithTheCause()
    {
        string server = Script("serve", "echo 'bind: Address already in use' >&2; exit 1");
        await using var environment = new TestEnvironment().Add(Service.Command("cache", server, "{port}"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("Likely cause: Another program took the port", e.Message, StringComparison.Ordinal);
        Assert.Contains("  bind: Address already in use", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ThatIsRemovedBetweenTests_IsNamed()
    {
        string server = Script("serve", "exec redis-server --port $1 --save ''");
        await using var environment = new TestEnvironment().Add(Service.Command("cache", server, "{port}").PerTest());
        await (await environment.OpenAsync(Token)).DisposeAsync();
        File.Delete(server);

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.OpenAsync(Token));

        Assert.Contains($"not native: the program '{server}' was not found. Install it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatDiesDuringARun_IsTheReasonThatIsTold()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        var dag = new Dag("load");
        dag.Task("load", async context =>
        {
            await using DbConnection warehouse = context.Connections["warehouse"].Sql(NpgsqlFactory.Instance);
            await warehouse.OpenAsync(context.Cancellation);
            await using DbCommand command = warehouse.CreateCommand();
            command.CommandText = "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int";
            using var server = System.Diagnostics.Process.GetProcessById((int)(await command.ExecuteScalarAsync(context.Cancellation))!);
            HeldProcess.Kill(server.Id);
            await server.WaitForExitAsync(context.Cancellation);
            await command.ExecuteScalarAsync(context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).In(environment);

        var e = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Token));

        Assert.Contains("Service 'warehouse' died: exit code 137, by signal 9.", e.Message, StringComparison.Ordinal);
        Assert.Contains("database system is ready to accept connections", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Isolation.Database)]
    [InlineData(Isolation.Schema)]
    [InlineData(Isolation.Transaction)]
    public async Task Part_OfAServerThatDied_IsGivenBackWithoutAFuss(Isolation isolation)
    {
        await using var environment = new TestEnvironment()
            .Add(Service.Postgres("warehouse").Isolated(isolation)).Add(Service.Redis("cache")).Add(Service.Nats("bus"));
        TestPart part = await environment.OpenAsync(Token);
        environment.Crash("warehouse");
        environment.Crash("cache");
        environment.Crash("bus");

        await part.DisposeAsync();

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.OpenAsync(Token));
        Assert.StartsWith("Service 'warehouse' died: exit code 137, by signal 9.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WhereSomebodyListensWhoSaysNothing_IsTold()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        RedisServer server = Service.Redis("cache").At($"redis://{mute.LocalEndpoint}").By(ProviderKind.Given) with
        {
            ReadyWithin = TimeSpan.FromMilliseconds(200),
        };
        await using var environment = new TestEnvironment().Add(server);

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("not given: somebody listens there who took a connection and did not answer.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_WhosePortAnotherOneTook_IsNotReady()
    {
        await using var environment = new TestEnvironment().Add(Service.Redis("cache"));
        await using TestPart part = await environment.OpenAsync(Token);
        Connection others = part.Connections["cache"];
        using var owner = new Owner(new LeaseRoot(Path.Combine(_folder, "leases")));
        using ServerProcess ours = ServerProcess.Start(
            new() { Executable = "sleep", Arguments = ["1000"], WorkingDirectory = "/" }, owner);
        await using var instance = new RedisInstance(others, new OwnRedisDatabases(others), ours);

        var e = await Assert.ThrowsAsync<IOException>(() => instance.ProveReadyAsync(Token));

        Assert.StartsWith("Another Redis server, process ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53300: sorry, too many clients already")]
    [InlineData("53300: remaining connection slots are reserved for roles with the SUPERUSER attribute")]
    [InlineData("ERR max number of clients reached")]
    [InlineData("The server refuses: 'maximum connections exceeded'.")]
    public async Task Server_WithoutConnectionsLeft_IsTheLikelyCause(string says)
    {
        await using var environment = new TestEnvironment()
            .Add(new FakeServer("warehouse") { Opening = () => throw new IOException(says) });

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.OpenAsync(Token));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains("Likely cause: Tests hold more connections than the server takes.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_ThatAServerCannotGive_IsToldWithItsService()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        await using TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource warehouse = PostgresAddress.Open(part.Connections["warehouse"]);
        // No database can be copied any more.
        foreach (string sql in new[] { "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()" })
        {
            await using NpgsqlCommand command = warehouse.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }

        var e = await Assert.ThrowsAsync<EnvironmentException>(async () =>
        {
            using CancellationTokenSource limit = Eventually.Limit();
            while (!limit.IsCancellationRequested)
            {
                await (await environment.OpenAsync(Token)).DisposeAsync();
            }
        });

        Assert.StartsWith(
            "Service 'warehouse' is up, but a test could get no part of it: 25006: cannot execute CREATE DATABASE", e.Message,
            StringComparison.Ordinal);
        Assert.Equal("warehouse", e.Service);
    }

    [Fact]
    public async Task Server_OfAMachineInAnyLanguage_SpeaksEnglish()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        await using TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource warehouse = PostgresAddress.Open(part.Connections["warehouse"]);
        await using NpgsqlCommand show = warehouse.CreateCommand("SELECT current_setting('lc_messages')");

        Assert.Equal("C.UTF-8", await show.ExecuteScalarAsync(Token));
    }

    private string Script(string name, string text) => ShellScript.Write(_folder, name, text);
}

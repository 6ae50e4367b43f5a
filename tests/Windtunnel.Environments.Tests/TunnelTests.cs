using System.Data.Common;
using Npgsql;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class TunnelTests
{
    private static readonly PostgresServer Migrated = Service.Postgres("warehouse").Migrated("db/migrations");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tunnel_InAnEnvironment_ReachesEveryServiceByItsName()
    {
        await using var environment = new TestEnvironment().Add(Migrated).Add(new FakeServer("board"));
        var dag = new Dag("load");
        var loaded = dag.Task("load", LoadAsync);
        dag.Task("announce", loaded, (rows, context) => $"{rows} at {context.Connections["board"].Host}");
        await using var tunnel = Tunnel.For(dag).In(environment);

        Run run = await tunnel.RunAsync(Token);

        run.ShouldSucceed();
        run.Task("announce").ShouldHaveXCom("return_value", "1 at somewhere");
    }

    [Fact]
    public async Task Service_BoundByTwoTunnels_IsOneServerWithADatabaseForEach()
    {
        Run[] runs = await Task.WhenAll(RunAsync(), RunAsync());

        Assert.All(runs, run => run.Task("load").ShouldHaveXCom("return_value", 1L));

        static async Task<Run> RunAsync()
        {
            var dag = new Dag("load");
            dag.Task("load", LoadAsync);
            await using var tunnel = Tunnel.For(dag).Bind("warehouse", Migrated);
            return await tunnel.RunAsync(Token);
        }
    }

    [Fact]
    public async Task Tunnel_WhoseServiceDoesNotComeUp_SaysSoBeforeTheRun()
    {
        var dag = new Dag("load");
        dag.Task("load", LoadAsync);
        await using var tunnel = Tunnel.For(dag).Bind("warehouse", new FakeServer("warehouse") { WhyNot = "there is none." });

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => tunnel.RunAsync(Token));

        Assert.Contains("not embedded: there is none.", e.Message, StringComparison.Ordinal);
    }

    private static async Task<long> LoadAsync(TaskContext context)
    {
        await using DbConnection warehouse = context.Connections["warehouse"].Sql(NpgsqlFactory.Instance);
        await warehouse.OpenAsync(context.Cancellation);
        await using DbCommand load = warehouse.CreateCommand();
        load.CommandText = "INSERT INTO flights (origin, delay) VALUES ('SEA', 7); SELECT count(*) FROM flights";
        return (long)(await load.ExecuteScalarAsync(context.Cancellation))!;
    }
}

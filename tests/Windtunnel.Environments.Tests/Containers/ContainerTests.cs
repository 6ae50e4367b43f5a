using System.Collections.Immutable;
using Npgsql;

namespace Windtunnel.Environments.Tests.Containers;

[Collection("alone")]
public sealed class ContainerTests : IAsyncLifetime
{
    private StandInEngine _engine = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _engine = await StandInEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Redis_InAContainer_IsReadyByRealUseAndGoneAfterwards()
    {
        _engine.Images["redis:7"] = new("exec {arguments} --port {port}");
        await using (var environment = new TestEnvironment().Add(Service.Redis().By(ProviderKind.Container)))
        {
            StartReport report = await environment.StartAsync(Token);

            Assert.StartsWith("redis: container, Redis 7.", report.ToString(), StringComparison.Ordinal);
            StandInContainer container = Assert.Single(_engine.Containers);
            Assert.Equal([$"windtunnel.owner={Owner.OfThisProcess.Id}"], container.Labels);
            Assert.Equal("127.0.0.1", container.Request["HostConfig"]!["PortBindings"]!["6379/tcp"]![0]!["HostIp"]!.GetValue<string>());
            await using TestPart part = await environment.OpenAsync(Token);
        }

        Assert.Empty(_engine.Containers);
    }

    [Fact]
    public async Task Nats_InAContainer_IsToldItsAccountsByAFile()
    {
        _engine.Images["nats:2"] = new(
            """
            sed -i 's#/tmp/jetstream#{folder}/jetstream#' {folder}/windtunnel/nats.conf
            exec nats-server -a 127.0.0.1 -p {port} -c {folder}/windtunnel/nats.conf
            """);
        await using var environment = new TestEnvironment().Add(Service.Nats().By(ProviderKind.Container));
        await using TestPart part = await environment.OpenAsync(Token);
        await using MessageQueue queue = NatsQueue.Of("orders")(part.Connections["nats"]);

        await queue.PublishAsync("1", Token);

        Assert.Single(await queue.ReceiveAsync(cancellation: Token));
    }

    [Fact]
    public async Task Postgres_InAContainer_GivesEachTestAMigratedDatabase()
    {
        string folder = PostgresInstallation.Find()!.Folder;
        string asUser = Environment.UserName == "root" ? "setpriv --reuid=postgres --regid=postgres --clear-groups --" : "";
        _engine.Images["postgres:17"] = new(
            $$"""
            d=$(mktemp -d); trap 'rm -rf $d' EXIT; echo "$POSTGRES_PASSWORD" >$d/pw; chmod 755 $d; chown -R postgres $d 2>/dev/null
            {{asUser}} {{folder}}/initdb -D $d/data -U $POSTGRES_USER --pwfile=$d/pw --auth=password $POSTGRES_INITDB_ARGS >&2
            set -- {arguments}; shift
            {{asUser}} {{folder}}/postgres -D $d/data -p {port} -c unix_socket_directories= -c dynamic_shared_memory_type=mmap "$@"
            """);
        await using var environment = new TestEnvironment()
            .Add(Service.Postgres("warehouse").Migrated("db/migrations").By(ProviderKind.Container));
        await using TestPart part = await environment.OpenAsync(Token);
        await using NpgsqlDataSource warehouse = PostgresAddress.Open(part.Connections["warehouse"]);

        await using NpgsqlCommand count = warehouse.CreateCommand("SELECT count(*) FROM airports");

        Assert.Equal(2L, await count.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Image_ThatIsNotHere_IsPulledForAServiceThatNamesIt()
    {
        _engine.Registry["acme/echo:1"] = new("exec redis-server --save '' --port {port} --requirepass $SECRET");
        await using var environment = new TestEnvironment()
            .Add(Service.Container("acme/echo:1").Listening(6379).With("SECRET", "hush"));
        await using TestPart part = await environment.OpenAsync(Token);

        using RedisWire client = await RedisWire.OpenAsync(part.Connections["echo"] with { Password = "hush" }, Token);

        Assert.Contains("POST /v1.44/images/create", _engine.Asked);
    }

    [Fact]
    public async Task Image_ThatNobodyHas_FailsWithTheRegistrysWords()
    {
        await using var environment = new TestEnvironment().Add(Service.Container("acme/nothing:9"));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Equal(
            $"Service 'nothing' (container) could not be started: The engine at {_engine.Address["unix://".Length..]} could not pull image "
            + "'acme/nothing:9': manifest for acme/nothing:9 not found",
            e.Message);
    }

    [Fact]
    public async Task Image_ThatIsNotHere_IsNotPulledUnasked()
    {
        _engine.Registry["exotic:1"] = new("sleep 1000");
        await using var environment = new TestEnvironment().Add(new Exotic());

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("not container: the image 'exotic:1' is not here. Pull it by hand", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_engine.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_ThatEndsAtOnce_FailsWithItsOutput()
    {
        _engine.Images["acme/broken:1"] = new("echo 'Größe is no setting' >&2; echo second; exit 3");
        await using var environment = new TestEnvironment().Add(Service.Container("acme/broken:1").Listening(80));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => environment.StartAsync(Token));

        Assert.Contains("Größe is no setting", e.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", e.Message, StringComparison.Ordinal);
        Assert.Empty(_engine.Containers);
    }

    [Fact]
    public async Task Container_WhoseImageChecksItsHealth_IsReadyWhenItIsHealthy()
    {
        var states = new Queue<string>(["starting", "unhealthy", "healthy"]);
        _engine.Images["acme/slow:1"] = new("exec sleep 1000") { Health = () => states.Count > 1 ? states.Dequeue() : states.Peek() };
        await using var environment = new TestEnvironment().Add(Service.Container("acme/slow:1"));

        await environment.StartAsync(Token);

        Assert.Equal(["healthy"], states);
    }

    [Fact]
    public async Task Container_WhoseEngineTakesConnectionsBeforeIt_IsReadyWhenOneStaysOpen()
    {
        // As Docker's proxy does while nothing listens in the container.
        _engine.Images["acme/proxied:1"] = new(
            "exec node -e 'let n = 0; require(\"net\").createServer(s => ++n < 3 ? s.destroy() : console.log(\"kept\"))"
            + ".listen({port}, \"127.0.0.1\")'");
        await using var environment = new TestEnvironment().Add(Service.Container("acme/proxied:1").Listening(80));

        await environment.StartAsync(Token);

        await Eventually.IsAsync(() => environment.OutputOf("proxied").Contains("kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_ThatIsKilled_IsToldAtTheNextUse()
    {
        _engine.Images["acme/mortal:1"] = new("echo alive; exec sleep 1000");
        await using var environment = new TestEnvironment().Add(Service.Container("acme/mortal:1"));
        await environment.StartAsync(Token);
        await Eventually.IsAsync(() => environment.OutputOf("mortal").Length > 0);

        Assert.Single(_engine.Containers).Kill();

        var e = await Assert.ThrowsAsync<EnvironmentException>(async () =>
        {
            using CancellationTokenSource limit = Eventually.Limit();
            while (!limit.IsCancellationRequested)
            {
                await (await environment.OpenAsync(Token)).DisposeAsync();
            }
        });

        Assert.StartsWith("Service 'mortal' died: exit code 137.", e.Message, StringComparison.Ordinal);
        Assert.Contains("alive", e.Message, StringComparison.Ordinal);
    }

    private sealed record Exotic() : Service("exotic")
    {
        protected internal override ImmutableArray<Provider> Providers => [new ExoticContainer(this)];
    }

    private sealed class ExoticContainer(Exotic service) : ContainerProvider(service, "exotic:1")
    {
        public override Task<ServiceInstance> StartAsync(Site site, CancellationToken cancellation) => throw new NotSupportedException();
    }
}

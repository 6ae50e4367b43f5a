using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Windtunnel.Environments;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

public sealed class EphemeralPostgresTests(WarehouseServer server) : IDisposable
{
    private const string BusyDay = "2001-02-18T00:00Z";
    private readonly TempDirectory _reports = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_reports.Path, recursive: true);

    [Fact]
    [Trait("bullet", "2.1#1")]
    public async Task Day_LoadedIntoADatabaseOfTheTestsOwn_IsRankedByMedianDelay()
    {
        await using TestPart own = await server.Environment.OpenAsync(Token);

        Run run = await RunAsync(own);

        run.ShouldSucceed().ShouldHaveRunInOrder("check_tables", "load_day", "sum_up_day", "publish_ranking");
        string[] ranking = _reports.Read("delays-2001-02-18.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("airport,flights,median_delay,worst_delay", ranking[0]);
        Assert.Equal(own.Query("SELECT count(*) + 1 FROM daily_delays"), [ranking.Length.ToString(CultureInfo.InvariantCulture)]);
    }

    [Fact]
    [Trait("bullet", "2.1#2")]
    public async Task Tests_ThatRunSideBySide_DoNotSeeEachOthersDays()
    {
        await using TestPart one = await server.Environment.OpenAsync(Token);
        await using TestPart two = await server.Environment.OpenAsync(Token);

        await Task.WhenAll(RunAsync(one), RunAsync(two, "2001-03-28T00:00Z"));

        Assert.Equal(["2001-02-18"], one.Query("SELECT DISTINCT departed_at::date::text FROM flights"));
        Assert.Equal(["2001-03-28"], two.Query("SELECT DISTINCT departed_at::date::text FROM flights"));
    }

    [Fact]
    [Trait("bullet", "2.1#2")]
    public async Task Day_LoadedTwice_ChangesNothing()
    {
        const string All = "SELECT d.*, f.* FROM flights f JOIN daily_delays d ON d.origin = f.origin ORDER BY f.*";
        await using TestPart own = await server.Environment.OpenAsync(Token);
        await RunAsync(own);
        IReadOnlyList<string> once = own.Query(All);

        (await RunAsync(own)).ShouldSucceed();

        Assert.NotEmpty(once);
        Assert.Equal(once, own.Query(All));
    }

    [Fact]
    [Trait("bullet", "2.1#2")]
    public async Task Day_WithoutFlights_IsSkippedAndDeletesNothing()
    {
        await using TestPart own = await server.Environment.OpenAsync(Token);
        await RunAsync(own);

        Run run = await RunAsync(own, "2002-02-18T00:00Z");

        run.Task("load_day").ShouldHave(TaskState.Skipped);
        Assert.NotEqual(["0"], own.Query("SELECT count(*) FROM flights"));
    }

    [Fact]
    [Trait("bullet", "2.1#3")]
    public async Task Warehouse_ThatLacksAMigration_FailsTheRunAtOnce()
    {
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse"));
        await using TestPart empty = await environment.OpenAsync(Token);

        Run run = await RunAsync(empty);

        run.ShouldFail();
        run.Task("check_tables").ShouldHave(TaskState.Failed, attempts: 1).ShouldHaveFailedWith("Run the migrations");
    }

    [Fact]
    [Trait("bullet", "2.1#3")]
    public async Task Row_ThatTheTablesRefuse_LoadsNothingOfItsDay()
    {
        await using TestPart own = await server.Environment.OpenAsync(Token);
        own.Query("ALTER TABLE flights ADD CHECK (origin <> 'SEA')");

        Run run = await RunAsync(own);

        run.Task("load_day").ShouldHave(TaskState.Failed, attempts: 3).ShouldHaveFailedWith("23514");
        Assert.Equal(["0"], own.Query("SELECT count(*) FROM flights"));
    }

    [Theory]
    [InlineData(false, "does not answer")]
    [InlineData(true, "does not answer")]
    [Trait("bullet", "2.1#3")]
    public async Task Server_ThatIsAwayOrWhosePortAnotherProgramTook_IsToldInOneMessage(bool isTaken, string why)
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        int port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        Task hangUp = isTaken ? HangUpAsync(stranger) : Task.CompletedTask;
        if (!isTaken)
        {
            stranger.Stop();
        }

        await using var environment = new TestEnvironment()
            .Add(ReferenceEnvironments.Warehouse.At($"postgres://me:secret@127.0.0.1:{port}/db").By(ProviderKind.Given));
        var e = await Assert.ThrowsAsync<EnvironmentException>(() => RunAsync(environment));
        stranger.Stop();
        await hangUp;

        Assert.StartsWith("Nothing here can bring up service 'warehouse'.", e.Message, StringComparison.Ordinal);
        Assert.Contains($"given: the server at 127.0.0.1:{port} {why}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.1#3")]
    public async Task Migration_ThatFails_IsNamedAndLeavesNoServer()
    {
        using var migrations = new DisposableFolder();
        const string Refusal = "DO $$ BEGIN RAISE EXCEPTION 'in <%>', current_setting('data_directory'); END $$";
        await File.WriteAllTextAsync(Path.Combine(migrations.Path, "004_refuses.sql"), Refusal, Token);
        await using var environment = new TestEnvironment().Add(Service.Postgres("warehouse").Migrated(migrations.Path));

        var e = await Assert.ThrowsAsync<EnvironmentException>(() => RunAsync(environment));

        Assert.Matches("004_refuses.sql' failed.*P0001", e.Message.Split('<')[0]);
        Assert.StartsWith("Service 'warehouse' (native) is up, but could not be prepared: ", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(e.Message.Split('<', '>')[1]));
    }

    private static async Task HangUpAsync(TcpListener stranger)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await stranger.AcceptTcpClientAsync(Token);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test has stopped it.
        }
    }

    private async Task<Run> RunAsync(TestPart own, string day = BusyDay)
    {
        await using Tunnel tunnel = Around(day).In(own);
        return await tunnel.RunAsync(Token);
    }

    private async Task<Run> RunAsync(TestEnvironment environment)
    {
        await using Tunnel tunnel = Around(BusyDay).In(environment);
        return await tunnel.RunAsync(Token);
    }

    private Tunnel Around(string day) => Tunnel.For(EphemeralPostgres.Create())
        .BindPath("flights_inbox", ReferenceData.Directory)
        .BindPath("reports", _reports.Path)
        .AllowUnused("flights_inbox", "reports")
        .StartingAt(day);

    private sealed class DisposableFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("windtunnel-migrations-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

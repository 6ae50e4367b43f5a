using Windtunnel.Environments;
using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

public sealed class SideBySideTests(WarehouseServer server)
{
    private static readonly string[] Airports =
    [
        .. FlightFeed.Read(new FileInfo(ReferenceData.PathOf("flights-2k.json"))).Select(row => row.Flight).OfType<Flight>()
            .Select(flight => flight.Origin).Distinct().Order(StringComparer.Ordinal).Take(32),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "2.5#1")]
    public async Task ThirtyTwoRuns_AtOnce_ShareNoDatabaseDirectoryPortOrClock()
    {
        await using TestEnvironment environment = ReferenceEnvironments.Environments.For(SideBySide.Id)!;

        Whereabouts[] runs = await Task.WhenAll(Airports.Select((airport, day) => RunAsync(environment, airport, day)));

        Assert.Equal(32, runs.Select(run => run.Database).Distinct().Count());
        Assert.Equal(32, runs.Select(run => run.Workspace).Distinct().Count());
        Assert.Equal(32, runs.Select(run => run.Board).Distinct().Count());
        Assert.Equal(Airports.Select((_, day) => StartOf(day).ToUnixTimeSeconds()), runs.Select(run => run.BookedAt));
    }

    [Fact]
    [Trait("bullet", "2.5#2")]
    public async Task Run_InADatabaseOfAnother_FailsByTheNameOfWhoseItIs()
    {
        await using TestPart shared = await server.Environment.OpenAsync(Token);
        shared.Query("INSERT INTO ledger VALUES ('SEA', '2001-01-01', 3, '2001-01-02T03:04Z')");
        await using Tunnel tunnel = Around("ORD", 0).In(shared).Bind("departure_board", Stub.Http(Accepts));

        Run run = await tunnel.RunAsync(Token);

        run.Task("close_day").ShouldHaveFailedWith("The ledger has rows of SEA, which are not of this run.");
    }

    [Fact]
    [Trait("bullet", "2.5#2")]
    public async Task Processes_SideBySide_ShareNothingAndOutliveOneThatIsKilled()
    {
        using var processes = new HoldingProcesses();
        string[][] addresses = [await processes.StartAsync("postgres", "redis"), await processes.StartAsync("postgres", "redis")];
        Assert.Equal(4, addresses.SelectMany(address => address).Distinct().Count());

        processes.KillFirstAndAllWatchdogs();
        Assert.All(addresses[0], address => Assert.True(HoldingProcesses.Answers(address)));
        string[] next = await processes.StartAsync("redis");

        Assert.All(addresses[0], address => Assert.False(HoldingProcesses.Answers(address)));
        Assert.All([.. addresses[1], .. next], address => Assert.True(HoldingProcesses.Answers(address)));
        Assert.Equal(2, processes.Owners);
    }

    [Fact]
    [Trait("bullet", "2.5#3")]
    public void Audit_OfTheTestThatLeaks_NamesItAndWhatItLeft()
    {
        using (var innocent = LeakAudit.Begin("CloseDay_OfAnAirport_Succeeds"))
        {
            Assert.DoesNotContain(innocent.Leaks(), leak => leak.Contains("ledger-of-nobody", StringComparison.Ordinal));
        }

        using var guilty = LeakAudit.Begin("Book_OfAnAirport_ForgetsItsFile");
        string left = Path.Combine(Path.GetTempPath(), $"ledger-of-nobody-{Path.GetRandomFileName()}");
        File.WriteAllText(left, "");

        var e = Assert.Throws<LeakException>(guilty.ShouldBeClean);
        File.Delete(left);

        Assert.StartsWith("Test 'Book_OfAnAirport_ForgetsItsFile' left behind:", e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{left}'. Delete it.", e.Message, StringComparison.Ordinal);
    }

    private static void Accepts(HttpStub board) => board.Put("/airports/{airport}/{day}").Returns(204);

    private static DateTimeOffset StartOf(int day) => new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private static async Task<Whereabouts> RunAsync(TestEnvironment environment, string airport, int day)
    {
        await using Tunnel tunnel = Around(airport, day).In(environment);
        Run run = await tunnel.RunAsync(Token);
        return run.ShouldSucceed().Task("close_day").Result<Whereabouts>();
    }

    private static Tunnel Around(string airport, int day) => Tunnel.For(SideBySide.Create())
        .BindPath("flights_inbox", ReferenceData.Directory)
        .Bind("day_workspace", new TempDirectory())
        .WithParam("airport", airport)
        .StartingAt(StartOf(day));
}

using Windtunnel.Reference.Aviation;
using Windtunnel.Reference.MockAndStub;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>The same workflow on files in memory, on real directories, and on disks that fail it.</summary>
public sealed class FileInboxTests : IAsyncDisposable
{
    private const string TwoFlights = """[{"date":"2001/01/03 08:00"},{"date":"2001/01/03 09:00"}]""";

    private readonly MemoryFiles _inbox = new MemoryFiles().With("flights.json", TwoFlights).With("flights.json.done", "");
    private readonly MemoryFiles _archive = new();

    public static TheoryData<DiskFault> FaultsOfTheArchive =>
    [
        DiskFault.TornWrite("*.part", atByte: 20), DiskFault.BrokenRename("*.part"), DiskFault.CrashAtRename("*.part"),
        DiskFault.Denied("*.part"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "4.5#1")]
    public async Task FileInbox_OnFilesInMemory_KeepsTheDeliveryAndReportsIt()
    {
        await using Tunnel tunnel = InMemory();

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("report").ShouldHaveCounted("flights", 2);

        Assert.Empty(_inbox.Files);
        Assert.Equal(["flights-2001-01-03.json", "flights-2001-01-03.txt"], _archive.Files);
        Assert.Equal(TwoFlights, _archive.Read("flights-2001-01-03.json"));
        Assert.Equal("2 flights in flights-2001-01-03.json\n", _archive.Read("flights-2001-01-03.txt"));
    }

    [Fact]
    [Trait("bullet", "4.5#2")]
    public async Task FileInbox_OnTemporaryDirectories_DoesTheSame()
    {
        TempDirectory inbox = new TempDirectory().WithCopyOf(ReferenceData.PathOf("flights-2k.json")).With("flights.json.done", "");
        File.Move(inbox.PathOf("flights-2k.json"), inbox.PathOf("flights.json"));
        TempDirectory archive = new();
        await using Tunnel tunnel = On().Bind("inbox", inbox).Bind("archive", archive);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("report").ShouldHaveCounted("flights", 2000);

        Assert.Empty(inbox.Files);
        Assert.Equal(["flights-2001-01-03.json", "flights-2001-01-03.txt"], archive.Files);
    }

    [Theory]
    [MemberData(nameof(FaultsOfTheArchive))]
    [Trait("bullet", "4.5#3")]
    public async Task FileInbox_OnADiskThatFailsOnce_LeavesTheDeliveryWhole(DiskFault fault)
    {
        await using Tunnel tunnel = InMemory().Disturb("archive", fault);

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().Task("keep_delivery").ShouldHave(TaskState.Success, attempts: 2);
        Assert.Single(run.Journal.OfType<FaultApplied>());
        Assert.Equal(TwoFlights, _archive.Read("flights-2001-01-03.json"));
    }

    [Fact]
    [Trait("bullet", "4.5#3")]
    public async Task FileInbox_OnAFullDisk_FailsAndLosesNothing()
    {
        await using Tunnel tunnel = InMemory().Disturb("archive", DiskFault.Full(afterBytes: 40));

        (await tunnel.RunAsync(Cancellation)).ShouldFail().Task("keep_delivery").ShouldHaveFailedWith("No space left on device");

        Assert.Equal(["flights.json", "flights.json.done"], _inbox.Files);
        Assert.Equal(["flights-2001-01-03.json.part"], _archive.Files);
    }

    [Fact]
    [Trait("bullet", "4.5#4")]
    public async Task FileInbox_DeliveryThatIsHalfWritten_IsWaitedFor()
    {
        var inbox = new TempDirectory().With("flights.json", "[{\"date\":");
        await using TunnelWorld world = Tunnel.World(FileInbox.Create()).Bind("inbox", inbox).Bind("archive", _archive)
            .StartingAt("2001-01-04T04:10Z")
            .At("2001-01-04T04:30Z").FileArrives(inbox, "flights.json", TwoFlights)
            .At("2001-01-04T05:00Z").FileArrives(inbox, "flights.json.done", "");

        await world.AdvanceToAsync("2001-01-04T06:00Z", Cancellation);

        Run run = world.Run(FileInbox.Id);
        run.ShouldSucceed().Task("report").ShouldHaveCounted("flights", 2);
        Assert.Equal(new DateTimeOffset(2001, 1, 4, 5, 0, 0, TimeSpan.Zero), run.EndedAt);
    }

    [Fact]
    [Trait("bullet", "4.5#4")]
    public async Task FileInbox_ArchiveThatIsAwayForAWhile_IsTriedAgain()
    {
        await using Tunnel tunnel = InMemory().Disturb("archive", Fault.Outage(after: TimeSpan.Zero, lasting: 7.Minutes()));
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("keep_delivery").ShouldHave(TaskState.Success, attempts: 3);
        Assert.Equal(2, _archive.Files.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        await _archive.DisposeAsync();
    }

    private static Tunnel On() => Tunnel.For(FileInbox.Create()).StartingAt("2001-01-03T04:00Z");

    private Tunnel InMemory() => On().Bind("inbox", _inbox).Bind("archive", _archive);
}

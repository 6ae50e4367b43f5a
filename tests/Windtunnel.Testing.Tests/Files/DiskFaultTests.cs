using System.IO.Abstractions;

namespace Windtunnel.Testing.Tests.Files;

public sealed class DiskFaultTests : IAsyncDisposable
{
    private readonly MemoryFiles _disk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TornWrite_OfAWholeFile_StoresItsBeginningOnly()
    {
        await RunAsync(DiskFault.TornWrite("*.csv", atByte: 3), async (files, path) =>
        {
            await Assert.ThrowsAsync<IOException>(() => files.File.WriteAllTextAsync(path("a.csv"), "123456", Cancellation));
            await files.File.WriteAllTextAsync(path("b.csv"), "123456", Cancellation);
        });
        Assert.Equal("123", _disk.Read("a.csv"));
        Assert.Equal("123456", _disk.Read("b.csv"));
    }

    [Fact]
    public async Task Full_ByStreamsAndWholeFiles_CountsAllBytes()
    {
        await RunAsync(DiskFault.Full(afterBytes: 8), (files, path) =>
        {
            files.File.AppendAllLines(path("log"), ["1234"]);
            using FileSystemStream stream = files.FileStream.New(path("data"), FileMode.Create);
            stream.Write("12"u8);
            IOException full = Assert.Throws<IOException>(() => stream.Write("3456"u8));
            Assert.Equal(28, full.HResult);
        });
        Assert.Equal("123", _disk.Read("data"));
    }

    [Theory]
    [InlineData(true, "whole")]
    [InlineData(false, "")]
    public async Task CrashAtRename_OfAFile_KeepsWhatWasFlushedToTheDisk(bool flushed, string left)
    {
        await RunAsync(DiskFault.CrashAtRename("*.part"), (files, path) =>
        {
            using (FileSystemStream stream = files.File.Create(path("a.part")))
            {
                stream.Write("whole"u8);
                stream.Flush(flushToDisk: flushed);
            }

            Assert.Throws<IOException>(() => files.File.Move(path("a.part"), path("a")));
        });
        Assert.Equal(left, _disk.Read("a"));
        Assert.Equal(["a"], _disk.Files);
    }

    [Fact]
    public async Task BrokenRename_OfAFile_LeavesHalfUnderTheNewName()
    {
        _disk.With("a.part", "123456");
        await RunAsync(DiskFault.BrokenRename("*.part"), (files, path) =>
        {
            Assert.Throws<IOException>(() => files.FileInfo.New(path("a.part")).MoveTo(path("a")));
        });
        Assert.Equal(("123", "123456"), (_disk.Read("a"), _disk.Read("a.part")));
    }

    [Fact]
    public async Task Denied_ForTwoCalls_PermitsTheThird()
    {
        _disk.With("a.csv", "1");
        await RunAsync(DiskFault.Denied("a.csv", times: 2), (files, path) =>
        {
            Assert.Throws<UnauthorizedAccessException>(() => files.File.ReadAllText(path("a.csv")));
            Assert.Throws<UnauthorizedAccessException>(() => files.File.OpenRead(path("a.csv")));
            Assert.Equal("1", files.File.ReadAllText(path("a.csv")));
        });
    }

    [Fact]
    public async Task Denied_ForAnAsynchronousRead_ThrowsWhatADiskThrows()
    {
        _disk.With("a.csv", "1");
        await RunAsync(DiskFault.Denied("a.csv"), async (files, path) =>
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
            Assert.Equal("1", await files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
        });
    }

    [Fact]
    public async Task DiskFault_ThatIsNotMet_IsNotGreen()
    {
        var failure = await Assert.ThrowsAsync<RunAssertionException>(
            () => RunAsync(DiskFault.TornWrite("*.parquet", 1), (_, _) => { }));
        Assert.StartsWith(
            "The fault 'torn write of *.parquet at byte 1' in front of connection 'disk' should have been applied, but was not",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_UnderGeneralStages_AreSlowRecordedAndCounted()
    {
        var calls = new Recording();
        var dag = new Dag("files");
        dag.Task("use", async context =>
        {
            Connection disk = context.Connections["disk"];
            await disk.Files().File.WriteAllTextAsync(Path.Combine(disk.Path, "a"), "1", context.Cancellation);
            return disk.Files().Directory.GetFiles(disk.Path).Length;
        });
        await using var tunnel = Tunnel.For(dag).Bind("disk", _disk)
            .Disturb("disk", Fault.Latency(2.Seconds())).Record("disk", calls).Meter("disk");

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().ShouldTake(4.Seconds()).Task("use").ShouldHaveXCom("return_value", 1).ShouldHaveCounted("disk.calls", 2);
        Assert.Equal(["WriteAllText a", "GetFiles files"], calls.Calls.Select(call => call.Call));
    }

    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    private Task RunAsync(DiskFault fault, Action<IFileSystem, Func<string, string>> use) => RunAsync(fault, (files, path) =>
    {
        use(files, path);
        return Task.CompletedTask;
    });

    private async Task RunAsync(DiskFault fault, Func<IFileSystem, Func<string, string>, Task> use)
    {
        var dag = new Dag("files");
        dag.Task("use", async context =>
        {
            Connection disk = context.Connections["disk"];
            await use(disk.Files(), name => Path.Combine(disk.Path, name));
        });
        await using var tunnel = Tunnel.For(dag).Bind("disk", _disk).Disturb("disk", fault);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }
}

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
        _disk.With("a.csv", "1").With("b.csv", "2");
        await RunAsync(DiskFault.Denied("a.csv", times: 2), (files, path) =>
        {
            Assert.Equal("2", files.File.ReadAllText(path("b.csv")));
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

    [Fact]
    public async Task Full_OnceItIsFull_StaysFull()
    {
        await RunAsync(DiskFault.Full(afterBytes: 2), (files, path) =>
        {
            Assert.Throws<IOException>(() => files.File.WriteAllText(path("a"), "123"));
            Assert.Throws<IOException>(() => files.File.WriteAllText(path("b"), "1"));
        });
        Assert.Equal(("12", ""), (_disk.Read("a"), _disk.Read("b")));
    }

    [Theory]
    [MemberData(nameof(WaysToWrite))]
    public async Task TornWrite_ByEveryWayToWrite_BreaksOff(string way, Func<IFileSystem, string, Task> write)
    {
        await RunAsync(DiskFault.TornWrite("*.csv", atByte: 3), async (files, path) =>
        {
            await files.File.WriteAllTextAsync(path("other.txt"), "123456", Cancellation);
            await Assert.ThrowsAsync<IOException>(() => write(files, path("a.csv")));
        });
        Assert.Equal((way, "123"), (way, _disk.Read("a.csv")));
        Assert.Equal("123456", _disk.Read("other.txt"));
    }

    public static TheoryData<string, Func<IFileSystem, string, Task>> WaysToWrite => new()
    {
        { "text", (files, path) => files.File.WriteAllTextAsync(path, "123456", Cancellation) },
        { "bytes", (files, path) => Sync(() => files.File.WriteAllBytes(path, "123456"u8.ToArray())) },
        { "lines", (files, path) => Sync(() => files.File.AppendAllLines(path, ["123456"])) },
        { "array", (files, path) => Streamed(files, path, (stream, bytes) => stream.WriteAsync(bytes, 0, bytes.Length, Cancellation)) },
        { "memory", (files, path) => Streamed(files, path, (stream, bytes) => stream.WriteAsync(bytes, Cancellation).AsTask()) },
        { "byte by byte", (files, path) => Streamed(files, path, (stream, bytes) => Sync(() => Array.ForEach(bytes, stream.WriteByte))) },
        { "writer", (files, path) => Sync(() =>
        {
            using StreamWriter writer = files.File.CreateText(path);
            writer.Write("123456");
        }) },
    };

    [Fact]
    public async Task TornWrite_OfAFileThatIsAddedTo_CountsTheBytesOfEachWrite()
    {
        _disk.With("a.csv", "12");
        await RunAsync(DiskFault.TornWrite("*.csv", atByte: 3), (files, path) =>
        {
            files.File.AppendAllText(path("a.csv"), "345");
            Assert.Throws<IOException>(() => files.File.AppendAllText(path("a.csv"), "6789"));
        });
        Assert.Equal("12345678", _disk.Read("a.csv"));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "123")]
    public async Task CrashAtClose_OfAFile_LosesWhatWasNotFlushedToTheDisk(bool flushed, string left)
    {
        await RunAsync(DiskFault.CrashAtClose("*.csv"), (files, path) =>
        {
            IOException crash = Assert.Throws<IOException>(() =>
            {
                using FileSystemStream stream = files.File.Create(path("a.csv"));
                stream.Write("123"u8);
                stream.Flush(flushToDisk: flushed);
                stream.Write("456"u8);
            });
            Assert.StartsWith("The machine went down when 'a.csv' was closed", crash.Message, StringComparison.Ordinal);
            files.File.WriteAllText(path("b.csv"), "whole");
        });
        Assert.Equal((left, "whole"), (_disk.Read("a.csv"), _disk.Read("b.csv")));
    }

    [Fact]
    public async Task CrashAtClose_OfAFileThatIsAddedTo_KeepsWhatWasThere()
    {
        _disk.With("log.csv", "old");
        await RunAsync(DiskFault.CrashAtClose("*.csv"), async (files, path) =>
            await Assert.ThrowsAsync<IOException>(() => files.File.AppendAllTextAsync(path("log.csv"), "new", Cancellation)));
        Assert.Equal("old", _disk.Read("log.csv"));
    }

    [Fact]
    public async Task CrashAtRename_OfAFileWrittenToAgainOrRenamedBefore_KnowsWhatIsOnTheDisk()
    {
        await RunAsync(DiskFault.CrashAtRename("b.part"), (files, path) =>
        {
            using (FileSystemStream stream = files.File.Create(path("a.part")))
            {
                stream.Write("whole"u8);
                stream.Flush(flushToDisk: true);
            }

            files.File.Move(path("a.part"), path("c.part"));
            files.File.Move(path("c.part"), path("d.part"));
            Assert.Throws<IOException>(() => files.File.Move(path("d.part"), path("b.part")));
        });
        Assert.Equal("whole", _disk.Read("b.part"));

        await RunAsync(DiskFault.CrashAtRename("e.part"), (files, path) =>
        {
            using (FileSystemStream stream = files.File.Create(path("e.part")))
            {
                stream.Write("whole"u8);
                stream.Flush(flushToDisk: true);
                stream.Write("!"u8);
            }

            Assert.Throws<IOException>(() => files.File.Move(path("e.part"), path("f")));
        });
        Assert.Equal("", _disk.Read("f"));
    }

    [Fact]
    public async Task ReadOnly_FromAMomentOn_LetsFilesBeReadOnly()
    {
        _disk.With("a.csv", "1").With("notes.txt", "");
        await using var tunnel = Tunnel.For(Using(async (files, path, context) =>
        {
            await files.File.WriteAllTextAsync(path("a.csv"), "2", Cancellation);
            await context.DelayAsync(1.Hours());
            Assert.Equal("2", await files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
            await using (FileSystemStream read = files.FileStream.New(path("a.csv"), FileMode.Open, FileAccess.Read))
            {
                Assert.Equal('2', read.ReadByte());
            }

            await files.File.WriteAllTextAsync(path("notes.txt"), "free", Cancellation);
            files.File.Copy(path("a.csv"), path("copy.txt"));
            Action[] changes =
            [
                () => files.File.WriteAllText(path("a.csv"), "3"), () => files.File.AppendAllText(path("a.csv"), "3"),
                () => files.File.Delete(path("a.csv")), () => files.File.Create(path("b.csv")), () => files.File.OpenWrite(path("a.csv")),
                () => files.File.Move(path("a.csv"), path("x")), () => files.File.Move(path("notes.txt"), path("x.csv")),
                () => files.File.Copy(path("notes.txt"), path("y.csv")), () => files.FileStream.New(path("a.csv"), FileMode.Open),
                () => files.FileInfo.New(path("a.csv")).Delete(),
                () => files.FileStream.New(path("a.csv"), new FileStreamOptions { Access = FileAccess.Write, Mode = FileMode.Open }),
            ];
            Assert.All(changes, change => Assert.Throws<UnauthorizedAccessException>(change));
        })).Bind("disk", _disk).Disturb("disk", DiskFault.ReadOnly("*.csv", after: 1.Hours()));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        Assert.Equal("2", _disk.Read("a.csv"));
    }

    [Fact]
    public async Task Slow_ByWholeFilesAndStreams_TakesVirtualTimeByTheByte()
    {
        _disk.With("in.csv", "1234567890").With("notes.txt", "1234567890");
        await using var tunnel = Tunnel.For(Using(async (files, path, context) =>
        {
            DateTimeOffset start = context.Time.GetUtcNow();
            TimeSpan Took() => context.Time.GetUtcNow() - start;
            await files.File.WriteAllTextAsync(path("a.csv"), "12345", Cancellation);
            Assert.Equal(5.Seconds(), Took());
            Assert.Equal("12345", await files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
            Assert.Equal(10.Seconds(), Took());
            using (StreamReader reader = files.File.OpenText(path("in.csv")))
            {
                Assert.Equal("1234567890", await reader.ReadToEndAsync(Cancellation));
            }

            Assert.Equal(20.Seconds(), Took());
            await using (FileSystemStream stream = files.File.Create(path("b.csv")))
            {
                await stream.WriteAsync("123"u8.ToArray(), Cancellation);
            }

            Assert.Equal(23.Seconds(), Took());
            Read(files, path("a.csv"));
            await files.File.ReadAllTextAsync(path("notes.txt"), Cancellation);
            Assert.Equal(23.Seconds(), Took());
        })).Bind("disk", _disk).Disturb("disk", DiskFault.Slow(bytesPerSecond: 1, "*.csv"));

        // What was read synchronously is still owed: five bytes and a line break.
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(29.Seconds());

        static void Read(IFileSystem files, string path) => Assert.Equal(["12345"], files.File.ReadAllLines(path));
    }

    [Fact]
    public async Task Slow_BySynchronousStreams_IsOwedByTheByte()
    {
        await using var tunnel = Tunnel.For(Using((files, path, _) => Sync(() =>
        {
            using (StreamWriter writer = files.File.CreateText(path("a.csv")))
            {
                writer.Write("12345");
            }

            using (FileSystemStream stream = files.File.OpenRead(path("a.csv")))
            {
                Assert.Equal('1', stream.ReadByte());
                Assert.Equal(4, stream.Read(new byte[9]));
            }

            using var copy = new MemoryStream();
            using FileSystemStream whole = files.File.OpenRead(path("a.csv"));
            whole.CopyTo(copy);
            Assert.Equal(5, copy.Length);
        }))).Bind("disk", _disk).Disturb("disk", DiskFault.Slow(bytesPerSecond: 1));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(15.Seconds());
    }

    [Fact]
    public async Task TornWrite_OfAFileThatIsStillOpen_IsStoredAtOnce() =>
        await RunAsync(DiskFault.TornWrite("*.csv", atByte: 3), (files, path) =>
        {
            using FileSystemStream stream = files.FileStream.New(
                path("a.csv"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            Assert.Throws<IOException>(() => stream.Write("123456"u8));
            Assert.Equal("123", _disk.Read("a.csv"));
        });

    [Fact]
    public async Task Vanishes_ForAWhile_TakesFilesAndOpenHandlesAway()
    {
        _disk.With("a.csv", "1234");
        await using var tunnel = Tunnel.For(Using(async (files, path, context) =>
        {
            await using FileSystemStream open = files.File.OpenRead(path("a.csv"));
            await using StreamWriter writer = files.File.CreateText(path("b.csv"));
            Assert.Equal('1', open.ReadByte());
            await context.DelayAsync(1.Minutes());
            IOException stale = Assert.Throws<IOException>(() => open.ReadByte());
            Assert.Equal(116, stale.HResult);
            await Assert.ThrowsAsync<IOException>(() => open.ReadAsync(new byte[1], Cancellation).AsTask());
            await writer.WriteAsync("x");
            Assert.Throws<IOException>(writer.Flush);
            Assert.False(files.File.Exists(path("a.csv")));
            Assert.False(files.FileInfo.New(path("a.csv")).Exists);
            Assert.Throws<DirectoryNotFoundException>(() => files.Directory.GetFiles(path("")));
            await Assert.ThrowsAsync<DirectoryNotFoundException>(() => files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
            await context.DelayAsync(2.Minutes());
            Assert.Equal("1234", await files.File.ReadAllTextAsync(path("a.csv"), Cancellation));
            Assert.True(files.FileInfo.New(path("a.csv")).Exists);
        })).Bind("disk", _disk).Disturb("disk", DiskFault.Vanishes(after: 1.Minutes(), lasting: 2.Minutes()));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IgnoringCase_OnAnyDisk_FindsFilesInAnyCase(bool inMemory)
    {
        Action<IFileSystem, Func<string, string>> use = (files, path) =>
        {
            files.Directory.CreateDirectory(path("Daily"));
            files.File.WriteAllText(path("Daily/Orders.CSV"), "1");
            files.File.WriteAllText(path("daily/orders.csv"), "2");
            Assert.Equal("2", files.File.ReadAllText(path("DAILY/ORDERS.csv")));
            Assert.True(files.FileInfo.New(path("daily/ORDERS.csv")).Exists);
            Assert.Equal(["Orders.CSV"], files.Directory.GetFiles(path("DAILY"), "*.csv").Select(files.Path.GetFileName));
            Assert.Empty(files.Directory.EnumerateFiles(path("daily"), "*.txt"));
            files.File.Move(path("daily/orders.csv"), path("daily/sent.csv"));
            Assert.Equal(["sent.csv"], files.Directory.EnumerateFiles(path("daily")).Select(files.Path.GetFileName));
            Assert.False(files.File.Exists(path("daily/orders.csv")));
        };
        await using Binding disk = inMemory ? _disk : new TempDirectory();
        await using var tunnel = Tunnel.For(Using((files, path, _) => Sync(() => use(files, path)))).Bind("disk", disk)
            .Disturb("disk", DiskFault.IgnoringCase());
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task With_AFileInADirectory_MakesItAndOneOutsideIsRefused()
    {
        await using var real = new TempDirectory();
        Assert.Equal("1", real.With("a/b.csv", "1").Read("a/b.csv"));
        Assert.Equal("1", _disk.With("a/b.csv", "1").Read("a/b.csv"));
        foreach (string name in (string[])["../b.csv", "a/../../b.csv", "/tmp/b.csv", ".."])
        {
            Assert.StartsWith(
                $"The file '{name}' would lie outside of its directory.",
                Assert.Throws<ArgumentException>(() => real.With(name, "")).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => _disk.With(name, ""));
        }
    }

    [Fact]
    public async Task Faults_OneBeforeTheOther_BothStrikeStreams()
    {
        await using var tunnel = Tunnel.For(Using((files, path, _) => Sync(() =>
        {
            Assert.Throws<IOException>(() => Write(files, path("a.csv")));
            Assert.Throws<IOException>(() => Write(files, path("b.txt")));
        }))).Bind("disk", _disk).Disturb("disk", DiskFault.TornWrite("*.csv", 1)).Disturb("disk", DiskFault.TornWrite("*.txt", 2));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        Assert.Equal(("1", "12"), (_disk.Read("a.csv"), _disk.Read("b.txt")));

        static void Write(IFileSystem files, string path)
        {
            using FileSystemStream stream = files.File.Create(path);
            stream.Write("123"u8);
        }
    }

    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    private static Task Sync(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task Streamed(IFileSystem files, string path, Func<FileSystemStream, byte[], Task> write)
    {
        await using FileSystemStream stream = files.File.Create(path);
        await write(stream, "123456"u8.ToArray());
    }

    private static Dag Using(Func<IFileSystem, Func<string, string>, TaskContext, Task> use)
    {
        var dag = new Dag("files");
        dag.Task("use", async context =>
        {
            Connection disk = context.Connections["disk"];
            await use(disk.Files(), name => Path.Combine(disk.Path, name), context);
        });
        return dag;
    }

    private Task RunAsync(DiskFault fault, Action<IFileSystem, Func<string, string>> use) => RunAsync(fault, (files, path) =>
    {
        use(files, path);
        return Task.CompletedTask;
    });

    private async Task RunAsync(DiskFault fault, Func<IFileSystem, Func<string, string>, Task> use)
    {
        await using var tunnel = Tunnel.For(Using((files, path, _) => use(files, path))).Bind("disk", _disk).Disturb("disk", fault);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }
}

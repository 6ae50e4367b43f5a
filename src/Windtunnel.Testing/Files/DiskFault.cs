using System.IO.Abstractions;
using System.IO.Enumeration;

namespace Windtunnel.Testing;

/// <summary>Something that goes wrong with a disk, for a connection that is used by its <c>Files()</c> hook: in memory or real
/// directories.</summary>
public abstract record DiskFault
{
    private protected DiskFault(string files) => Files = files;

    /// <summary>The names of the files it strikes, with <c>*</c> and <c>?</c>.</summary>
    public string Files { get; }

    /// <summary>There is room for so many bytes more in a run: the write that goes beyond stores what fits, then fails.</summary>
    public static DiskFault Full(long afterBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterBytes);
        return new FullDisk(afterBytes);
    }

    /// <summary>The first write to such a file breaks off: so many bytes are stored, then it fails.</summary>
    public static DiskFault TornWrite(string files, long atByte)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atByte);
        return new TornWrite(files, atByte);
    }

    /// <summary>The machine goes down when such a file was first written to and closed. What was not flushed to the disk before
    /// (<c>Flush(flushToDisk: true)</c>) is lost: the file ends where it was flushed last, or is empty.</summary>
    public static DiskFault CrashAtClose(string files) => new CrashAtClose(files);

    /// <summary>The machine goes down when such a file is first renamed. The rename is kept, but of what was not flushed to the disk before
    /// (<c>Flush(flushToDisk: true)</c>) nothing is: the file is empty. A file that was flushed is whole.</summary>
    public static DiskFault CrashAtRename(string files) => new CrashAtRename(files);

    /// <summary>The first rename of such a file is not atomic: half of it stands under the new name, the old one is still there.</summary>
    public static DiskFault BrokenRename(string files) => new BrokenRename(files);

    /// <summary>The first calls for such a file are not permitted.</summary>
    /// <param name="files">The names of the files, with <c>*</c> and <c>?</c>.</param>
    /// <param name="times">How many calls.</param>
    public static DiskFault Denied(string files, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        return new Denied(files, times);
    }

    /// <summary>From a moment of the run on such files may be read and no longer written, made, renamed or deleted.</summary>
    /// <param name="files">The names of the files, with <c>*</c> and <c>?</c>.</param>
    /// <param name="after">Since the start of the run's clock.</param>
    public static DiskFault ReadOnly(string files = "*", TimeSpan after = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        return new ReadOnlyDisk(files, after);
    }

    /// <summary>Reading and writing take virtual time by the number of bytes. A synchronous call cannot wait: its time passes when the body
    /// makes its next asynchronous call, or ends. For a time that each call takes, see <see cref="Fault.Latency(TimeSpan)"/>.</summary>
    public static DiskFault Slow(long bytesPerSecond, string files = "*")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return new SlowDisk(files, bytesPerSecond);
    }

    /// <summary>The mount is gone for a while: its files are not there, and what was open before is of no use.</summary>
    /// <param name="after">When it begins, from the start of the run's clock.</param>
    /// <param name="lasting">How long it lasts.</param>
    public static DiskFault Vanishes(TimeSpan after, TimeSpan lasting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lasting, TimeSpan.Zero);
        return new VanishedMount(after, lasting);
    }

    /// <summary>Names that differ in case only are one file, as on the disks of Windows and macOS. It need not be experienced.</summary>
    public static DiskFault IgnoringCase() => new CaseBlindDisk();

    internal abstract string Words { get; }

    internal virtual int Expected => 1;

    internal bool Strikes(string path) => FileSystemName.MatchesSimpleExpression(Files, Path.GetFileName(path), ignoreCase: false);

    /// <summary>What stands in front of the file system of a body.</summary>
    internal virtual FileTap TapFor(IFileSystem files, DiskAtWork work) => new DiskTap(files, this, work);
}

internal sealed record FullDisk(long Bytes) : DiskFault("*")
{
    internal override string Words => $"disk full after {Bytes} bytes";
}

internal sealed record TornWrite(string Names, long AtByte) : DiskFault(Names)
{
    internal override string Words => $"torn write of {Names} at byte {AtByte}";
}

internal sealed record CrashAtClose(string Names) : DiskFault(Names)
{
    internal override string Words => $"crash at the closing of {Names}";
}

internal sealed record CrashAtRename(string Names) : DiskFault(Names)
{
    internal override string Words => $"crash at rename of {Names}";
}

internal sealed record BrokenRename(string Names) : DiskFault(Names)
{
    internal override string Words => $"broken rename of {Names}";
}

internal sealed record Denied(string Names, int Times) : DiskFault(Names)
{
    internal override int Expected => Times;

    internal override string Words => $"{Names} denied {(Times == 1 ? "once" : $"{Times} times")}";
}

internal sealed record ReadOnlyDisk(string Names, TimeSpan After) : DiskFault(Names)
{
    internal override string Words => $"{Names} read-only after {After:c}";
}

internal sealed record SlowDisk(string Names, long BytesPerSecond) : DiskFault(Names)
{
    internal override string Words => $"{Names} slow at {BytesPerSecond} bytes per second";

    internal override FileTap TapFor(IFileSystem files, DiskAtWork work) => new SlowDiskTap(this, work);

    public TimeSpan TimeFor(long bytes) => TimeSpan.FromSeconds((double)bytes / BytesPerSecond);
}

internal sealed record VanishedMount(TimeSpan After, TimeSpan Lasting) : DiskFault("*")
{
    internal override string Words => $"mount vanished after {After:c} for {Lasting:c}";

    internal override FileTap TapFor(IFileSystem files, DiskAtWork work) => new VanishedMountTap(this, work);
}

internal sealed record CaseBlindDisk() : DiskFault("*")
{
    internal override int Expected => 0;

    internal override string Words => "a disk that ignores case";

    internal override FileTap TapFor(IFileSystem files, DiskAtWork work) => new CaseBlindTap(files);
}

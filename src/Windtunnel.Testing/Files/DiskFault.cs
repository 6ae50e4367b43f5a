using System.IO.Enumeration;

namespace Windtunnel.Testing;

/// <summary>Something that goes wrong with a disk, for a connection that is used by its <c>Files()</c> hook: in memory or real
/// directories. For a slow disk or a mount that vanishes for a while, see <see cref="Fault.Latency(TimeSpan)"/> and
/// <see cref="Fault.Outage"/>.</summary>
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

    internal abstract string Words { get; }

    internal virtual int Expected => 1;

    internal bool Strikes(string path) => FileSystemName.MatchesSimpleExpression(Files, Path.GetFileName(path), ignoreCase: false);
}

internal sealed record FullDisk(long Bytes) : DiskFault("*")
{
    internal override string Words => $"disk full after {Bytes} bytes";
}

internal sealed record TornWrite(string Names, long AtByte) : DiskFault(Names)
{
    internal override string Words => $"torn write of {Names} at byte {AtByte}";
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

using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>Lets the calls to a file system meet a fault. Writing a whole file and writing a stream come together in
/// <see cref="DiskStream"/>.</summary>
internal sealed class DiskTap(IFileSystem files, DiskFault fault, DiskAtWork work) : FileTap
{
    private const int NoSpace = 28; // ENOSPC

    protected override object? Pass(FileCall call, Func<object?> proceed)
    {
        ThrowIfDenied(call);
        if (call.Content() is { } content)
        {
            WriteWhole(call, content);
            return null;
        }

        if (call.Name is "Move" or "MoveTo" or "Replace" && call.Target is { } target)
        {
            return Rename(call, target, proceed);
        }

        object? opened = proceed();
        return opened switch
        {
            FileSystemStream { CanWrite: true } stream => new DiskStream(stream, call.Path, this),
            StreamWriter { BaseStream: FileSystemStream stream } => new StreamWriter(new DiskStream(stream, call.Path, this)),
            _ => opened,
        };
    }

    protected override ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed)
    {
        ThrowIfDenied(call);
        if (call.Content() is not { } content)
        {
            return proceed();
        }

        WriteWhole(call, content);
        return default;
    }

    /// <summary>How many of the bytes are stored; fewer than there are: then the write fails.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="position">How many bytes the stream has stored before.</param>
    /// <param name="count">How many are to be stored.</param>
    public int Admit(string path, long position, int count)
    {
        work.State.Flushed(path, false);
        return fault switch
        {
            FullDisk full => work.State.Take(count, full.Bytes),
            TornWrite torn when torn.Strikes(path) && work.State.Applied == 0 && position + count > torn.AtByte =>
                (int)Math.Max(0, torn.AtByte - position),
            _ => count,
        };
    }

    public void Flushed(string path) => work.State.Flushed(path, true);

    /// <summary>True when the machine goes down as such a file is closed.</summary>
    public bool CrashesAtClose(string path)
    {
        bool crashes = fault is CrashAtClose && fault.Strikes(path) && work.State.Apply();
        if (crashes)
        {
            work.Note("close", path);
        }

        return crashes;
    }

    public IOException Crash(string path) =>
        new($"The machine went down when '{Path.GetFileName(path)}' was closed: the test's fault '{fault.Words}'.");

    /// <summary>The exception of a write of which only a part was stored.</summary>
    public IOException Cut(string path)
    {
        work.Applied("write", path);
        return fault is FullDisk
            ? new($"No space left on device: '{Path.GetFileName(path)}'.", NoSpace)
            : new($"The write to '{Path.GetFileName(path)}' broke off: the test's fault '{fault.Words}'.");
    }

    private void WriteWhole(FileCall call, byte[] content)
    {
        FileMode mode = call.Name.StartsWith("AppendAll", StringComparison.Ordinal) ? FileMode.Append : FileMode.Create;
        using FileSystemStream stream = files.FileStream.New(call.Path, mode, FileAccess.Write);
        using var disk = new DiskStream(stream, call.Path, this);
        disk.Write(content);
    }

    private object? Rename(FileCall call, string target, Func<object?> proceed)
    {
        bool isStruck = (fault.Strikes(call.Path) || fault.Strikes(target)) && fault is CrashAtRename or BrokenRename && work.State.Apply();
        if (!isStruck)
        {
            object? moved = proceed();
            work.State.Flushed(target, work.State.IsFlushed(call.Path));
            return moved;
        }

        work.Note(call.Operation, call.FileName);
        if (fault is BrokenRename)
        {
            byte[] whole = files.File.ReadAllBytes(call.Path);
            files.File.WriteAllBytes(target, whole[..(whole.Length / 2)]);
        }
        else
        {
            bool isWhole = work.State.IsFlushed(call.Path);
            proceed();
            if (!isWhole)
            {
                files.File.WriteAllBytes(target, []);
            }
        }

        throw new IOException($"The rename of '{call.FileName}' broke off: the test's fault '{fault.Words}'.");
    }

    private void ThrowIfDenied(FileCall call)
    {
        bool isDenied = fault switch
        {
            Denied => fault.Strikes(call.Path) && work.State.Apply(),
            ReadOnlyDisk readOnly => work.Elapsed >= readOnly.After && call.Changes.Any(fault.Strikes) && work.State.Apply(),
            _ => false,
        };
        if (isDenied)
        {
            work.Note(call.Operation, call.FileName);
            throw new UnauthorizedAccessException($"Access to '{call.FileName}' is denied: the test's fault '{fault.Words}'.");
        }
    }
}

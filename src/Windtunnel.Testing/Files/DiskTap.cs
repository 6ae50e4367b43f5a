using System.IO.Abstractions;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>Lets the calls to a file system meet a fault. Writing a whole file and writing a stream come together in
/// <see cref="DiskStream"/>.</summary>
internal sealed class DiskTap(IFileSystem files, DiskFault fault, DiskState state, TaskContext context, string connectionId) : FileTap
{
    private const int NoSpace = 28; // ENOSPC

    protected override object? Pass(FileCall call, Func<object?> proceed)
    {
        ThrowIfDenied(call);
        if (ContentOf(call) is { } content)
        {
            WriteWhole(call, content);
            return null;
        }

        if (call.Name is "Move" or "MoveTo" or "Replace" && RenamedTo(call) is { } target)
        {
            return Rename(call, target, proceed);
        }

        object? opened = proceed();
        return opened switch
        {
            DiskStream => opened,
            FileSystemStream { CanWrite: true } stream => new DiskStream(stream, call.Path, this),
            StreamWriter { BaseStream: FileSystemStream stream } => new StreamWriter(new DiskStream(stream, call.Path, this)),
            _ => opened,
        };
    }

    protected override ValueTask<T> PassAsync<T>(FileCall call, Func<ValueTask<T>> proceed)
    {
        ThrowIfDenied(call);
        if (ContentOf(call) is not { } content)
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
        state.Flushed(path, false);
        return fault switch
        {
            FullDisk full => state.Take(count, full.Bytes),
            TornWrite torn when torn.Strikes(path) && state.Applied == 0 && position + count > torn.AtByte =>
                (int)Math.Max(0, torn.AtByte - position),
            _ => count,
        };
    }

    public void Flushed(string path) => state.Flushed(path, true);

    /// <summary>The exception of a write of which only a part was stored.</summary>
    public IOException Cut(string path)
    {
        Applied("write", path);
        return fault is FullDisk
            ? new($"No space left on device: '{Path.GetFileName(path)}'.", NoSpace)
            : new($"The write to '{Path.GetFileName(path)}' broke off: the test's fault '{fault.Words}'.");
    }

    private static byte[]? ContentOf(FileCall call)
    {
        if (!call.Name.StartsWith("WriteAll", StringComparison.Ordinal) && !call.Name.StartsWith("AppendAll", StringComparison.Ordinal))
        {
            return null;
        }

        Encoding encoding = call.Arguments.OfType<Encoding>().FirstOrDefault() ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return call.Arguments[1] switch
        {
            byte[] bytes => bytes,
            ReadOnlyMemory<byte> bytes => bytes.ToArray(),
            string text => encoding.GetBytes(text),
            ReadOnlyMemory<char> text => encoding.GetBytes(text.ToArray()),
            IEnumerable<string> lines => encoding.GetBytes(string.Concat(lines.Select(line => line + Environment.NewLine))),
            null => [],
            var other => throw new NotSupportedException(
                $"A fault of a disk cannot look into a {other.GetType().Name}. Write text or bytes."),
        };
    }

    private static string? RenamedTo(FileCall call) =>
        call.Arguments.OfType<string>().ElementAtOrDefault(call.Name == "MoveTo" ? 0 : 1);

    private void WriteWhole(FileCall call, byte[] content)
    {
        FileMode mode = call.Name.StartsWith("AppendAll", StringComparison.Ordinal) ? FileMode.Append : FileMode.Create;
        using FileSystemStream stream = files.FileStream.New(call.Path, mode, FileAccess.Write);
        using var disk = new DiskStream(stream, call.Path, this);
        disk.Write(content);
    }

    private object? Rename(FileCall call, string target, Func<object?> proceed)
    {
        bool isStruck = (fault.Strikes(call.Path) || fault.Strikes(target)) && fault is CrashAtRename or BrokenRename && state.Apply();
        if (!isStruck)
        {
            object? moved = proceed();
            state.Flushed(target, state.IsFlushed(call.Path));
            return moved;
        }

        context.Host.FaultApplied(connectionId, fault.Words, $"{call.Operation} {call.FileName}");
        if (fault is BrokenRename)
        {
            byte[] whole = files.File.ReadAllBytes(call.Path);
            files.File.WriteAllBytes(target, whole[..(whole.Length / 2)]);
        }
        else
        {
            bool isWhole = state.IsFlushed(call.Path);
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
        if (fault is Denied && fault.Strikes(call.Path) && state.Apply())
        {
            context.Host.FaultApplied(connectionId, fault.Words, $"{call.Operation} {call.FileName}");
            throw new UnauthorizedAccessException($"Access to '{call.FileName}' is denied: the test's fault '{fault.Words}'.");
        }
    }

    private void Applied(string operation, string path)
    {
        state.Apply();
        context.Host.FaultApplied(connectionId, fault.Words, $"{operation} {Path.GetFileName(path)}");
    }
}

/// <summary>A file that is written to under a fault.</summary>
internal sealed class DiskStream(FileSystemStream inner, string path, DiskTap tap) : FileSystemStream(inner, path, inner.IsAsync)
{
    private long _position;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int stored = tap.Admit(Name, _position, buffer.Length);
        _position += stored;
        inner.Write(buffer[..stored]);
        if (stored < buffer.Length)
        {
            // What was stored stays stored.
            inner.Flush();
            throw tap.Cut(Name);
        }
    }

    public override void WriteByte(byte value) => Write([value]);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush(bool flushToDisk)
    {
        inner.Flush(flushToDisk);
        if (flushToDisk)
        {
            tap.Flushed(Name);
        }
    }
}

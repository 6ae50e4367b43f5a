using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>A file that is written to under a fault.</summary>
internal sealed class DiskStream(FileSystemStream inner, string path, DiskTap tap) : TappedStream(inner, path)
{
    private long _position;

    // What an existing file holds when it is opened is on the disk.
    private long _onDisk = inner.Length;
    private bool _isClosed;

    public override int Read(Span<byte> buffer) => Inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Inner.ReadAsync(buffer, cancellationToken);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int stored = tap.Admit(Name, _position, buffer.Length);
        _position += stored;
        Inner.Write(buffer[..stored]);
        if (stored < buffer.Length)
        {
            // What was stored stays stored.
            Inner.Flush();
            throw tap.Cut(Name);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush(bool flushToDisk)
    {
        Inner.Flush(flushToDisk);
        if (flushToDisk)
        {
            _onDisk = Inner.Length;
            tap.Flushed(Name);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        bool crashes = LosesWhatIsNotOnDisk();
        await base.DisposeAsync().ConfigureAwait(false);
        ThrowIf(crashes);
    }

    protected override void Dispose(bool disposing)
    {
        bool crashes = disposing && LosesWhatIsNotOnDisk();
        base.Dispose(disposing);
        ThrowIf(crashes);
    }

    private bool LosesWhatIsNotOnDisk()
    {
        bool crashes = !_isClosed && _position > 0 && tap.CrashesAtClose(Name);
        _isClosed = true;
        if (crashes)
        {
            Inner.SetLength(_onDisk);
        }

        return crashes;
    }

    private void ThrowIf(bool crashes)
    {
        if (crashes)
        {
            throw tap.Crash(Name);
        }
    }
}

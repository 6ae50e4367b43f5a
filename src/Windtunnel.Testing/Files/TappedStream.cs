using System.IO.Abstractions;

namespace Windtunnel.Testing;

/// <summary>An open file whose every way to read and write comes to four methods.</summary>
internal abstract class TappedStream(FileSystemStream inner, string path) : FileSystemStream(inner, path, inner.IsAsync)
{
    private const int PieceLength = 80 * 1024;

    protected FileSystemStream Inner => inner;

    public abstract override int Read(Span<byte> buffer);

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public sealed override void WriteByte(byte value) => Write([value]);

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public sealed override void CopyTo(Stream destination, int bufferSize)
    {
        byte[] piece = new byte[PieceLength];
        for (int read = Read(piece); read > 0; read = Read(piece))
        {
            destination.Write(piece.AsSpan(0, read));
        }
    }

    public sealed override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[PieceLength];
        for (int read = await ReadAsync(piece, cancellationToken).ConfigureAwait(false); read > 0;
            read = await ReadAsync(piece, cancellationToken).ConfigureAwait(false))
        {
            await destination.WriteAsync(piece.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }
}

using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;

namespace Windtunnel.Testing.Cloud;

/// <summary>Immutable bytes, of which large ones lie in files. Slices and concatenations share what they are made of.</summary>
internal sealed class Content
{
    private const int CopyBuffer = 128 * 1024;

    private readonly ImmutableArray<Piece> _pieces;

    private Content(ImmutableArray<Piece> pieces)
    {
        _pieces = pieces;
        Length = pieces.Sum(piece => piece.Length);
    }

    public static Content Empty { get; } = new([]);

    public long Length { get; }

    public static Content Of(byte[] bytes) => bytes.Length == 0 ? Empty : new([new(bytes, null, 0, bytes.Length)]);

    public static Content Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static Content Of(SpillFile file, long length) => new([new(null, file, 0, length)]);

    /// <summary>So many zero bytes, which take no room.</summary>
    public static Content Zeros(long length) => length == 0 ? Empty : new([new(null, null, 0, length)]);

    public static Content Concat(IEnumerable<Content> parts) => new([.. parts.SelectMany(part => part._pieces)]);

    public Content Slice(long offset, long count)
    {
        if (offset == 0 && count == Length)
            return this;
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        foreach (Piece piece in _pieces)
        {
            long from = Math.Max(offset, 0);
            long taken = Math.Min(piece.Length - from, count);
            if (from < piece.Length && taken > 0)
            {
                pieces.Add(piece with { Offset = piece.Offset + from, Length = taken });
                count -= taken;
            }

            offset -= piece.Length;
        }

        return new(pieces.ToImmutable());
    }

    /// <summary>Where a byte lies. Contents that share it say the same, and no others do.</summary>
    public (object? Source, long Offset) PlaceOf(long offset)
    {
        foreach (Piece piece in _pieces)
        {
            if (offset < piece.Length)
                return (piece.Bytes ?? (object?)piece.File, piece.Offset + offset);
            offset -= piece.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(offset), offset, "The content ends before.");
    }

    public async ValueTask WriteToAsync(PipeWriter writer, CancellationToken cancellation)
    {
        await foreach (ReadOnlyMemory<byte> chunk in ChunksAsync(cancellation))
            await writer.WriteAsync(chunk, cancellation);
    }

    public async ValueTask CopyToAsync(Stream target, CancellationToken cancellation)
    {
        await foreach (ReadOnlyMemory<byte> chunk in ChunksAsync(cancellation))
            await target.WriteAsync(chunk, cancellation);
    }

    /// <summary>A chunk is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        byte[]? buffer = null;
        foreach (Piece piece in _pieces)
        {
            if (piece.Bytes is not null)
            {
                yield return piece.Bytes.AsMemory((int)piece.Offset, (int)piece.Length);
                continue;
            }

            buffer ??= new byte[CopyBuffer];
            for (long done = 0; done < piece.Length;)
            {
                int read = await piece.ReadAsync(done, buffer, cancellation);
                done += read;
                yield return buffer.AsMemory(0, read);
            }
        }
    }

    /// <summary>For documents and small objects: all of it in memory.</summary>
    public async ValueTask<byte[]> ToArrayAsync(CancellationToken cancellation = default)
    {
        MemoryStream all = new((int)Math.Min(Length, Array.MaxLength));
        await CopyToAsync(all, cancellation);
        return all.ToArray();
    }

    private readonly record struct Piece(byte[]? Bytes, SpillFile? File, long Offset, long Length)
    {
        public async ValueTask<int> ReadAsync(long from, Memory<byte> buffer, CancellationToken cancellation)
        {
            int wanted = (int)Math.Min(buffer.Length, Length - from);
            if (File is null)
            {
                buffer.Span[..wanted].Clear();
                return wanted;
            }

            int read = await File.ReadAsync(Offset + from, buffer[..wanted], cancellation);
            return read > 0
                ? read
                : throw new EndOfStreamException(
                    $"A temporary file of the emulator ends at byte {Offset + from}. Leave it alone in tests.");
        }
    }
}

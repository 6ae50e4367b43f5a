namespace Windtunnel.Testing.Cloud;

/// <summary>Takes bytes as they arrive: in memory at first, in a file from <see cref="InMemory"/> on.</summary>
internal sealed class ContentWriter(IReadOnlyList<Digest> digests)
{
    /// <summary>The largest body that is kept in memory, in bytes.</summary>
    public const int InMemory = 1 << 20;

    private byte[] _memory = [];
    private SpillFile? _file;

    public long Length { get; private set; }

    /// <summary>Makes room at once for a body whose length was announced.</summary>
    public void Expect(long length)
    {
        if (length <= InMemory && _memory.Length < length)
            Array.Resize(ref _memory, (int)length);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        foreach (Digest digest in digests)
            digest.Append(bytes.Span);
        long end = Length + bytes.Length;
        if (_file is null && end > InMemory)
        {
            _file = new();
            await _file.WriteAsync(0, _memory.AsMemory(0, (int)Length), cancellation);
            _memory = [];
        }

        if (_file is not null)
        {
            await _file.WriteAsync(Length, bytes, cancellation);
        }
        else
        {
            if (end > _memory.Length)
                Array.Resize(ref _memory, (int)Math.Max(end, Math.Min(InMemory, 2L * _memory.Length)));
            bytes.CopyTo(_memory.AsMemory((int)Length));
        }

        Length = end;
    }

    /// <summary>Reads a stream to its end.</summary>
    public async Task CopyFromAsync(Stream source, CancellationToken cancellation)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await source.ReadAsync(buffer, cancellation) is var read and > 0)
                await WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public Content ToContent()
    {
        if (_file is not null)
            return Content.Of(_file, Length);
        if (_memory.Length != Length)
            Array.Resize(ref _memory, (int)Length);
        return Content.Of(_memory);
    }
}

namespace Windtunnel;

/// <summary>The lines of a stream as bytes, one at a time. A line's memory is valid until the next is read.</summary>
internal sealed class JournalLines(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the line last read, the first being 1.</summary>
    public int Number { get; private set; }

    /// <summary>False when the line last read has no newline at its end: the stream ended within it.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Null at the end of the stream.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, newline: 1);
            }

            searched = _end - _start;
            if (!Fill())
            {
                return searched == 0 ? (ReadOnlyMemory<byte>?)null : Take(searched, newline: 0);
            }
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int newline)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + newline;
        IsWhole = newline == 1;
        Number++;
        return line;
    }

    private bool Fill()
    {
        int kept = _end - _start;
        byte[] target = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, kept);
        _buffer = target;
        _start = 0;
        _end = kept;
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}

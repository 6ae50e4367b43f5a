using System.Buffers;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Bytes in pieces, so that a long frame is never copied in order to grow. Its first piece is used again.</summary>
internal sealed class PiecedBuffer : IBufferWriter<byte>
{
    private const int FirstPiece = 4 * 1024;
    private const int LongestPiece = 1024 * 1024;

    private readonly byte[] _first = new byte[FirstPiece];
    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _last;
    private int _used;

    public PiecedBuffer() => _last = _first;

    public long Length { get; private set; }

    public void WriteTo(Stream target)
    {
        foreach (ReadOnlyMemory<byte> piece in _full)
        {
            target.Write(piece.Span);
        }

        target.Write(_last, 0, _used);
    }

    public void Clear()
    {
        _full.Clear();
        _last = _first;
        _used = 0;
        Length = 0;
    }

    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_last.Length - _used < Math.Max(1, sizeHint))
        {
            _full.Add(_last.AsMemory(0, _used));
            int size = Math.Min(_last.Length * 2, LongestPiece);
            _last = GC.AllocateUninitializedArray<byte>(Math.Max(size, sizeHint));
            _used = 0;
        }

        return _last.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}

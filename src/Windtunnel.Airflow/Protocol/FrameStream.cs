using System.Buffers;
using System.Buffers.Binary;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Frames on a stream, each behind its length in four bytes, big end first. Not thread-safe.</summary>
/// <param name="stream">Owned by the caller. A read that times out throws what the stream throws.</param>
/// <param name="maxLength">The longest frame that is read, in bytes. Default 1 GiB.</param>
internal sealed class FrameStream(Stream stream, int maxLength = 1 << 30)
{
    private const int LengthSize = sizeof(uint);
    private const int FirstPiece = 16 * 1024;
    private const int LongestPiece = 1024 * 1024;

    private readonly PiecedBuffer _out = new();

    /// <summary>False after a frame was read or written in part only: what comes then cannot be understood any more.</summary>
    public bool IsBetweenFrames { get; private set; } = true;

    public void WriteRequest(Frame frame) => Write(frame, FrameCodec.WriteRequest);

    public void WriteReply(Frame frame) => Write(frame, FrameCodec.WriteReply);

    /// <summary>The next frame; null when the other side closed the stream between two frames.</summary>
    /// <exception cref="ProtocolException">What came is no frame, is too long, or ended in the middle.</exception>
    public Frame? Read()
    {
        Span<byte> head = stackalloc byte[LengthSize];
        int got = stream.Read(head);
        IsBetweenFrames = false;
        if (got == 0)
        {
            return null;
        }

        if (stream.ReadAtLeast(head[got..], LengthSize - got, throwOnEndOfStream: false) < LengthSize - got)
        {
            throw Cut();
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        ReadOnlySequence<byte> payload = length > 0 && length <= (uint)maxLength
            ? ReadPayload((int)length)
            : throw new ProtocolException($"A frame of {length} bytes was announced; frames have 1 to {maxLength}.");
        IsBetweenFrames = true;
        return FrameCodec.Read(payload);
    }

    private static ProtocolException Cut() => new("The stream ended in the middle of a frame.");

    /// <summary>In pieces, so that an announced length costs no memory before the bytes are there, and none is copied.</summary>
    private ReadOnlySequence<byte> ReadPayload(int length)
    {
        Piece? first = null;
        Piece? last = null;
        int size = FirstPiece;
        for (int left = length; left > 0; left -= last.Memory.Length)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>(Math.Min(left, size));
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw Cut();
            }

            last = new Piece(bytes, last);
            first ??= last;
            size = Math.Min(size * 2, LongestPiece);
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }

    private void Write(Frame frame, Action<IBufferWriter<byte>, Frame> encode)
    {
        _out.Clear();
        Span<byte> head = _out.GetSpan(LengthSize);
        _out.Advance(LengthSize);
        encode(_out, frame);
        BinaryPrimitives.WriteUInt32BigEndian(head, checked((uint)(_out.Length - LengthSize)));
        IsBetweenFrames = false;
        _out.WriteTo(stream);
        _out.Clear();
        IsBetweenFrames = true;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, Piece? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}

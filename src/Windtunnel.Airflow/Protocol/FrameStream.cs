using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Frames on a stream, each behind its length in four bytes, big end first. Not thread-safe.</summary>
/// <param name="stream">Owned by the caller. A read that times out throws what the stream throws.</param>
/// <param name="maxLength">The longest frame that is read, in bytes. Default 1 GiB.</param>
internal sealed class FrameStream(Stream stream, int maxLength = 1 << 30)
{
    private const int LengthSize = sizeof(uint);
    private const int FirstPiece = 16 * 1024;
    private const int LongestPiece = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _out = new(1024);

    public void WriteRequest(Frame frame) => Write(frame, FrameCodec.WriteRequest);

    public void WriteReply(Frame frame) => Write(frame, FrameCodec.WriteReply);

    /// <summary>The next frame; null when the other side closed the stream between two frames.</summary>
    /// <exception cref="ProtocolException">What came is no frame, is too long, or ended in the middle.</exception>
    public Frame? Read()
    {
        Span<byte> head = stackalloc byte[LengthSize];
        int got = stream.ReadAtLeast(head, LengthSize, throwOnEndOfStream: false);
        if (got == 0)
        {
            return null;
        }

        uint length = got == LengthSize ? BinaryPrimitives.ReadUInt32BigEndian(head) : throw Cut();
        return length > 0 && length <= (uint)maxLength
            ? FrameCodec.Read(ReadPayload((int)length))
            : throw new ProtocolException($"A frame of {length} bytes was announced; frames have 1 to {maxLength}.");
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
        _out.ResetWrittenCount();
        _out.Write(stackalloc byte[LengthSize]);
        encode(_out, frame);
        Span<byte> bytes = MemoryMarshal.AsMemory(_out.WrittenMemory).Span;
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(bytes.Length - LengthSize));
        stream.Write(bytes);
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

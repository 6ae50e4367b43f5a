using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Testing.Supervisor;

/// <summary>The supervisor's end of the conversation.</summary>
internal sealed class SupervisorConnection(Socket socket) : IDisposable
{
    private const int LengthSize = sizeof(uint);
    private const int LongestFrame = 1 << 30;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly ArrayBufferWriter<byte> _out = new(1024);
    private readonly byte[] _head = new byte[LengthSize];

    /// <summary>The next request; null when the process closed the connection.</summary>
    /// <exception cref="ProtocolException">What came is no frame: Airflow's supervisor stops.</exception>
    public async ValueTask<Frame?> ReadAsync()
    {
        try
        {
            if (await _stream.ReadAtLeastAsync(_head, LengthSize, throwOnEndOfStream: false) < LengthSize)
            {
                return null;
            }

            uint length = BinaryPrimitives.ReadUInt32BigEndian(_head);
            byte[] payload = new byte[length is > 0 and <= LongestFrame ? (int)length : throw Refused(length)];
            await _stream.ReadExactlyAsync(payload);
            return FrameCodec.Read(new(payload));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public ValueTask WriteAsync(Frame frame) => WriteAsync(Encode(frame));

    /// <summary>The bytes of a frame with its length in front; valid until the next is encoded.</summary>
    public ReadOnlyMemory<byte> Encode(Frame frame)
    {
        _out.ResetWrittenCount();
        _out.Write(stackalloc byte[LengthSize]);
        FrameCodec.WriteReply(_out, frame);
        BinaryPrimitives.WriteUInt32BigEndian(MemoryMarshal.AsMemory(_out.WrittenMemory).Span, (uint)(_out.WrittenCount - LengthSize));
        return _out.WrittenMemory;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone; the next read tells.
        }
    }

    public void Dispose() => _stream.Dispose();

    private static ProtocolException Refused(uint length) =>
        new($"A frame of {length} bytes was announced; frames have 1 to {LongestFrame}.");
}

using System.Buffers.Binary;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>A container's output as the engine sends it: frames of a byte for the stream it was written to, three of nothing, four for the
/// length, and so many bytes of text. A line may go over several frames, and those of two streams lie between each other.</summary>
internal static class LogStream
{
    private const int Header = 8;
    private const int Streams = 3;

    /// <summary>Tells each line until the stream ends.</summary>
    /// <exception cref="IOException">It ends within a frame, or holds no frames.</exception>
    public static async Task ReadAsync(Stream stream, Action<string> line, CancellationToken cancellation)
    {
        byte[] header = new byte[Header];
        StringBuilder[] begun = [new(), new(), new()];
        Decoder[] decoders = [Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder()];
        while (await stream.ReadAtLeastAsync(header, Header, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) == Header)
        {
            int source = header[0];
            if (source >= Streams)
            {
                throw new IOException($"The container's log holds a frame of stream {source}. The engine does not separate its streams.");
            }

            byte[] text = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4))];
            await stream.ReadExactlyAsync(text, cancellation).ConfigureAwait(false);
            char[] chars = new char[Encoding.UTF8.GetMaxCharCount(text.Length)];
            int count = decoders[source].GetChars(text, chars, flush: false);
            Tell(begun[source].Append(chars, 0, count), line);
        }

        foreach (StringBuilder rest in begun.Where(rest => rest.Length > 0))
        {
            line(rest.ToString());
        }
    }

    private static void Tell(StringBuilder begun, Action<string> line)
    {
        string[] lines = begun.ToString().Split('\n');
        foreach (string whole in lines[..^1])
        {
            line(whole.TrimEnd('\r'));
        }

        begun.Clear().Append(lines[^1]);
    }
}

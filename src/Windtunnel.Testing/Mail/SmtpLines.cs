using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>What an SMTP client sends: lines, and mails that end with a line that is a dot.</summary>
internal sealed class SmtpLines(PipeReader reader, int largestMail)
{
    /// <summary>The next line without its end; null: the client is gone.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken stop) =>
        await BytesAsync(stop).ConfigureAwait(false) is { } line ? Encoding.UTF8.GetString(line) : null;

    /// <summary>The mail that begins here, without the dots that the protocol adds; null: it is too large.</summary>
    public async ValueTask<byte[]?> MailAsync(CancellationToken stop)
    {
        using var mail = new MemoryStream();
        long length = 0;
        while (await BytesAsync(stop).ConfigureAwait(false) is { } line && line is not [(byte)'.'])
        {
            length += line.Length + 2;
            if (length <= largestMail)
            {
                mail.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                mail.Write("\r\n"u8);
            }
        }

        return length <= largestMail ? mail.ToArray() : null;
    }

    private async ValueTask<byte[]?> BytesAsync(CancellationToken stop)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(stop).ConfigureAwait(false);
            if (TryTake(read.Buffer, out byte[] line, out SequencePosition next))
            {
                reader.AdvanceTo(next);
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            // A line without an end would be kept in memory for ever.
            if (read.Buffer.Length > largestMail)
            {
                throw new IOException($"The client sent a line of more than {largestMail} bytes.");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, out byte[] line, out SequencePosition next)
    {
        var bytes = new SequenceReader<byte>(buffer);
        bool isWhole = bytes.TryReadTo(out ReadOnlySequence<byte> found, "\r\n"u8);
        line = isWhole ? found.ToArray() : [];
        next = bytes.Position;
        return isWhole;
    }
}

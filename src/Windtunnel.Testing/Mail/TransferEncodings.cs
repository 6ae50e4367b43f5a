using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>How mails carry bytes as text.</summary>
internal static class TransferEncodings
{
    /// <summary>The bytes as they are where the encoding is another, or they are not written in it.</summary>
    public static byte[] Decode(string encoding, ReadOnlyMemory<byte> text) => encoding.Trim().ToLowerInvariant() switch
    {
        "base64" => OfBase64(text.Span),
        "quoted-printable" => QuotedPrintable(text.Span),
        _ => text.ToArray(),
    };

    private static byte[] OfBase64(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out int written) == OperationStatus.Done ? bytes[..written] : text.ToArray();
    }

    private static byte[] QuotedPrintable(ReadOnlySpan<byte> text)
    {
        using var bytes = new MemoryStream(text.Length);
        while (text.Length > 0)
        {
            if (text.StartsWith("=\r\n"u8))
            {
                text = text[3..];
            }
            else if (text is [(byte)'=', _, _, ..]
                && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte coded))
            {
                bytes.WriteByte(coded);
                text = text[3..];
            }
            else
            {
                bytes.WriteByte(text[0]);
                text = text[1..];
            }
        }

        return bytes.ToArray();
    }
}

using System.Text;

namespace Windtunnel.Testing.Cloud;

/// <summary>Percent-encoding as object stores use it: over UTF-8, and strict, since a key that was decoded loosely is another
/// key.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">An escape is cut off, or the bytes are no UTF-8.</exception>
    public static string Decode(string encoded, bool plusIsSpace = false)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal) && !(plusIsSpace && encoded.Contains('+', StringComparison.Ordinal)))
            return encoded;
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        int length = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            char c = encoded[i];
            if (c == '%')
            {
                bytes[length++] = Escaped(encoded, i);
                i += 2;
            }
            else if (c == '+' && plusIsSpace)
            {
                bytes[length++] = (byte)' ';
            }
            else
            {
                int units = char.IsHighSurrogate(c) && i + 1 < encoded.Length ? 2 : 1;
                length += StrictUtf8.GetBytes(encoded.AsSpan(i, units), bytes.AsSpan(length));
                i += units - 1;
            }
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException($"'{encoded}' is not UTF-8 once its escapes are resolved.", e);
        }
    }

    /// <summary>As AWS's signatures and GCS's want it: everything but unreserved characters, and '/' on demand.</summary>
    public static string Encode(string text, bool keepSlash)
    {
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~' || (keepSlash && b == '/'))
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(Hex(b >> 4)).Append(Hex(b & 15));
        }

        return encoded.ToString();
    }

    private static byte Escaped(string encoded, int at) =>
        at + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[at + 1]) && char.IsAsciiHexDigit(encoded[at + 2])
            ? Convert.FromHexString(encoded.AsSpan(at + 1, 2))[0]
            : throw new FormatException($"'{encoded}' has a '%' at position {at} without two hexadecimal digits after it.");

    private static char Hex(int nibble) => (char)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
}

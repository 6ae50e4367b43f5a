using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Windtunnel.Airflow.Protocol;

/// <summary>JSON that is written into an array of exactly its length, or only counted.</summary>
/// <param name="target">Null: what is written is only counted.</param>
internal struct JsonBytes(byte[]? target)
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public int Length { get; private set; }

    /// <summary>What is JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        if (target is not null)
        {
            json.CopyTo(target.AsSpan(Length));
        }

        Length = checked(Length + json.Length);
    }

    public void Value<T>(T number)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        Raw(text[..length]);
    }

    /// <exception cref="ProtocolException">It is no UTF-8.</exception>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw NoUtf8();
        }

        Raw("\""u8);
        Escape(utf8);
        Raw("\""u8);
    }

    /// <exception cref="ProtocolException">It is no UTF-8.</exception>
    public void Text(in ReadOnlySequence<byte> utf8)
    {
        if (!IsValid(utf8))
        {
            throw NoUtf8();
        }

        Raw("\""u8);
        foreach (ReadOnlyMemory<byte> piece in utf8)
        {
            Escape(piece.Span);
        }

        Raw("\""u8);
    }

    private static ProtocolException NoUtf8() => new("A text is no valid UTF-8.");

    /// <summary>A character may be spread over several pieces.</summary>
    private static bool IsValid(in ReadOnlySequence<byte> utf8)
    {
        Span<byte> split = stackalloc byte[4];
        int held = 0;
        foreach (ReadOnlyMemory<byte> memory in utf8)
        {
            ReadOnlySpan<byte> piece = memory.Span;
            while (held > 0 && !piece.IsEmpty)
            {
                split[held++] = piece[0];
                piece = piece[1..];
                OperationStatus status = Rune.DecodeFromUtf8(split[..held], out _, out _);
                if (status == OperationStatus.InvalidData)
                {
                    return false;
                }

                held = status == OperationStatus.Done ? 0 : held;
            }

            int cut = CutOff(piece);
            if (!Utf8.IsValid(piece[..^cut]))
            {
                return false;
            }

            piece[^cut..].CopyTo(split[held..]);
            held += cut;
        }

        return held == 0;
    }

    /// <summary>How many bytes at the end begin a character that is not complete.</summary>
    private static int CutOff(ReadOnlySpan<byte> piece)
    {
        for (int back = 1; back <= Math.Min(3, piece.Length); back++)
        {
            byte code = piece[^back];
            if (code < 0x80 || code >= 0xC0)
            {
                int size = code >= 0xF0 ? 4 : code >= 0xE0 ? 3 : code >= 0xC0 ? 2 : 1;
                return size > back ? back : 0;
            }
        }

        return 0;
    }

    private void Escape(ReadOnlySpan<byte> utf8)
    {
        for (int at = utf8.IndexOfAny(Escaped); at >= 0; at = utf8.IndexOfAny(Escaped))
        {
            Raw(utf8[..at]);
            EscapeOne(utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        Raw(utf8);
    }

    private void EscapeOne(byte code)
    {
        switch (code)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            default:
                Raw("\\u00"u8);
                Raw([Hex(code >> 4), Hex(code & 0xF)]);
                break;
        }
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}

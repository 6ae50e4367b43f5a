using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Turns MessagePack into JSON.</summary>
/// <remarks>A value is gone through twice, first to learn how long it is as JSON: a buffer that grows would hold it several
/// times.</remarks>
internal static class WireJson
{
    /// <summary>Airflow refuses a value nested deeper without a reply.</summary>
    public const int MaxDepth = 254;

    public static readonly JsonDocumentOptions Parsing = new() { MaxDepth = MaxDepth };

    private const byte FirstSigned = 0xD0;
    private const byte LastSigned = 0xD3;
    private const byte FirstNegative = 0xE0;

    public static JsonText Read(ref MessagePackReader reader)
    {
        MessagePackReader peek = reader.CreatePeekReader();
        var counted = new JsonBytes(null);
        Read(ref peek, ref counted, 0);
        byte[] json = GC.AllocateUninitializedArray<byte>(counted.Length);
        var written = new JsonBytes(json);
        Read(ref reader, ref written, 0);
        return new(json);
    }

    private static void Read(ref MessagePackReader reader, ref JsonBytes json, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ProtocolException($"A value is nested deeper than {MaxDepth} levels.");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                ReadMap(ref reader, ref json, depth);
                break;
            case MessagePackType.Array:
                ReadList(ref reader, ref json, depth);
                break;
            default:
                ReadScalar(ref reader, ref json);
                break;
        }
    }

    private static void ReadMap(ref MessagePackReader reader, ref JsonBytes json, int depth)
    {
        int count = reader.ReadMapHeader();
        json.Raw("{"u8);
        for (int i = 0; i < count; i++)
        {
            json.Raw(i == 0 ? ""u8 : ","u8);
            ReadKey(ref reader, ref json);
            json.Raw(":"u8);
            Read(ref reader, ref json, depth + 1);
        }

        json.Raw("}"u8);
    }

    private static void ReadList(ref MessagePackReader reader, ref JsonBytes json, int depth)
    {
        int count = reader.ReadArrayHeader();
        json.Raw("["u8);
        for (int i = 0; i < count; i++)
        {
            json.Raw(i == 0 ? ""u8 : ","u8);
            Read(ref reader, ref json, depth + 1);
        }

        json.Raw("]"u8);
    }

    private static void ReadScalar(ref MessagePackReader reader, ref JsonBytes json)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                json.Raw("null"u8);
                break;
            case MessagePackType.Boolean:
                json.Raw(reader.ReadBoolean() ? "true"u8 : "false"u8);
                break;
            case MessagePackType.Integer:
                ReadInteger(ref reader, ref json);
                break;
            case MessagePackType.Float:
                ReadNumber(reader.ReadDouble(), ref json);
                break;
            case MessagePackType.String:
                ReadText(ref reader, ref json);
                break;
            case MessagePackType.Binary:
                json.Text(Encoding.ASCII.GetBytes(Convert.ToBase64String(reader.ReadBytes() is { } bytes ? bytes.ToArray() : [])));
                break;
            case MessagePackType.Extension:
                json.Text(Encoding.ASCII.GetBytes(WireTime.Format(new DateTimeOffset(reader.ReadDateTime()))));
                break;
            default:
                throw new ProtocolException($"The code 0x{reader.NextCode:X2} is no MessagePack.");
        }
    }

    private static void ReadInteger(ref MessagePackReader reader, ref JsonBytes json)
    {
        bool isSigned = reader.NextCode is >= FirstSigned and <= LastSigned or >= FirstNegative;
        if (isSigned)
        {
            json.Value(reader.ReadInt64());
        }
        else
        {
            json.Value(reader.ReadUInt64());
        }
    }

    /// <summary>JSON has no NaN and no infinity: they become the texts that System.Text.Json reads as such. A whole number keeps its
    /// fraction, so that it stays a floating-point number for whoever reads it.</summary>
    private static void ReadNumber(double number, ref JsonBytes json)
    {
        if (!double.IsFinite(number))
        {
            json.Text(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        json.Value(number);
        Span<char> text = stackalloc char[32];
        number.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny('.', 'E') < 0)
        {
            json.Raw(".0"u8);
        }
    }

    private static void ReadText(ref MessagePackReader reader, ref JsonBytes json)
    {
        if (reader.TryReadStringSpan(out ReadOnlySpan<byte> text))
        {
            json.Text(text);
        }
        else
        {
            json.Text(reader.ReadStringSequence() ?? default);
        }
    }

    private static void ReadKey(ref MessagePackReader reader, ref JsonBytes json)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer:
                json.Raw("\""u8);
                json.Value(reader.ReadInt64());
                json.Raw("\""u8);
                break;
            case MessagePackType.String:
                ReadText(ref reader, ref json);
                break;
            default:
                throw new ProtocolException($"A map has {reader.NextMessagePackType} as a key; keys are text.");
        }
    }
}

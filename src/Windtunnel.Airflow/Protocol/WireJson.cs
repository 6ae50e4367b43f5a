using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Turns JSON into MessagePack and back. What a supervisor would choke on is refused before it is sent.</summary>
internal static class WireJson
{
    /// <summary>Airflow refuses a value nested deeper without a reply.</summary>
    public const int MaxDepth = 254;

    public static readonly JsonDocumentOptions Parsing = new() { MaxDepth = MaxDepth };

    private const byte FirstSigned = 0xD0;
    private const byte LastSigned = 0xD3;
    private const byte FirstNegative = 0xE0;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    public static JsonText Read(ref MessagePackReader reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            Read(ref reader, json, 0);
        }

        return new(buffer.WrittenSpan.ToArray());
    }

    public static void Write(ref MessagePackWriter writer, JsonText value)
    {
        if (value.IsMissing)
        {
            writer.WriteNil();
            return;
        }

        using JsonDocument document = Parse(value);
        Write(ref writer, document.RootElement);
    }

    private static JsonDocument Parse(JsonText value)
    {
        try
        {
            return JsonDocument.Parse(value.Utf8, Parsing);
        }
        catch (JsonException e)
        {
            throw new ProtocolException($"The value is no JSON of at most {MaxDepth} levels: {e.Message}", e);
        }
    }

    private static void Read(ref MessagePackReader reader, Utf8JsonWriter json, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ProtocolException($"A value is nested deeper than {MaxDepth} levels.");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                ReadMap(ref reader, json, depth);
                break;
            case MessagePackType.Array:
                ReadList(ref reader, json, depth);
                break;
            default:
                ReadScalar(ref reader, json);
                break;
        }
    }

    private static void ReadMap(ref MessagePackReader reader, Utf8JsonWriter json, int depth)
    {
        int count = reader.ReadMapHeader();
        json.WriteStartObject();
        for (int i = 0; i < count; i++)
        {
            json.WritePropertyName(ReadKey(ref reader));
            Read(ref reader, json, depth + 1);
        }

        json.WriteEndObject();
    }

    private static void ReadList(ref MessagePackReader reader, Utf8JsonWriter json, int depth)
    {
        int count = reader.ReadArrayHeader();
        json.WriteStartArray();
        for (int i = 0; i < count; i++)
        {
            Read(ref reader, json, depth + 1);
        }

        json.WriteEndArray();
    }

    private static void ReadScalar(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                json.WriteNullValue();
                break;
            case MessagePackType.Boolean:
                json.WriteBooleanValue(reader.ReadBoolean());
                break;
            case MessagePackType.Integer:
                ReadInteger(ref reader, json);
                break;
            case MessagePackType.Float:
                ReadNumber(reader.ReadDouble(), json);
                break;
            case MessagePackType.String:
                ReadText(ref reader, json);
                break;
            case MessagePackType.Binary:
                json.WriteBase64StringValue(reader.ReadBytes() is { } bytes ? bytes.ToArray() : []);
                break;
            case MessagePackType.Extension:
                json.WriteStringValue(WireTime.Format(new DateTimeOffset(reader.ReadDateTime())));
                break;
            default:
                throw new ProtocolException($"The code 0x{reader.NextCode:X2} is no MessagePack.");
        }
    }

    private static void ReadInteger(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        bool isSigned = reader.NextCode is >= FirstSigned and <= LastSigned or >= FirstNegative;
        if (isSigned)
        {
            json.WriteNumberValue(reader.ReadInt64());
        }
        else
        {
            json.WriteNumberValue(reader.ReadUInt64());
        }
    }

    /// <summary>JSON has no NaN and no infinity: they become the texts that System.Text.Json reads as such. A whole number keeps its
    /// fraction, so that it stays a floating-point number for whoever reads it.</summary>
    private static void ReadNumber(double number, Utf8JsonWriter json)
    {
        if (!double.IsFinite(number))
        {
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        json.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text, skipInputValidation: true);
    }

    private static void ReadText(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        if (!reader.TryReadStringSpan(out ReadOnlySpan<byte> text))
        {
            text = reader.ReadStringSequence() is { } parts ? parts.ToArray() : default;
        }

        json.WriteStringValue(Valid(text));
    }

    private static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? text : throw new ProtocolException("A text is no valid UTF-8.");

    private static string ReadKey(ref MessagePackReader reader) => reader.NextMessagePackType switch
    {
        MessagePackType.Integer => reader.ReadInt64().ToString(CultureInfo.InvariantCulture),
        _ => WireReader.Key(ref reader),
    };

    private static void Write(ref MessagePackWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteMapHeader(value.GetPropertyCount());
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.Write(Name(property));
                    Write(ref writer, property.Value);
                }

                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(value.GetArrayLength());
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(ref writer, item);
                }

                break;
            case JsonValueKind.String:
                WriteText(ref writer, value);
                break;
            case JsonValueKind.Number:
                WriteNumber(ref writer, value);
                break;
            case JsonValueKind.Null:
                writer.WriteNil();
                break;
            default:
                writer.Write(value.GetBoolean());
                break;
        }
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw InvalidText(e);
        }
    }

    private static void WriteText(ref MessagePackWriter writer, JsonElement text)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        if (raw.IndexOf((byte)'\\') < 0 && Utf8.IsValid(raw))
        {
            writer.WriteString(raw);
            return;
        }

        try
        {
            writer.Write(text.GetString());
        }
        catch (InvalidOperationException e)
        {
            throw InvalidText(e);
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, JsonElement number)
    {
        if (number.TryGetInt64(out long integer))
        {
            writer.Write(integer);
        }
        else if (number.TryGetUInt64(out ulong large))
        {
            writer.Write(large);
        }
        else if (number.TryGetDouble(out double real) && double.IsFinite(real))
        {
            writer.Write(real);
        }
        else
        {
            throw new ProtocolException($"The number {number.GetRawText()} is too large for a floating-point number. Send it as text.");
        }
    }

    private static ProtocolException InvalidText(Exception e) =>
        new("A text holds half of a surrogate pair, which is no valid Unicode and would stop Airflow's supervisor.", e);
}

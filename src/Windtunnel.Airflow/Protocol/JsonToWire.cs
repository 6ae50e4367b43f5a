using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Nerdbank.MessagePack;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Turns JSON into MessagePack. What a supervisor would choke on is refused before it is sent.</summary>
/// <remarks>MessagePack says in front of a map or a list how long it is, so the text is read twice; a document in memory would be larger
/// than the text.</remarks>
internal static class JsonToWire
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = WireJson.MaxDepth };

    public static void Write(ref MessagePackWriter writer, JsonText value)
    {
        if (value.IsMissing)
        {
            writer.WriteNil();
            return;
        }

        try
        {
            Write(ref writer, value.Utf8, LengthsIn(value.Utf8));
        }
        catch (JsonException e)
        {
            throw new ProtocolException($"The value is no JSON of at most {WireJson.MaxDepth} levels: {e.Message}", e);
        }
    }

    /// <summary>How many entries each map and list has, in the order in which they begin.</summary>
    private static List<int> LengthsIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Reading);
        List<int> lengths = [];
        Stack<(int Index, bool IsMap)> open = [];
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            if (open.TryPeek(out (int Index, bool IsMap) within) && (reader.TokenType == JsonTokenType.PropertyName || !within.IsMap))
            {
                lengths[within.Index]++;
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((lengths.Count, reader.TokenType == JsonTokenType.StartObject));
                lengths.Add(0);
            }
        }

        return lengths;
    }

    private static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> json, List<int> lengths)
    {
        var reader = new Utf8JsonReader(json, Reading);
        int begun = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteMapHeader(lengths[begun++]);
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteArrayHeader(lengths[begun++]);
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    WriteText(ref writer, reader);
                    break;
                case JsonTokenType.Number:
                    WriteNumber(ref writer, reader);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    writer.Write(reader.GetBoolean());
                    break;
                case JsonTokenType.Null:
                    writer.WriteNil();
                    break;
            }
        }
    }

    private static void WriteText(ref MessagePackWriter writer, in Utf8JsonReader text)
    {
        if (!text.ValueIsEscaped && Utf8.IsValid(text.ValueSpan))
        {
            writer.WriteString(text.ValueSpan);
            return;
        }

        byte[] plain = ArrayPool<byte>.Shared.Rent(text.ValueSpan.Length);
        try
        {
            writer.WriteString(plain.AsSpan(0, text.CopyString(plain)));
        }
        catch (InvalidOperationException e)
        {
            throw new ProtocolException(
                "A text holds half of a surrogate pair, which is no valid Unicode and would stop Airflow's supervisor.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, in Utf8JsonReader number)
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
            throw new ProtocolException(
                $"The number {Encoding.UTF8.GetString(number.ValueSpan)} is too large for a floating-point number. "
                + "Send it as text.");
        }
    }
}

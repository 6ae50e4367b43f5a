using System.Globalization;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Turns values as Airflow stores them into the JSON that System.Text.Json reads as the nearest .NET type: a datetime becomes
/// ISO text, a timedelta the text of a <see cref="TimeSpan"/>, a tuple or set a list, a Decimal a number with all its digits.</summary>
internal static class PythonValues
{
    private static readonly TimeSpan Earliest = DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Latest = DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch;
    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, MaxDepth = WireJson.MaxDepth };

    /// <summary>A value without wrappers is handed on as it is.</summary>
    public static JsonText ToPlainJson(JsonText value)
    {
        if (value.IsMissing || (value.Utf8.AsSpan().IndexOf("\"__classname__\""u8) < 0 && value.Utf8.AsSpan().IndexOf("\"__type\""u8) < 0))
        {
            return value;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            Write(json, value.ToElement());
        }

        return new(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when Wrapped(value) is var (type, data) && data.ValueKind != JsonValueKind.Undefined:
                WriteWrapped(json, type, data);
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>The class and the data of a wrapper, new style or old; default for a plain map.</summary>
    private static (string Type, JsonElement Data) Wrapped(JsonElement map)
    {
        if (map.TryGetProperty("__classname__", out JsonElement name) && name.ValueKind == JsonValueKind.String
            && map.TryGetProperty("__version__", out _) && map.TryGetProperty("__data__", out JsonElement data))
        {
            return (name.GetString()!, data);
        }

        return map.TryGetProperty("__type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            && map.TryGetProperty("__var", out JsonElement value)
            ? (type.GetString()!, value)
            : default;
    }

    /// <summary>A class that is not known here, such as a dataclass, hands on its data.</summary>
    private static void WriteWrapped(Utf8JsonWriter json, string type, JsonElement data)
    {
        switch (type)
        {
            case "datetime.datetime" or "pendulum.datetime.DateTime" or "datetime" when Moment(data) is { } moment:
                json.WriteStringValue(moment);
                break;
            case "datetime.timedelta" or "timedelta" when data.ValueKind == JsonValueKind.Number && Span(data.GetDouble()) is { } span:
                json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture));
                break;
            case "decimal.Decimal" when data.ValueKind == JsonValueKind.String && IsJsonNumber(data.GetString()!):
                json.WriteRawValue(data.GetString()!);
                break;
            default:
                Write(json, data);
                break;
        }
    }

    private static DateTimeOffset? Moment(JsonElement data)
    {
        bool isMap = data.ValueKind == JsonValueKind.Object;
        JsonElement seconds = isMap && data.TryGetProperty("timestamp", out JsonElement timestamp) ? timestamp : data;
        if (seconds.ValueKind != JsonValueKind.Number || Span(seconds.GetDouble()) is not { } sinceEpoch
            || sinceEpoch < Earliest || sinceEpoch > Latest)
        {
            return null;
        }

        DateTimeOffset moment = DateTimeOffset.UnixEpoch + sinceEpoch;
        return isMap && data.TryGetProperty("tz", out JsonElement zone) ? InZone(moment, zone) : moment;
    }

    /// <summary>The zone is null, a name, or a wrapped tuple that begins with a name or with an offset in seconds. An unknown one is left
    /// at UTC, which changes the clock on the wall and not the moment.</summary>
    private static DateTimeOffset InZone(DateTimeOffset moment, JsonElement zone)
    {
        if (zone.ValueKind == JsonValueKind.Object && Wrapped(zone).Data is { ValueKind: JsonValueKind.Array } parts
            && parts.GetArrayLength() > 0)
        {
            zone = parts[0];
        }

        return zone.ValueKind switch
        {
            JsonValueKind.Number when zone.TryGetDouble(out double offset) && Math.Abs(offset) <= 14 * 3600 =>
                moment.ToOffset(TimeSpan.FromMinutes(Math.Truncate(offset / 60))),
            JsonValueKind.String when TimeZoneInfo.TryFindSystemTimeZoneById(zone.GetString()!, out TimeZoneInfo? found) =>
                TimeZoneInfo.ConvertTime(moment, found),
            _ => moment,
        };
    }

    /// <summary>Rounded to microseconds, which is what Python keeps.</summary>
    private static TimeSpan? Span(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
        ? TimeSpan.FromTicks((long)Math.Round(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond)
        : null;

    private static bool IsJsonNumber(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

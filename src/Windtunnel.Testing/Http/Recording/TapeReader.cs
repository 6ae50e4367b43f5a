using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>Reads recordings, which people may have edited.</summary>
internal sealed partial class TapeReader
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _file;

    private TapeReader(string file) => _file = file;

    /// <exception cref="FormatException">The file is no recording.</exception>
    public static ImmutableArray<TapeExchange> Read(string file) => new TapeReader(file).Read();

    private ImmutableArray<TapeExchange> Read()
    {
        JsonElement root = Parsed();
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != TapeWriter.Format)
        {
            throw Unreadable($"it does not say \"format\": \"{TapeWriter.Format}\"");
        }

        return root.TryGetProperty("exchanges", out JsonElement exchanges) && exchanges.ValueKind == JsonValueKind.Array
            ? [.. exchanges.EnumerateArray().Select((exchange, index) => Exchange(exchange, $"exchange {index + 1}"))]
            : throw Unreadable("it has no array \"exchanges\"");
    }

    private JsonElement Parsed()
    {
        try
        {
            return JsonElement.Parse(File.ReadAllBytes(_file));
        }
        catch (JsonException e)
        {
            throw Unreadable($"it is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private TapeExchange Exchange(JsonElement exchange, string place)
    {
        JsonElement request = Object(exchange, "request", place);
        JsonElement response = Object(exchange, "response", place);
        return new()
        {
            Method = Text(request, "method") is { } method && Token().IsMatch(method)
                ? method
                : throw Unreadable($"{place} has no request.method such as \"GET\""),
            Target = Text(request, "target") is ['/', ..] target
                ? target
                : throw Unreadable($"{place} has no request.target such as \"/a?b=1\""),
            RequestHeaders = Headers(request, place),
            RequestBody = Body(request, place),
            Status = response.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.Number
                && status.TryGetInt32(out int number) && number is >= 200 and <= 599
                    ? number
                    : throw Unreadable($"{place} has no response.status from 200 to 599"),
            ResponseHeaders = Headers(response, place),
            ResponseBody = Body(response, place),
        };
    }

    private JsonElement Object(JsonElement parent, string name, string place) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement child)
            && child.ValueKind == JsonValueKind.Object
            ? child
            : throw Unreadable($"{place} has no object \"{name}\"");

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private ImmutableArray<KeyValuePair<string, string>> Headers(JsonElement message, string place)
    {
        if (!message.TryGetProperty("headers", out JsonElement headers))
        {
            return [];
        }

        return headers.ValueKind == JsonValueKind.Object && headers.EnumerateObject().All(IsHeader)
            ? [.. headers.EnumerateObject().SelectMany(header =>
                header.Value.EnumerateArray().Select(value => KeyValuePair.Create(header.Name, value.GetString()!)))]
            : throw Unreadable($"{place} has \"headers\" that are not each a name with an array of texts in one line");
    }

    private static bool IsHeader(JsonProperty header) => Token().IsMatch(header.Name) && header.Value.ValueKind == JsonValueKind.Array
        && header.Value.EnumerateArray().All(value => value.ValueKind == JsonValueKind.String
            && value.GetString()!.AsSpan().IndexOfAny('\r', '\n') < 0);

    private TapeBody Body(JsonElement message, string place)
    {
        if (message.TryGetProperty("json", out JsonElement json))
        {
            return new(TapeBodyKind.Json, JsonSerializer.Serialize(json, Compact));
        }

        if (Text(message, "base64") is { } bytes)
        {
            return Convert.TryFromBase64String(bytes, new byte[bytes.Length], out _)
                ? new(TapeBodyKind.Bytes, bytes)
                : throw Unreadable($"{place} has a \"base64\" that is none");
        }

        return Text(message, "text") is { } text ? new(TapeBodyKind.Text, text) : TapeBody.None;
    }

    private FormatException Unreadable(string reason) =>
        new($"The recording '{_file}' cannot be read: {reason}. Correct it, or record it again.");

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+\\z")]
    private static partial Regex Token();
}

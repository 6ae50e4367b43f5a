using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>An object of an answer, whose fields are asked for by name; all others are passed over.</summary>
/// <remarks>By hand, because the serializer's metadata of these rows would be three megabytes of every bundle.</remarks>
internal readonly struct JsonRow(JsonElement json)
{
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonRow Parse(ReadOnlySpan<byte> utf8) => Of(JsonElement.Parse(utf8));

    /// <remarks>Rows keep elements of it, so its memory is left to the collector.</remarks>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static async Task<JsonRow> ParseAsync(Stream utf8, CancellationToken cancellation) =>
        Of((await JsonDocument.ParseAsync(utf8, cancellationToken: cancellation).ConfigureAwait(false)).RootElement);

    /// <exception cref="JsonException">The field is missing, null or no text. So with the others that cannot be null.</exception>
    public string Text(string field) => TextOrNull(field) ?? throw Missing(field);

    public string? TextOrNull(string field) => Find(field) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(field, value, "a text");

    public int Whole(string field) => WholeOrNull(field) ?? throw Missing(field);

    public int? WholeOrNull(string field) => Find(field) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw Wrong(field, value, "a whole number");

    public double Number(string field) => Find(field) is not { } value ? throw Missing(field)
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Wrong(field, value, "a number");

    public bool Flag(string field) => FlagOrNull(field) ?? throw Missing(field);

    public bool? FlagOrNull(string field) => Find(field) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(field, value, "true or false");

    public DateTimeOffset Instant(string field) => InstantOrNull(field) ?? throw Missing(field);

    public DateTimeOffset? InstantOrNull(string field) => Find(field) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset at) ? at
        : throw Wrong(field, value, "an instant");

    public JsonElement? Any(string field) => Find(field);

    public T? RowOrNull<T>(string field, Func<JsonRow, T> read)
        where T : class => Find(field) is { } value ? Row(field, value, read) : null;

    public IReadOnlyList<T> List<T>(string field, Func<JsonRow, T> read)
        where T : class => ListOrNull(field, read) ?? throw Missing(field);

    public IReadOnlyList<T>? ListOrNull<T>(string field, Func<JsonRow, T> read)
        where T : class => Items(field)?.ConvertAll(item => Row(field, item, read));

    public IReadOnlyList<string>? TextsOrNull(string field) => Items(field)?.ConvertAll(item => item.ToString());

    public IReadOnlyList<string> Texts(string field) => TextsOrNull(field) ?? throw Missing(field);

    /// <summary>Elements of any kind.</summary>
    public IReadOnlyList<JsonElement> Elements(string field) => Items(field) ?? throw Missing(field);

    private List<JsonElement>? Items(string field) => Find(field) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : throw Wrong(field, value, "a list");

    public T Row<T>(string field, Func<JsonRow, T> read)
        where T : class => RowOrNull(field, read) ?? throw Missing(field);

    private static T Row<T>(string field, JsonElement value, Func<JsonRow, T> read) =>
        value.ValueKind == JsonValueKind.Object ? read(new(value)) : throw Wrong(field, value, "an object");

    private JsonElement? Find(string field) =>
        json.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonRow Of(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? new(json) : throw new JsonException($"It is no object but {Start(json)}");

    private static JsonException Missing(string field) => new($"The field '{field}' is missing.");

    private static JsonException Wrong(string field, JsonElement value, string wanted) =>
        new($"The field '{field}' is {Start(value)}, and not {wanted}.");

    private static string Start(JsonElement value) => value.GetRawText() is { Length: > 40 } text ? $"{text[..40]}..." : value.GetRawText();
}

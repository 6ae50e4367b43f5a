using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel.Airflow.Rest;

/// <summary>One request to the API, as the transport needs to know it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Below the base address, with its query, escaped.</param>
internal sealed record RestCall(HttpMethod Method, string Path)
{
    public const string Json = "application/json";

    private const string Root = "api/v2/";

    public byte[]? Body { get; init; }

    /// <summary>Whether sending it twice does no more than sending it once, so that it may be repeated when an answer was lost.</summary>
    public bool IsRepeatable { get; init; } = Method != HttpMethod.Post;

    /// <summary>Exactly one type: Airflow judges the header by how it starts.</summary>
    public string Accept { get; init; } = Json;

    /// <summary>The longest pause within a streamed answer that is no sign of trouble; null when the answer comes at once.</summary>
    public TimeSpan? Interval { get; init; }

    public static RestCall Get(FormattableString path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(HttpMethod.Get, Escape(path) + Query(query));

    public static RestCall Delete(FormattableString path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(HttpMethod.Delete, Escape(path) + Query(query));

    public static RestCall Put(FormattableString path) => new(HttpMethod.Put, Escape(path));

    public static RestCall Post<T>(FormattableString path, T body, JsonTypeInfo<T> type) => Send(HttpMethod.Post, path, body, type);

    public static RestCall Patch<T>(FormattableString path, T body, JsonTypeInfo<T> type) => Send(HttpMethod.Patch, path, body, type);

    public static RestCall LogIn(string user, string password)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("username", user);
            writer.WriteString("password", password);
            writer.WriteEndObject();
        }

        return new(HttpMethod.Post, "auth/token") { Body = body.WrittenSpan.ToArray() };
    }

    /// <summary>Sets state by what it says, however often it is sent.</summary>
    public RestCall Repeatable() => this with { IsRepeatable = true };

    /// <inheritdoc/>
    public override string ToString() => $"{Method} /{Path}";

    /// <summary>An instant as the API takes it in a query: one without an offset is a server error.</summary>
    public static string? Instant(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static RestCall Send<T>(HttpMethod method, FormattableString path, T body, JsonTypeInfo<T> type) =>
        new(method, Escape(path)) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    private static string Escape(FormattableString path) => Root + string.Format(
        CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(part => Uri.EscapeDataString(Text(part)))]);

    private static string Text(object? part) => Convert.ToString(part, CultureInfo.InvariantCulture) ?? "";

    private static string Query(ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder();
        foreach ((string name, string? value) in query)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }
}

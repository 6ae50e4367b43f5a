using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>What a stub answers. Its length is set by who sends it.</summary>
public sealed record StubResponse
{
    public int Status { get; init; } = 200;

    /// <summary>Several headers may have the same name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    internal string BodyText => Encoding.UTF8.GetString(Body.Span);

    internal string? Header(string name) => Headers.FirstOrDefault(
        header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A text in UTF-8.</summary>
    public static StubResponse Text(string body, int status = 200, string contentType = "text/plain; charset=utf-8") =>
        new StubResponse { Status = status, Body = Encoding.UTF8.GetBytes(body) }.WithHeader("Content-Type", contentType);

    /// <summary>A value as JSON, in the spelling of the web: <c>camelCase</c>.</summary>
    public static StubResponse Json<T>(T value, int status = 200) => new StubResponse
    {
        Status = status,
        Body = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web),
    }.WithHeader("Content-Type", "application/json");

    /// <summary>Text that is JSON already.</summary>
    public static StubResponse JsonText(string json, int status = 200) => Text(json, status, "application/json");

    /// <summary>A 429 that says when to come again.</summary>
    internal static StubResponse Throttled(TimeSpan retryAfter) => new StubResponse { Status = 429 }
        .WithHeader("Retry-After", Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentException">Name or value holds a line break, which would end the header.</exception>
    public StubResponse WithHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return name.AsSpan().IndexOfAny('\r', '\n') < 0 && value.AsSpan().IndexOfAny('\r', '\n') < 0
            ? this with { Headers = Headers.Add(new(name, value)) }
            : throw new ArgumentException($"The header '{name}' holds a line break. Take it out: it would end the header.", nameof(value));
    }
}

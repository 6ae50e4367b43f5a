using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>A request as a stub received it. Immutable.</summary>
public sealed class StubRequest
{
    private readonly Lazy<JsonElement?> _json;
    private readonly Lazy<StubFields> _query;
    private readonly Lazy<StubFields> _cookies;
    private readonly Lazy<StubFields> _form;

    internal StubRequest(string method, string target, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        Method = method.ToUpperInvariant();
        Path = query < 0 ? target : target[..query];
        QueryString = query < 0 ? "" : target[(query + 1)..];
        Segments = [.. Path.TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
        Headers = new(headers, StringComparison.OrdinalIgnoreCase);
        Body = body;
        _query = new(() => StubFields.FromUrlEncoded(QueryString));
        _cookies = new(() => StubFields.FromCookies(Headers.All("Cookie")));
        _form = new(() => IsForm() ? StubFields.FromUrlEncoded(Text) : new([], StringComparison.Ordinal));
        _json = new(ParsedJson);
    }

    /// <summary>In upper case, e.g. <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>As it was sent, with its escapes and without the query, e.g. <c>/flights/AS%201</c>.</summary>
    public string Path { get; }

    public StubFields Query => _query.Value;

    public StubFields Headers { get; }

    public StubFields Cookies => _cookies.Value;

    /// <summary>The fields of a body of the type <c>application/x-www-form-urlencoded</c>; empty for any other.</summary>
    public StubFields Form => _form.Value;

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Null when the body is not JSON.</summary>
    public JsonElement? Json => _json.Value;

    /// <summary>What stood in the place of <c>{name}</c> in the path of the rule that matched, without escapes.</summary>
    public IReadOnlyDictionary<string, string> Route { get; internal set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The parts of the path between its slashes, without escapes: an escaped slash stays within its part.</summary>
    internal ImmutableArray<string> Segments { get; }

    internal string QueryString { get; }

    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Path}";

    private bool IsForm() =>
        Headers["Content-Type"] is { } type && type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private JsonElement? ParsedJson()
    {
        try
        {
            return Body.IsEmpty ? null : JsonElement.Parse(Body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Windtunnel.Testing;

/// <summary>Makes what may be kept of a request and its answer.</summary>
internal static class ExchangeMasking
{
    /// <summary>Headers that belong to one connection or one moment, and say nothing about the conversation.</summary>
    private static readonly FrozenSet<string> Noise = new[]
    {
        "accept-encoding", "baggage", "connection", "content-encoding", "content-length", "date", "expect", "host", "keep-alive",
        "proxy-connection", "request-id", "server", "te", "trailer", "traceparent", "tracestate", "transfer-encoding", "upgrade",
        "user-agent", "via", "windtunnel-clock",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static TapeExchange Of(StubRequest request, StubResponse response, HttpSecrets secrets)
    {
        secrets.Learn(request);
        secrets.Learn(response);
        string query = secrets.MaskQuery(request.QueryString);
        return new()
        {
            Method = request.Method,
            Target = secrets.Mask(request.Path) + (query.Length == 0 ? "" : $"?{query}"),
            RequestHeaders = Headers(request.Headers.Pairs, secrets),
            RequestBody = Body(request.Body, request.Headers["Content-Type"], secrets),
            Status = response.Status,
            ResponseHeaders = Headers(response.Headers, secrets),
            ResponseBody = Body(response.Body, response.Header("Content-Type"), secrets),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Headers(
        IEnumerable<KeyValuePair<string, string>> headers, HttpSecrets secrets) =>
    [
        .. from header in headers
           where !Noise.Contains(header.Key)
           orderby header.Key.ToUpperInvariant()
           select KeyValuePair.Create(header.Key, Header(header.Key, header.Value, secrets)),
    ];

    private static string Header(string name, string value, HttpSecrets secrets) => name.ToUpperInvariant() switch
    {
        // The names of cookies are part of the conversation, their values are not to be kept.
        "SET-COOKIE" => $"{value.Split('=')[0]}={SecretMask.Replacement}",
        // The boundary is another each time.
        "CONTENT-TYPE" when value.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) => value.Split(';')[0],
        _ => secrets.MaskField(name, value),
    };

    private static TapeBody Body(ReadOnlyMemory<byte> body, string? type, HttpSecrets secrets)
    {
        if (body.IsEmpty || type?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            return TapeBody.None;
        }

        if (!Utf8.IsValid(body.Span))
        {
            return new(TapeBodyKind.Bytes, Convert.ToBase64String(body.Span));
        }

        string text = secrets.MaskBody(Encoding.UTF8.GetString(body.Span), type);
        return IsJson(text) ? new(TapeBodyKind.Json, text) : new(TapeBodyKind.Text, text);
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

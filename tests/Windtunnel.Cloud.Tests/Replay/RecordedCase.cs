using System.Text.Json;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>One recorded conversation, from an empty service on.</summary>
internal sealed record RecordedCase(JsonElement Recorded, JsonElement? Expected)
{
    public string Name => Recorded.GetProperty("name").GetString()!;

    /// <summary>The exchanges, each with the statuses and codes that are right for it: none for setup, and none for exchanges that the
    /// judge leaves open.</summary>
    public IEnumerable<(RecordedExchange Exchange, Verdict? Verdict)> Exchanges()
    {
        JsonElement[] verdicts = Expected is { } expected ? [.. expected.GetProperty("expect").EnumerateArray()] : [];
        string[]? only = Expected?.TryGetProperty("method_path", out JsonElement paths) == true
            ? [.. paths.EnumerateArray().Select(path => path.GetString()!)]
            : null;
        // Where there are fewer verdicts than exchanges they are on the last ones.
        int count = Recorded.GetProperty("requests").EnumerateArray().Count(request => !new RecordedExchange(request).IsSetup);
        int next = only is null ? verdicts.Length - count : 0;
        foreach (JsonElement request in Recorded.GetProperty("requests").EnumerateArray())
        {
            RecordedExchange exchange = new(request);
            bool isCounted = !exchange.IsSetup && (only is null || only.Contains($"{exchange.Method} {exchange.Path}"));
            int index = isCounted ? next++ : -1;
            yield return (exchange, index >= 0 && index < verdicts.Length ? Verdict.Of(verdicts[index]) : null);
        }
    }
}

internal sealed record RecordedExchange(JsonElement Recorded)
{
    private JsonElement Request => Recorded.GetProperty("request");

    private JsonElement Response => Recorded.GetProperty("response");

    public bool IsSetup => Recorded.TryGetProperty("setup", out JsonElement setup) && setup.GetBoolean();

    public string Method => Request.GetProperty("method").GetString()!;

    public string Path => Request.GetProperty("path").GetString()!;

    public string Query => Request.TryGetProperty("query", out JsonElement query) ? query.GetString()! : "";

    public bool IsChunked => Request.TryGetProperty("framing", out JsonElement framing) && framing.GetString() == "chunked";

    public IEnumerable<(string Name, string Value)> RequestHeaders => Headers(Request);

    public JsonElement? Body => Request.TryGetProperty("body", out JsonElement body) ? body : null;

    public int Status => Response.GetProperty("status").GetInt32();

    public IEnumerable<(string Name, string Value)> ResponseHeaders => Headers(Response);

    public string? ResponseText =>
        Response.TryGetProperty("body", out JsonElement body) && body.ValueKind == JsonValueKind.String ? body.GetString() : null;

    public string? ResponseHeader(string name) =>
        ResponseHeaders.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value).FirstOrDefault();

    private static IEnumerable<(string, string)> Headers(JsonElement message)
    {
        if (!message.TryGetProperty("headers", out JsonElement headers))
            yield break;
        foreach (JsonProperty header in headers.EnumerateObject())
        {
            if (header.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement value in header.Value.EnumerateArray())
                    yield return (header.Name, value.GetString()!);
            }
            else
            {
                yield return (header.Name, header.Value.GetString()!);
            }
        }
    }
}

/// <summary>The statuses that are right, as text, and the error codes, of which none stands for any.</summary>
internal sealed record Verdict(string[] Statuses, string[] Codes)
{
    public static Verdict Of(JsonElement row) => new(
        row[0].ValueKind == JsonValueKind.Number ? [row[0].GetInt32().ToString(null, null)] : row[0].GetString()!.Split('|'),
        row[1].ValueKind == JsonValueKind.Null ? [] : row[1].GetString()!.Split('|'));

    public bool Allows(int status, string? code) =>
        Statuses.Contains(status.ToString(null, null)) && (Codes.Length == 0 || Codes.Contains(code));

    /// <summary>True when an error code of that kind is right. What was signed wrongly then is signed wrongly now: recordings hold no
    /// signatures, and the judge alone knows.</summary>
    public bool Wants(string code) => Codes.Contains(code);

    public override string ToString() => $"{string.Join('|', Statuses)} {string.Join('|', Codes)}";
}

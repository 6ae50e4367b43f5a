namespace Windtunnel.Testing.Cloud.Aws;

/// <summary>What a request says about its signature, in its Authorization header or in its query. The scope is date, region, service and
/// <c>aws4_request</c>, joined by slashes; only a presigned address expires.</summary>
internal sealed record AwsSignature(
    string AccessKey, string Scope, IReadOnlyList<string> SignedHeaders, string Signature, string Instant, TimeSpan? Expires)
{
    /// <returns>Null when a part is missing or has no sensible form.</returns>
    public static AwsSignature? FromHeader(string authorization, string? instant)
    {
        Dictionary<string, string> parts = new(StringComparer.Ordinal);
        foreach (string part in authorization[SigV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
                return null;
            parts[part[..at]] = part[(at + 1)..];
        }

        return parts.TryGetValue("Credential", out string? credential)
            && parts.TryGetValue("SignedHeaders", out string? headers)
            && parts.TryGetValue("Signature", out string? signature)
            ? Of(credential, headers, signature, instant, null)
            : null;
    }

    /// <returns>Null when a part is missing or has no sensible form.</returns>
    public static AwsSignature? FromQuery(CloudQuery query) =>
        query["X-Amz-Credential"] is { } credential
        && query["X-Amz-SignedHeaders"] is { } headers
        && query["X-Amz-Signature"] is { } signature
        && long.TryParse(query["X-Amz-Expires"], out long seconds)
            ? Of(credential, headers, signature, query["X-Amz-Date"], TimeSpan.FromSeconds(Math.Clamp(seconds, -1, int.MaxValue)))
            : null;

    private static AwsSignature? Of(string credential, string headers, string signature, string? instant, TimeSpan? expires)
    {
        // An access key may hold slashes itself: the scope is the last four parts.
        string[] parts = credential.Split('/');
        return parts.Length >= 5 && parts[^1] == "aws4_request" && instant?.StartsWith(parts[^4], StringComparison.Ordinal) == true
            ? new(string.Join('/', parts[..^4]), string.Join('/', parts[^4..]), headers.Split(';'), signature, instant, expires)
            : null;
    }
}

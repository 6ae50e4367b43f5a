using System.Globalization;
using Windtunnel.Cloud.Tests.S3;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>Sends requests that no SDK would send, signed as Amazon's services want it.</summary>
internal sealed class SignedClient(Uri endpoint, string service = "s3", string payload = "UNSIGNED-PAYLOAD") : IDisposable
{
    private readonly RawClient _raw = new(endpoint);

    public async Task<Answered> SendAsync(
        string method, string path, string query, byte[] body, params (string Name, string Value)[] more)
    {
        S3Signer signer = new("windtunnel", "windtunnel-secret", TimeProvider.System.GetUtcNow(), service);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["host"] = _raw.Authority,
            ["x-amz-date"] = signer.Instant,
            ["x-amz-content-sha256"] = payload.Length == 0 ? S3Signer.Hash(body) : payload,
        };
        foreach ((string name, string value) in more)
            headers[name] = value;
        string[] signed =
            [.. headers.Keys.Select(name => name.ToLowerInvariant()).Where(
            name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string canonical = path.Replace("%2e", ".", StringComparison.Ordinal);
        string signature = signer.Sign(method, canonical, query, headers, signed, headers["x-amz-content-sha256"]);
        headers["Authorization"] = string.Create(
            CultureInfo.InvariantCulture,
            $"AWS4-HMAC-SHA256 Credential={signer.AccessKey}/{signer.Scope}, SignedHeaders={string.Join(';', signed)}, "
                + $"Signature={signature}");
        bool hasBody = method is not ("GET" or "HEAD");
        return await _raw.SendAsync(method, path, query, headers.Select(header => (header.Key, header.Value)), hasBody ? body : null);
    }

    public void Dispose() => _raw.Dispose();
}

using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Signs requests for a replay. Its own code, so that an error in the emulator's is not repeated here.</summary>
internal sealed record S3Signer(string AccessKey, string Secret, DateTimeOffset Now, string Service = "s3")
{
    public string Instant => Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", null);

    public string Scope => $"{Instant[..8]}/us-east-1/{Service}/aws4_request";

    public string Sign(
        string method, string path, string query, IReadOnlyDictionary<string, string> headers, string[] signed, string payload)
    {
        string[] parameters =
            [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(
            p => p.Contains('=', StringComparison.Ordinal) ? p : $"{p}=").Order(StringComparer.Ordinal)];
        StringBuilder canonical = new($"{method}\n{path}\n{string.Join('&', parameters)}\n");
        foreach (string name in signed)
            canonical.Append(name).Append(':').Append(headers[name].Trim()).Append('\n');
        canonical.Append('\n').AppendJoin(';', signed).Append('\n').Append(payload);
        return Hmac($"AWS4-HMAC-SHA256\n{Instant}\n{Scope}\n{Hash(canonical.ToString())}");
    }

    /// <summary>Signs the frames of an aws-chunked body, of which the recording shows the payload.</summary>
    public string SignFrames(string body, string seed)
    {
        string previous = seed;
        string unsigned = body.Replace("jello", "hello", StringComparison.Ordinal);
        StringBuilder signed = new();
        int at = 0;
        for (int hole = body.IndexOf("{signature}", StringComparison.Ordinal); hole >= 0; hole =
            body.IndexOf("{signature}", at, StringComparison.Ordinal))
        {
            signed.Append(body, at, hole - at);
            int line = body.LastIndexOf('\n', hole) + 1;
            string frame = body[line..hole];
            at = hole + "{signature}".Length;
            previous = frame.StartsWith("x-amz-trailer-signature", StringComparison.Ordinal)
                ? Trailer(previous, body[(body.LastIndexOf('\n', line - 2) + 1)..(line - 2)])
                : Chunk(previous, unsigned.Substring(at + 2, Convert.ToInt32(frame.Split(';')[0], 16)));
            signed.Append(previous);
        }

        return signed.Append(body, at, body.Length - at).ToString();
    }

    private string Chunk(string previous, string payload) =>
        Hmac($"AWS4-HMAC-SHA256-PAYLOAD\n{Instant}\n{Scope}\n{previous}\n{Hash("")}\n{Hash(payload)}");

    private string Trailer(string previous, string trailer) =>
        Hmac($"AWS4-HMAC-SHA256-TRAILER\n{Instant}\n{Scope}\n{previous}\n{Hash($"{trailer}\n")}");

    private string Hmac(string text)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + Secret);
        foreach (string part in Scope.Split('/').Append(text))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(key);
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));
}

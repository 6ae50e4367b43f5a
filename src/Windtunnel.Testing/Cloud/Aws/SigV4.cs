using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Testing.Cloud.Aws;

/// <summary>The arithmetic of AWS Signature Version 4.</summary>
internal static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string InstantFormat = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly ConcurrentDictionary<(string Secret, string Scope), byte[]> Keys = new();

    public static bool TryParseInstant(string? text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string CanonicalRequest(
        CloudRequest request, string canonicalPath, IEnumerable<string> signedHeaders, string payloadHash, string? exceptParameter)
    {
        var parameters = request.Query
            .Where(parameter => parameter.Name != exceptParameter)
            .Select(p => (Name: PercentEncoding.Encode(p.Name, keepSlash: false), Value: PercentEncoding.Encode(p.Value, keepSlash: false)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        StringBuilder text = new();
        text.Append(request.Method).Append('\n').Append(canonicalPath).Append('\n').AppendJoin('&', parameters).Append('\n');
        foreach (string name in signedHeaders)
            text.Append(name).Append(':').Append(Trimmed(request.Header(name) ?? "")).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    public static string StringToSign(string instant, string scope, string canonicalRequest) =>
        $"{Algorithm}\n{instant}\n{scope}\n{Sha256(canonicalRequest)}";

    public static string Sign(string secret, string scope, string stringToSign) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Keys.GetOrAdd((secret, scope), DeriveKey), Encoding.UTF8.GetBytes(stringToSign)));

    public static bool AreEqual(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] DeriveKey((string Secret, string Scope) of)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + of.Secret);
        foreach (string part in of.Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    private static string Trimmed(string value) => value.Contains("  ", StringComparison.Ordinal)
        ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : value.Trim();
}

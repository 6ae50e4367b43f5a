using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Signed addresses of version 4. Those of the emulator's own account are checked to the last byte; of others only the time is,
/// since their keys are Google's.</summary>
internal static class GcsSignature
{
    public const string Account = "tests@windtunnel.iam.gserviceaccount.com";
    private const string Algorithm = "GOOG4-RSA-SHA256";
    private const long LongestExpiry = 604_800;

    // Made once for a process: it signs nothing that outlives it.
    private static readonly Lazy<RSA> Key = new(() => RSA.Create(2048));

    /// <summary>The account's key as Google gives such keys out, a JSON document.</summary>
    public static string KeyFile(Uri endpoint) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "windtunnel",
        ["private_key_id"] = "1",
        ["private_key"] = Key.Value.ExportPkcs8PrivateKeyPem() + "\n",
        ["client_email"] = Account,
        ["client_id"] = "1",
        ["token_uri"] = $"{endpoint}token",
    });

    public static bool IsSigned(CloudRequest request) => request.Query.Has("X-Goog-Date") || request.Query.Has("X-Goog-Signature");

    /// <exception cref="CloudError">The address has expired, or its signature is wrong.</exception>
    public static void Require(CloudRequest request, EmulatorClock clock)
    {
        string date = request.Query["X-Goog-Date"] ?? "";
        if (!SigV4.TryParseInstant(date, out DateTimeOffset signed) || !long.TryParse(request.Query["X-Goog-Expires"], out long seconds)
            || seconds is < 1 or > LongestExpiry)
            throw Invalid("A signed address needs X-Goog-Date, and X-Goog-Expires from 1 to 604800.");
        string[] credential = (request.Query["X-Goog-Credential"] ?? "").Split('/', 2);
        if (credential[0] == Account)
            RequireSignature(request, date, credential[^1]);
        if (clock.Now > clock.Told(signed).AddSeconds(seconds))
            throw new CloudError(400, "ExpiredToken", "Invalid argument. The provided token has expired.") { IsXml = true };
    }

    private static void RequireSignature(CloudRequest request, string date, string scope)
    {
        if (request.Query["X-Goog-Algorithm"] != Algorithm)
            throw Invalid($"The account {Account} signs by {Algorithm}.");
        string[] headers = (request.Query["X-Goog-SignedHeaders"] ?? "").Split(';');
        string canonical = SigV4.CanonicalRequest(
            request, request.RawPath, headers, request.Header("x-goog-content-sha256") ?? "UNSIGNED-PAYLOAD", "X-Goog-Signature");
        // Google's own host has no port, and its client for Node signs none of another host either.
        string withoutPort = canonical.Replace(
            $"\nhost:{request.Host}\n", $"\nhost:{request.Host.Split(':')[0]}\n", StringComparison.Ordinal);
        string toSign = ToSign(canonical);
        byte[] signature = Bytes(request.Query["X-Goog-Signature"]);
        if (!headers.Contains("host") || (!IsSigned(toSign, signature) && !IsSigned(ToSign(withoutPort), signature)))
        {
            throw new CloudError(
                403, "SignatureDoesNotMatch",
                "Access denied. The request signature we calculated does not match the signature you provided. Check your Google secret "
                + "key and signing method.")
            { IsXml = true }
                .With("StringToSign", toSign).With("CanonicalRequest", SignedText.Shown(canonical));
        }

        string ToSign(string text) => $"{Algorithm}\n{date}\n{scope}\n{SigV4.Sha256(text)}";
    }

    /// <summary>True when the emulator's key signed the text.</summary>
    public static bool IsSigned(string text, byte[] signature) =>
        Key.Value.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static byte[] Bytes(string? hex)
    {
        byte[] bytes = new byte[(hex ?? "").Length / 2];
        return Convert.FromHexString(hex ?? "", bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : [];
    }

    private static CloudError Invalid(string message) => new(400, "AuthorizationQueryParametersError", message) { IsXml = true };
}

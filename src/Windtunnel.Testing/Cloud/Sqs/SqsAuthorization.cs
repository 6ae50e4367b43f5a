using System.Security.Cryptography;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>Checks the signature of a request, which covers its body.</summary>
internal static class SqsAuthorization
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    public static void Require(CloudRequest request, byte[] body, SqsEmulator emulator)
    {
        string header = request.Header("Authorization")
            ?? throw new CloudError(403, "MissingAuthenticationToken", "Missing Authentication Token");
        AwsSignature signature = (header.StartsWith(SigV4.Algorithm, StringComparison.Ordinal)
            ? AwsSignature.FromHeader(header, request.Header("x-amz-date"))
            : null) ?? throw new CloudError(
                400, "IncompleteSignature",
                "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, and a date.");
        if (signature.AccessKey != emulator.Credentials.AccessKey)
            throw new CloudError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        if (!SigV4.TryParseInstant(signature.Instant, out DateTimeOffset signed)
            || !emulator.Clock.IsRecent(signed, AllowedSkew))
        {
            throw new CloudError(
                403, "SignatureDoesNotMatch",
                $"Signature expired: {signature.Instant} is not within 15 minutes of {SigV4.Format(emulator.Clock.Now)}");
        }

        string canonical = SigV4.CanonicalRequest(
            request, request.RawPath, signature.SignedHeaders, Convert.ToHexStringLower(SHA256.HashData(body)), exceptParameter: null);
        string toSign = SigV4.StringToSign(signature.Instant, signature.Scope, canonical);
        if (!SigV4.AreEqual(SigV4.Sign(emulator.Credentials.SecretKey, signature.Scope, toSign), signature.Signature))
        {
            throw new CloudError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and "
                + "signing method.");
        }
    }
}

using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Decides whether a request is signed as it must be.</summary>
internal static class S3Authorization
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(7);

    private static readonly string[] Payloads =
    [
        "UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    ];

    /// <returns>The signature; null for one of version 2, which no chunk signature can follow.</returns>
    /// <exception cref="CloudError">It is missing, malformed, too old or wrong.</exception>
    public static AwsSignature? Require(CloudRequest request, S3Emulator emulator)
    {
        string? header = request.Header("Authorization");
        bool isPresigned = request.Query.Has("X-Amz-Algorithm") || request.Query.Has("X-Amz-Signature");
        if (header is not null && (isPresigned || request.Query.Has("AWSAccessKeyId")))
        {
            throw S3Errors.InvalidArgument(
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the "
                + "Authorization header should be specified", "Authorization", header.Split(' ')[0]);
        }

        if (header?.StartsWith("AWS ", StringComparison.Ordinal) == true || request.Query.Has("AWSAccessKeyId"))
        {
            S3SignatureV2.Require(request, emulator);
            return null;
        }

        AwsSignature signature = header is not null ? FromHeader(request, header)
            : isPresigned ? FromQuery(request)
            : throw S3Errors.AccessDenied();
        if (signature.AccessKey != emulator.Credentials.AccessKey)
        {
            throw new CloudError(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
                .With("AWSAccessKeyId", signature.AccessKey);
        }

        RequireTime(signature, emulator.Clock);
        RequireSigned(request, signature);
        RequireSignature(request, signature, emulator);
        return signature;
    }

    public static CloudError Mismatch() => new(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.");

    private static AwsSignature FromHeader(CloudRequest request, string header)
    {
        if (!header.StartsWith(SigV4.Algorithm, StringComparison.Ordinal))
        {
            throw header.StartsWith("AWS4-ECDSA", StringComparison.Ordinal)
                ? S3Errors.NotEmulated("signatures of version 4A")
                : S3Errors.InvalidArgument("Unsupported Authorization Type", "Authorization", header.Split(' ')[0]);
        }

        string instant = Instant(request) ?? throw NoDate();
        AwsSignature signature = AwsSignature.FromHeader(header, instant)
            ?? throw new CloudError(
                400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the authorization component is malformed.");
        RequirePayload(request.Header("x-amz-content-sha256"));
        string service = signature.Scope.Split('/')[^2];
        return service == "s3"
            ? signature
            : throw new CloudError(
                400, "AuthorizationHeaderMalformed",
                $"The authorization header is malformed; incorrect service \"{service}\". This endpoint belongs to \"s3\".");
    }

    private static void RequirePayload(string? given)
    {
        if (given is null)
            throw S3Errors.InvalidRequest("Missing required header for this request: x-amz-content-sha256");
        bool isKnown = Payloads.Contains(given) || (given.Length == 64 && given.All(char.IsAsciiHexDigit));
        if (!isKnown)
        {
            throw S3Errors.InvalidArgument(
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
                + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value.",
                "x-amz-content-sha256", given);
        }
    }

    // Date may be given in place of x-amz-date, in the form of HTTP.
    private static string? Instant(CloudRequest request) => request.Header("x-amz-date")
        ?? (DateTimeOffset.TryParse(request.Header("Date"), System.Globalization.CultureInfo.InvariantCulture, out var date)
            ? SigV4.Format(date) : null);

    private static AwsSignature FromQuery(CloudRequest request)
    {
        if (request.Query["X-Amz-Algorithm"] != SigV4.Algorithm)
            throw QueryError("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        AwsSignature signature = AwsSignature.FromQuery(request.Query)
            ?? throw QueryError(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
                + "X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        if (signature.Expires > LongestExpiry)
        {
            throw QueryError("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
                + "604800 seconds");
        }

        return signature.Expires >= TimeSpan.Zero ? signature : throw QueryError("X-Amz-Expires must be non-negative");
    }

    private static CloudError QueryError(string message) => new(400, "AuthorizationQueryParametersError", message);

    private static void RequireTime(AwsSignature signature, EmulatorClock clock)
    {
        if (!SigV4.TryParseInstant(signature.Instant, out DateTimeOffset signed))
            throw NoDate();
        if (signature.Expires is { } expires)
        {
            signed = clock.Told(signed);
            if (signed - clock.Now > AllowedSkew)
                throw S3Errors.AccessDenied("Request is not yet valid").With("ServerTime", S3Xml.Instant(clock.Now));
            if (clock.Now > signed + expires)
            {
                throw S3Errors.AccessDenied("Request has expired")
                    .With("X-Amz-Expires", $"{expires.TotalSeconds:0}")
                    .With("Expires", S3Xml.Instant(signed + expires))
                    .With("ServerTime", S3Xml.Instant(clock.Now));
            }
        }
        else
        {
            RequireRecent(signed, signature.Instant, clock);
        }
    }

    /// <exception cref="CloudError">The request was signed too long ago, or will be.</exception>
    public static void RequireRecent(DateTimeOffset signed, string asSent, EmulatorClock clock)
    {
        if (clock.IsRecent(signed, AllowedSkew))
            return;
        throw new CloudError(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
            .With("RequestTime", asSent)
            .With("ServerTime", S3Xml.Instant(clock.Now))
            .With("MaxAllowedSkewMilliseconds", $"{AllowedSkew.TotalMilliseconds:0}");
    }

    public static CloudError NoDate() => S3Errors.AccessDenied("AWS authentication requires a valid Date or x-amz-date header");

    private static void RequireSigned(CloudRequest request, AwsSignature signature)
    {
        string[] unsigned =
        [
            .. request.Headers.Keys.Select(name => name.ToLowerInvariant())
                .Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal) && name != "x-amz-content-sha256")
                .Where(name => !signature.SignedHeaders.Contains(name)),
        ];
        if (unsigned.Length > 0 || !signature.SignedHeaders.Contains("host"))
        {
            throw S3Errors.AccessDenied("There were headers present in the request which were not signed")
                .With("HeadersNotSigned", unsigned.Length > 0 ? string.Join(", ", unsigned) : "host");
        }
    }

    private static void RequireSignature(CloudRequest request, AwsSignature signature, S3Emulator emulator)
    {
        string payload = signature.Expires is null
            ? request.Header("x-amz-content-sha256")!
            : request.Header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
        string path = PercentEncoding.Encode(PercentEncoding.Decode(request.RawPath), keepSlash: true);
        string canonical = SigV4.CanonicalRequest(request, path, signature.SignedHeaders, payload, exceptParameter: "X-Amz-Signature");
        string toSign = SigV4.StringToSign(signature.Instant, signature.Scope, canonical);
        if (!SigV4.AreEqual(SigV4.Sign(emulator.Credentials.SecretKey, signature.Scope, toSign), signature.Signature))
        {
            throw Mismatch()
                .With("AWSAccessKeyId", signature.AccessKey)
                .With("StringToSign", toSign)
                .With("SignatureProvided", signature.Signature)
                .With("CanonicalRequest", SignedText.Shown(canonical));
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Signature Version 2, which some clients still use for presigned addresses.</summary>
internal static class S3SignatureV2
{
    private static readonly string[] SignedParameters =
    [
        "acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
        "response-content-type", "response-expires", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions",
            "website",
    ];

    public static void Require(CloudRequest request, S3Emulator emulator)
    {
        bool isPresigned = request.Query.Has("AWSAccessKeyId");
        (string accessKey, string signature) = isPresigned
            ? FromQuery(request, emulator.Clock) : FromHeader(request.Header("Authorization")!);
        if (!isPresigned)
            RequireDate(request, emulator.Clock);
        AwsCredentials credentials = emulator.Credentials;
        if (accessKey != credentials.AccessKey)
        {
            throw new CloudError(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
                .With("AWSAccessKeyId", accessKey);
        }

        string toSign = StringToSign(request, isPresigned);
        if (!SigV4.AreEqual(Sign(credentials.SecretKey, toSign), signature))
            throw S3Authorization.Mismatch().With("AWSAccessKeyId", accessKey).With("StringToSign", SignedText.Shown(toSign))
                .With("SignatureProvided", signature);
    }

#pragma warning disable CA5350 // The version of the signature fixes its hash.
    public static string Sign(string secret, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    private static (string AccessKey, string Signature) FromHeader(string header)
    {
        string[] parts = header["AWS ".Length..].Split(':');
        return parts.Length == 2
            ? (parts[0], parts[1])
            : throw S3Errors.InvalidArgument("AWS authorization header is invalid.  Expected AwsAccessKeyId:signature", "Authorization");
    }

    private static void RequireDate(CloudRequest request, EmulatorClock clock)
    {
        string text = request.Header("x-amz-date") ?? request.Header("Date") ?? throw S3Authorization.NoDate();
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed))
            throw S3Authorization.NoDate();
        S3Authorization.RequireRecent(signed, text, clock);
    }

    private static (string AccessKey, string Signature) FromQuery(CloudRequest request, EmulatorClock clock)
    {
        if (request.Query["Signature"] is not { } signature
            || !long.TryParse(request.Query["Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw S3Errors.AccessDenied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
        }

        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return clock.Now <= expires
            ? (request.Query["AWSAccessKeyId"]!, signature)
            : throw S3Errors.AccessDenied("Request has expired")
                .With("Expires", S3Xml.Instant(expires)).With("ServerTime", S3Xml.Instant(clock.Now));
    }

    public static string StringToSign(CloudRequest request, bool isPresigned)
    {
        string? date = isPresigned ? request.Query["Expires"] : request.Header("x-amz-date") is null ? request.Header("Date") : "";
        StringBuilder text = new();
        text.Append(request.Method).Append('\n')
            .Append(request.Header("Content-MD5")).Append('\n')
            .Append(request.Header("Content-Type")).Append('\n')
            .Append(date).Append('\n');
        foreach (string name in request.Headers.Keys.Select(name => name.ToLowerInvariant())
            .Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            text.Append(name).Append(':').Append(request.Header(name)).Append('\n');
        text.Append(request.RawPath);
        var signed = request.Query.Where(p => SignedParameters.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Value.Length == 0 ? p.Name : $"{p.Name}={p.Value}").ToList();
        return signed.Count == 0 ? text.ToString() : text.Append('?').AppendJoin('&', signed).ToString();
    }
}

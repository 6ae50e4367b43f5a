using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Decides whether a request may do what it asks for: by the account's key, by a shared access signature, or as anyone where a
/// container is public.</summary>
internal static class BlobAuthorization
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    /// <exception cref="CloudError">It may not.</exception>
    public static void Require(BlobCall call)
    {
        string? header = call.Header("Authorization");
        if (header is not null)
            RequireSharedKey(call, header);
        else if (call.Request.Query.Has("sig"))
            BlobSas.Require(call);
        else
            RequirePublic(call);
    }

    public static string Sign(string key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text)));

    private static void RequireSharedKey(BlobCall call, string header)
    {
        BlobEmulator emulator = call.Emulator;
        string scheme = $"SharedKey {emulator.AccountName}:";
        if (!header.StartsWith(scheme, StringComparison.Ordinal))
        {
            bool isToken = header.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase);
            throw BlobErrors.AuthenticationFailed(
                isToken
                    ? "Windtunnel's Azure Blob emulator does not implement tokens of Entra ID. Use the account's key or a shared access "
                        + "signature."
                    : $"The Authorization header does not begin with '{scheme}'.",
                isToken);
        }

        string? date = call.Header("x-ms-date") ?? call.Header("Date");
        if (!DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            || !emulator.Clock.IsRecent(signed, AllowedSkew))
        {
            throw BlobErrors.AuthenticationFailed(
                $"The Date header in the request is incorrect: '{date}' is not within 15 minutes of "
                + $"'{BlobXml.HttpDate(emulator.Clock.Now)}'.");
        }

        string toSign = StringToSign(call.Request, emulator.AccountName);
        if (!Aws.SigV4.AreEqual(Sign(emulator.AccountKey, toSign), header[scheme.Length..]))
        {
            throw BlobErrors.AuthenticationFailed(
                "The MAC signature found in the HTTP request is not the same as any computed signature. "
                + $"Server used following string to sign: '{SignedText.Shown(toSign)}'.");
        }
    }

    public static string StringToSign(CloudRequest request, string account)
    {
        string? length = request.Header("Content-Length") is "0" or null
            ? request.ContentLength is > 0 and var n ? $"{n}" : "" : request.Header("Content-Length");
        StringBuilder text = new();
        text.Append(request.Method).Append('\n')
            .Append(request.Header("Content-Encoding")).Append('\n').Append(request.Header("Content-Language")).Append('\n')
            .Append(length).Append('\n').Append(request.Header("Content-MD5")).Append('\n').Append(request.Header("Content-Type"))
                .Append('\n')
            .Append(request.Header("x-ms-date") is null ? request.Header("Date") : "").Append('\n')
            .Append(request.Header("If-Modified-Since")).Append('\n').Append(request.Header("If-Match")).Append('\n')
            .Append(request.Header("If-None-Match")).Append('\n').Append(request.Header("If-Unmodified-Since")).Append('\n')
            .Append(request.Header("Range")).Append('\n');
        foreach (string name in request.Headers.Keys.Where(name => name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal))
        {
            text.Append(name).Append(':').Append(request.Header(name)!.Trim()).Append('\n');
        }

        text.Append('/').Append(account).Append(request.SignedPath ?? request.RawPath);
        foreach (var parameter in request.Query.GroupBy(p => p.Name.ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(parameter.Key).Append(':')
                .AppendJoin(',', parameter.Select(p => p.Value).Order(StringComparer.Ordinal));
        }

        return text.ToString();
    }

    private static void RequirePublic(BlobCall call)
    {
        string? access = call.Operation.Container is null ? null : call.World.Current.Containers[call.ContainerName]?.PublicAccess;
        bool isRead = call.Request.Method is "GET" or "HEAD";
        bool isAllowed = isRead && (access == "container" || (access == "blob" && call.Operation.Key is not null));
        if (isAllowed)
            return;
        throw isRead && call.Operation.Container is not null
            ? BlobErrors.ResourceNotFound()
            : new CloudError(
                401, "NoAuthenticationInformation",
                "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.")
                .WithHeader("WWW-Authenticate", $"Bearer authorization_uri=http://{call.Request.Host}");
    }
}

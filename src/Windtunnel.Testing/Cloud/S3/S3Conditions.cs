using System.Globalization;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Preconditions in headers.</summary>
internal static class S3Conditions
{
    /// <summary>On a GET or HEAD.</summary>
    /// <returns>False when the client's copy is still good: 304.</returns>
    /// <exception cref="CloudError">A condition does not hold.</exception>
    public static bool AllowRead(CloudRequest request, S3Version version, DateTimeOffset now) =>
        Allow(request, version, "", isCopy: false, now);

    /// <summary>On the source of a copy, where nothing is 304.</summary>
    public static void RequireCopy(CloudRequest request, S3Version source, DateTimeOffset now) =>
        Allow(request, source, "x-amz-copy-source-", isCopy: true, now);

    /// <summary>On a PUT: the key must not exist, or must have a certain ETag.</summary>
    public static void RequireWrite(CloudRequest request, S3Version? current, string key)
    {
        if (request.Header("If-None-Match") is { } none)
        {
            if (none != "*")
                throw S3Errors.HeaderNotImplemented("If-None-Match");
            if (current is not null)
                throw S3Errors.PreconditionFailed("If-None-Match");
        }

        if (request.Header("If-Match") is { } match)
        {
            if (current is null)
                throw S3Errors.NoSuchKey(key);
            if (!Matches(match, current.ETag))
                throw S3Errors.PreconditionFailed("If-Match");
        }
    }

    /// <summary>On a DELETE: the object must have a certain ETag, time or size.</summary>
    public static void RequireDelete(CloudRequest request, string? ifMatch, S3Object? current, string key)
    {
        // These two are for directory buckets alone.
        foreach (string header in new[] { "x-amz-if-match-last-modified-time", "x-amz-if-match-size" })
        {
            if (request.Header(header) is not null)
                throw S3Errors.HeaderNotImplemented(header);
        }

        if (ifMatch is null)
            return;
        if (current is null)
            throw S3Errors.NoSuchKey(key);
        if (current.Latest.IsDeleteMarker || !Matches(ifMatch, current.Latest.ETag))
            throw S3Errors.PreconditionFailed("If-Match");
    }

    public static bool Matches(string header, string etag) => header.Split(',', StringSplitOptions.TrimEntries)
        .Any(candidate => candidate == "*" || candidate.Replace("W/", "", StringComparison.Ordinal).Trim('"') == etag);

    private static bool Allow(CloudRequest request, S3Version version, string prefix, bool isCopy, DateTimeOffset now)
    {
        string? match = request.Header($"{prefix}If-Match");
        if (match is not null && !Matches(match, version.ETag))
            throw S3Errors.PreconditionFailed(isCopy ? "x-amz-copy-source-If-Match" : "If-Match");
        if (match is null && Instant(request, $"{prefix}If-Unmodified-Since") is { } unmodified && version.ModifiedSecond > unmodified)
            throw S3Errors.PreconditionFailed(isCopy ? "x-amz-copy-source-If-Unmodified-Since" : "If-Unmodified-Since");

        string? none = request.Header($"{prefix}If-None-Match");
        bool isUnchanged = none is not null
            ? Matches(none, version.ETag)
            : Instant(request, $"{prefix}If-Modified-Since") is { } modified && version.ModifiedSecond <= modified && modified <= now;
        if (isUnchanged && isCopy)
            throw S3Errors.PreconditionFailed(none is null ? "x-amz-copy-source-If-Modified-Since" : "x-amz-copy-source-If-None-Match");
        return !isUnchanged;
    }

    // A date that cannot be read is no condition, as RFC 9110 wants it.
    private static DateTimeOffset? Instant(CloudRequest request, string header) =>
        DateTimeOffset.TryParse(request.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant : null;
}

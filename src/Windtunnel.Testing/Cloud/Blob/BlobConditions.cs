using System.Globalization;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Preconditions in headers.</summary>
internal static class BlobConditions
{
    /// <exception cref="CloudError">A condition does not hold: 412, or 304 where the client's copy is still good.</exception>
    public static void RequireForRead(CloudRequest request, BlobContent blob)
    {
        if (request.Header("If-None-Match") == "*")
        {
            throw new CloudError(
                400, "UnsatisfiableCondition", "The request includes an unsatisfiable condition for this operation.");
        }

        if (Violated(request, blob.ETag, blob.ModifiedSecond, "") is { } header)
            throw BlobErrors.ConditionNotMet(header is "If-None-Match" or "If-Modified-Since" ? 304 : 412);
        RequireTags(request, blob);
    }

    /// <param name="request">What is asked.</param>
    /// <param name="blob">What is there; null for nothing.</param>
    /// <param name="creates">True when the write makes the blob, where one that exists already has an error of its own.</param>
    /// <exception cref="CloudError">A condition does not hold.</exception>
    public static void RequireForWrite(CloudRequest request, BlobContent? blob, bool creates = false)
    {
        if (blob is null)
        {
            if (request.Header("If-Match") is not null)
                throw BlobErrors.ConditionNotMet();
            return;
        }

        if (request.Header("If-None-Match") == "*")
        {
            throw creates
                ? new CloudError(409, "BlobAlreadyExists", "The specified blob already exists.")
                : BlobErrors.ConditionNotMet();
        }

        if (Violated(request, blob.ETag, blob.ModifiedSecond, "") is not null)
            throw BlobErrors.ConditionNotMet();
        RequireTags(request, blob);
    }

    public static void RequireForContainer(CloudRequest request, BlobContainer container)
    {
        if (Violated(
            request, container.ETag, container.Modified.AddTicks(-(container.Modified.Ticks % TimeSpan.TicksPerSecond)), "") is not null)
            throw BlobErrors.ConditionNotMet();
    }

    /// <summary>On the source of a copy.</summary>
    public static void RequireForSource(CloudRequest request, BlobContent source)
    {
        if (Violated(request, source.ETag, source.ModifiedSecond, "x-ms-source-") is not null)
        {
            throw new CloudError(
                412, "SourceConditionNotMet", "The source condition specified using HTTP conditional header(s) is not met.");
        }
    }

    private static void RequireTags(CloudRequest request, BlobContent blob)
    {
        if (request.Header("x-ms-if-tags") is { } expression && !BlobTagExpression.Parse(expression).Holds(blob.Tags, container: ""))
            throw BlobErrors.ConditionNotMet();
    }

    /// <returns>The header whose condition does not hold, without prefix; null when all hold.</returns>
    private static string? Violated(CloudRequest request, string etag, DateTimeOffset modified, string prefix)
    {
        if (request.Header($"{prefix}If-Match") is { } match && !Matches(match, etag))
            return "If-Match";
        if (request.Header($"{prefix}If-None-Match") is { } none && Matches(none, etag))
            return "If-None-Match";
        if (Instant(request, $"{prefix}If-Modified-Since") is { } since && modified <= since)
            return "If-Modified-Since";
        if (Instant(request, $"{prefix}If-Unmodified-Since") is { } unmodified && modified > unmodified)
            return "If-Unmodified-Since";
        return null;
    }

    private static bool Matches(string header, string etag) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(candidate => candidate == "*" || candidate.Trim('"') == etag.Trim('"'));

    private static DateTimeOffset? Instant(CloudRequest request, string header) => request.Header(header) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw BlobErrors.InvalidHeader(header, text);
}

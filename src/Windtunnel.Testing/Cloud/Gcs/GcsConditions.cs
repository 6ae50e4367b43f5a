using System.Globalization;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Preconditions in the query: on generations, where 0 means that there must be nothing, and on metagenerations.</summary>
internal static class GcsConditions
{
    /// <exception cref="CloudError">A condition does not hold: 412, or 304 on a read of what has not changed.</exception>
    public static void Require(CloudQuery query, long? generation, long? metageneration, bool isRead, string prefix = "if")
    {
        long actual = generation ?? 0;
        if (Number(query, $"{prefix}GenerationMatch") is { } match && match != actual)
            throw GcsErrors.ConditionNotMet();
        if (Number(query, $"{prefix}MetagenerationMatch") is { } metaMatch && metaMatch != metageneration)
            throw GcsErrors.ConditionNotMet();
        bool isUnchanged = Number(query, $"{prefix}GenerationNotMatch") == actual
            || (metageneration is not null && Number(query, $"{prefix}MetagenerationNotMatch") == metageneration);
        if (isUnchanged)
            throw GcsErrors.ConditionNotMet(isRead ? 304 : 412);
    }

    public static void Require(CloudQuery query, GcsObject? found, bool isRead) =>
        Require(query, found?.Generation, found?.Metageneration, isRead);

    /// <summary>The conditions of HTTP on a read.</summary>
    /// <exception cref="CloudError">One does not hold: 412, or 304 where the client's copy is still good.</exception>
    public static void RequireHeaders(GcsCall call, GcsObject found)
    {
        if (call.Header("If-Match") is { } match && !Matches(match, found))
            throw GcsErrors.ConditionNotMet();
        if (call.Header("If-Match") is null && Instant(call, "If-Unmodified-Since") is { } since && Seconds(found) > since)
            throw GcsErrors.ConditionNotMet();
        bool isUnchanged = call.Header("If-None-Match") is { } none
            ? Matches(none, found)
            : Instant(call, "If-Modified-Since") is { } modified && Seconds(found) <= modified;
        if (isUnchanged)
            throw GcsErrors.ConditionNotMet(304);
    }

    private static bool Matches(string header, GcsObject found) => header.Split(',', StringSplitOptions.TrimEntries).Any(etag =>
        etag == "*" || etag.Trim('"') == GcsResources.Etag(found.Metageneration, found.Generation) || etag.Trim('"') == GcsXml.ETag(found));

    private static DateTimeOffset Seconds(GcsObject found) => found.Updated.AddTicks(-(found.Updated.Ticks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset? Instant(GcsCall call, string header) =>
        DateTimeOffset.TryParse(call.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant : null;

    /// <exception cref="CloudError">It is no number.</exception>
    public static long? Number(CloudQuery query, string name) => query.NonEmpty(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw GcsErrors.Invalid($"Invalid value for {name}: '{text}'.");
}

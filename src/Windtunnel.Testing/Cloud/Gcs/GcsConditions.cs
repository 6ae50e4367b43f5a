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

    /// <exception cref="CloudError">It is no number.</exception>
    public static long? Number(CloudQuery query, string name) => query.NonEmpty(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw GcsErrors.Invalid($"Invalid value for {name}: '{text}'.");
}

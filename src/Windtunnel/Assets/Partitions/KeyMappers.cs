using System.Collections.Immutable;

namespace Windtunnel.Assets;

/// <summary>The target is the key.</summary>
internal sealed record IdentityMapper : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) => [key];
}

/// <summary>The target is the key, if it is one of a list.</summary>
internal sealed record AllowedKeyMapper(ImmutableArray<string> Keys) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) => Keys.Contains(key)
        ? [key]
        : throw new FormatException($"Partition key '{key}' is not one of {string.Join(", ", Keys)}. Emit one of these.");
}

/// <summary>One target for every key.</summary>
internal sealed record FixedKeyMapper(string Target) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) => [Target];
}

/// <summary>One mapper after the other.</summary>
internal sealed record ChainMapper(ImmutableArray<PartitionMapper> Mappers) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key) =>
        Mappers.Aggregate<PartitionMapper, IReadOnlyList<string>>([key], (keys, mapper) => [.. keys.SelectMany(mapper.Map)]);
}

/// <summary>Every part of a key by its own mapper.</summary>
internal sealed record ProductMapper(ImmutableArray<PartitionMapper> Parts, string Delimiter) : PartitionMapper
{
    public override IReadOnlyList<string> Map(string key)
    {
        string[] segments = key.Split(Delimiter);
        return segments.Length == Parts.Length
            ? [string.Join(Delimiter, Parts.Zip(segments, MapOne))]
            : throw new FormatException(
                $"Partition key '{key}' has {segments.Length} parts between '{Delimiter}', not {Parts.Length}. Emit one for each mapper.");
    }

    private static string MapOne(PartitionMapper mapper, string segment) => mapper.Map(segment) is [var only]
        ? only
        : throw new FormatException($"A part of a product gave several keys for '{segment}'. Use mappers there that give one.");
}

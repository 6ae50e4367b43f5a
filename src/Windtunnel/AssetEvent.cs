using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>An announcement that an asset changed.</summary>
public sealed record AssetEvent
{
    public required Asset Asset { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What the producer added, as JSON text; null: nothing.</summary>
    public string? ExtraJson { get; init; }
    public string? PartitionKey { get; init; }

    /// <summary>Null when it happened outside every run: a watcher saw it, or somebody announced it.</summary>
    public required string? SourceDagId { get; init; }

    /// <summary>Null together with <see cref="SourceDagId"/>.</summary>
    public required string? SourceRunId { get; init; }

    /// <summary>Null together with <see cref="SourceDagId"/>.</summary>
    public required string? SourceTaskId { get; init; }
    public int SourceMapIndex { get; init; } = -1;

    /// <summary>The aliases it was announced through; empty: it was announced as itself.</summary>
    public ImmutableArray<AssetAlias> Aliases { get; init; } = [];
}

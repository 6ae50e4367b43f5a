using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>A connection as it is sent, and as it is read: then with <c>***</c> for what is secret.</summary>
internal sealed record ConnectionRow
{
    public required string ConnectionId { get; init; }

    public required string ConnType { get; init; }

    public string? Description { get; init; }

    public string? Host { get; init; }

    public string? Login { get; init; }

    public string? Schema { get; init; }

    public int? Port { get; init; }

    public string? Password { get; init; }

    /// <summary>A text that holds a JSON object.</summary>
    public string? Extra { get; init; }

    /// <inheritdoc/>
    public override string ToString() => ConnectionId;
}

internal sealed record VariableRow
{
    public required string Key { get; init; }

    public string? Value { get; init; }

    public string? Description { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Key;
}

internal sealed record PoolRow
{
    public required string Name { get; init; }

    /// <summary>-1: unlimited.</summary>
    public required int Slots { get; init; }

    public string? Description { get; init; }

    /// <summary>Null: the default, false.</summary>
    public bool? IncludeDeferred { get; init; }
}

internal sealed record AssetRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string Uri { get; init; }

    public string? Group { get; init; }
}

internal sealed record AssetEventRow
{
    public required int Id { get; init; }

    public required int AssetId { get; init; }

    public required string Name { get; init; }

    public required string Uri { get; init; }

    public JsonElement? Extra { get; init; }

    public string? SourceTaskId { get; init; }

    public string? SourceRunId { get; init; }

    public required int SourceMapIndex { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? PartitionKey { get; init; }

    public IReadOnlyList<CreatedRun>? CreatedDagruns { get; init; }
}

/// <summary>A run that an asset event took part in starting.</summary>
internal sealed record CreatedRun(string DagId, string RunId, string? State = null);

internal sealed record AssetAnnouncement(int AssetId, JsonElement? Extra = null);

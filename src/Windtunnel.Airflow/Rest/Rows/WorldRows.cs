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

    public static ConnectionRow Read(JsonRow row) => new()
    {
        ConnectionId = row.Text("connection_id"),
        ConnType = row.Text("conn_type"),
        Description = row.TextOrNull("description"),
        Host = row.TextOrNull("host"),
        Login = row.TextOrNull("login"),
        Schema = row.TextOrNull("schema"),
        Port = row.WholeOrNull("port"),
        Password = row.TextOrNull("password"),
        Extra = row.TextOrNull("extra"),
    };

    /// <inheritdoc/>
    public override string ToString() => ConnectionId;
}

internal sealed record VariableRow
{
    public required string Key { get; init; }

    public string? Value { get; init; }

    public string? Description { get; init; }

    public static VariableRow Read(JsonRow row) => new()
    {
        Key = row.Text("key"),
        Value = row.TextOrNull("value"),
        Description = row.TextOrNull("description"),
    };

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

    public static PoolRow Read(JsonRow row) => new()
    {
        Name = row.Text("name"),
        Slots = row.Whole("slots"),
        Description = row.TextOrNull("description"),
        IncludeDeferred = row.FlagOrNull("include_deferred"),
    };
}

internal sealed record AssetRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required string Uri { get; init; }

    public string? Group { get; init; }

    public static AssetRow Read(JsonRow row) => new()
    {
        Id = row.Whole("id"),
        Name = row.Text("name"),
        Uri = row.Text("uri"),
        Group = row.TextOrNull("group"),
    };
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

    public static AssetEventRow Read(JsonRow row) => new()
    {
        Id = row.Whole("id"),
        AssetId = row.Whole("asset_id"),
        Name = row.Text("name"),
        Uri = row.Text("uri"),
        Extra = row.Any("extra"),
        SourceTaskId = row.TextOrNull("source_task_id"),
        SourceRunId = row.TextOrNull("source_run_id"),
        SourceMapIndex = row.Whole("source_map_index"),
        Timestamp = row.Instant("timestamp"),
        PartitionKey = row.TextOrNull("partition_key"),
        CreatedDagruns = row.ListOrNull("created_dagruns", CreatedRun.Read),
    };
}

/// <summary>A run that an asset event took part in starting.</summary>
internal sealed record CreatedRun(string DagId, string RunId, string? State = null)
{
    public static CreatedRun Read(JsonRow row) => new(row.Text("dag_id"), row.Text("run_id"), row.TextOrNull("state"));
}

internal sealed record AssetAnnouncement(int AssetId, JsonElement? Extra = null);

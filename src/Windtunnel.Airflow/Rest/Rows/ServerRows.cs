using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

internal sealed record VersionRow
{
    /// <summary>E.g. <c>3.3.2</c>.</summary>
    public required string Version { get; init; }

    public static VersionRow Read(JsonRow row) => new()
    {
        Version = row.Text("version"),
    };
}

internal sealed record HealthRow(
    ComponentHealth? Metadatabase = null,
    ComponentHealth? Scheduler = null,
    ComponentHealth? Triggerer = null,
    ComponentHealth? DagProcessor = null)
{
    public static HealthRow Read(JsonRow row) => new(
        row.RowOrNull("metadatabase", ComponentHealth.Read),
        row.RowOrNull("scheduler", ComponentHealth.Read),
        row.RowOrNull("triggerer", ComponentHealth.Read),
        row.RowOrNull("dag_processor", ComponentHealth.Read));
}

/// <param name="Status"><c>healthy</c>, <c>unhealthy</c>; null when the component was never seen.</param>
/// <param name="LatestSchedulerHeartbeat">Of the scheduler; each component has a field of its own.</param>
/// <param name="LatestTriggererHeartbeat">Of the triggerer.</param>
/// <param name="LatestDagProcessorHeartbeat">Of the Dag processor.</param>
internal sealed record ComponentHealth(
    string? Status = null,
    DateTimeOffset? LatestSchedulerHeartbeat = null,
    DateTimeOffset? LatestTriggererHeartbeat = null,
    DateTimeOffset? LatestDagProcessorHeartbeat = null)
{
    public DateTimeOffset? Heartbeat => LatestSchedulerHeartbeat ?? LatestTriggererHeartbeat ?? LatestDagProcessorHeartbeat;

    public static ComponentHealth Read(JsonRow row) => new(
        row.TextOrNull("status"),
        row.InstantOrNull("latest_scheduler_heartbeat"),
        row.InstantOrNull("latest_triggerer_heartbeat"),
        row.InstantOrNull("latest_dag_processor_heartbeat"));
}

internal sealed record ImportErrorRow
{
    public required int ImportErrorId { get; init; }

    /// <summary>Relative to the bundle.</summary>
    public required string Filename { get; init; }

    public string? BundleName { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string StackTrace { get; init; }

    public static ImportErrorRow Read(JsonRow row) => new()
    {
        ImportErrorId = row.Whole("import_error_id"),
        Filename = row.Text("filename"),
        BundleName = row.TextOrNull("bundle_name"),
        Timestamp = row.Instant("timestamp"),
        StackTrace = row.Text("stack_trace"),
    };
}

internal sealed record EventLogRow
{
    public required int EventLogId { get; init; }

    public required DateTimeOffset When { get; init; }

    public string? DagId { get; init; }

    public string? RunId { get; init; }

    public string? TaskId { get; init; }

    public int? MapIndex { get; init; }

    public int? TryNumber { get; init; }

    /// <summary>A state of a task, or the name of an API call.</summary>
    public required string Event { get; init; }

    public string? Owner { get; init; }

    public static EventLogRow Read(JsonRow row) => new()
    {
        EventLogId = row.Whole("event_log_id"),
        When = row.Instant("when"),
        DagId = row.TextOrNull("dag_id"),
        RunId = row.TextOrNull("run_id"),
        TaskId = row.TextOrNull("task_id"),
        MapIndex = row.WholeOrNull("map_index"),
        TryNumber = row.WholeOrNull("try_number"),
        Event = row.Text("event"),
        Owner = row.TextOrNull("owner"),
    };
}

/// <summary>What a deployment exposes of its configuration.</summary>
internal sealed record ConfigRow(IReadOnlyList<ConfigSection> Sections)
{
    public static ConfigRow Read(JsonRow row) => new(row.List("sections", ConfigSection.Read));
}

internal sealed record ConfigSection(string Name, IReadOnlyList<ConfigOption> Options)
{
    public static ConfigSection Read(JsonRow row) => new(row.Text("name"), row.List("options", ConfigOption.Read));
}

/// <param name="Key">The option.</param>
/// <param name="Value">A text; a list of text and origin where the origin was asked for.</param>
internal sealed record ConfigOption(string Key, JsonElement Value)
{
    public static ConfigOption Read(JsonRow row) => new(row.Text("key"), row.Any("value") ?? default);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Airflow.Rest;

internal sealed record Login(string Username, string Password);

internal sealed record Granted
{
    public required string AccessToken { get; init; }
}

internal sealed record VersionRow
{
    /// <summary>E.g. <c>3.3.2</c>.</summary>
    public required string Version { get; init; }
}

internal sealed record HealthRow(
    ComponentHealth? Metadatabase = null,
    ComponentHealth? Scheduler = null,
    ComponentHealth? Triggerer = null,
    ComponentHealth? DagProcessor = null);

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
    [JsonIgnore]
    public DateTimeOffset? Heartbeat => LatestSchedulerHeartbeat ?? LatestTriggererHeartbeat ?? LatestDagProcessorHeartbeat;
}

internal sealed record ImportErrorRow
{
    public required int ImportErrorId { get; init; }

    /// <summary>Relative to the bundle.</summary>
    public required string Filename { get; init; }

    public string? BundleName { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string StackTrace { get; init; }
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
}

/// <summary>What a deployment exposes of its configuration.</summary>
internal sealed record ConfigRow(IReadOnlyList<ConfigSection> Sections);

internal sealed record ConfigSection(string Name, IReadOnlyList<ConfigOption> Options);

/// <param name="Key">The option.</param>
/// <param name="Value">A text; a list of text and origin where the origin was asked for.</param>
internal sealed record ConfigOption(string Key, JsonElement Value);

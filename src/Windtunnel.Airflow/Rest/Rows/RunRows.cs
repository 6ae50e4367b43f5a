using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windtunnel.Airflow.Rest;

internal sealed record RunRow
{
    public required string DagRunId { get; init; }

    public required string DagId { get; init; }

    public DateTimeOffset? LogicalDate { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    /// <summary>No mark of completion: a run that was ended from outside may have none.</summary>
    public DateTimeOffset? EndDate { get; init; }

    public DateTimeOffset? DataIntervalStart { get; init; }

    public DateTimeOffset? DataIntervalEnd { get; init; }

    public DateTimeOffset RunAfter { get; init; }

    public required string RunType { get; init; }

    public required string State { get; init; }

    public JsonElement? Conf { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<DagVersionRow>? DagVersions { get; init; }

    public string? PartitionKey { get; init; }

    public static RunRow Read(JsonRow row) => new()
    {
        DagRunId = row.Text("dag_run_id"),
        DagId = row.Text("dag_id"),
        LogicalDate = row.InstantOrNull("logical_date"),
        QueuedAt = row.InstantOrNull("queued_at"),
        StartDate = row.InstantOrNull("start_date"),
        EndDate = row.InstantOrNull("end_date"),
        DataIntervalStart = row.InstantOrNull("data_interval_start"),
        DataIntervalEnd = row.InstantOrNull("data_interval_end"),
        RunAfter = row.InstantOrNull("run_after") ?? default,
        RunType = row.Text("run_type"),
        State = row.Text("state"),
        Conf = row.Any("conf"),
        Note = row.TextOrNull("note"),
        DagVersions = row.ListOrNull("dag_versions", DagVersionRow.Read),
        PartitionKey = row.TextOrNull("partition_key"),
    };
}

/// <summary>What a run is triggered with.</summary>
internal sealed record RunOrder
{
    /// <summary>Always sent by us, so that a call whose answer was lost can be repeated.</summary>
    public required string DagRunId { get; init; }

    /// <summary>Must be in the body, also when it is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required DateTimeOffset? LogicalDate { get; init; }

    public JsonElement? Conf { get; init; }

    public string? Note { get; init; }
}

internal sealed record RunPatch
{
    public string? State { get; init; }

    public string? Note { get; init; }
}

/// <summary>What to clear in a run.</summary>
internal sealed record RunClearing
{
    /// <summary>True is the default of the API, with which nothing is cleared.</summary>
    public bool DryRun { get; init; }

    public bool OnlyFailed { get; init; }
}

/// <summary>Which task instances of one run to clear.</summary>
internal sealed record TaskClearing
{
    /// <summary>Without it every run of the Dag would be cleared.</summary>
    public required string DagRunId { get; init; }

    public required IReadOnlyList<string> TaskIds { get; init; }

    public bool DryRun { get; init; }

    public bool OnlyFailed { get; init; }

    public bool IncludeDownstream { get; init; }
}

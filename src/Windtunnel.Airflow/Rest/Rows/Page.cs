using System.Text.Json.Serialization;

namespace Windtunnel.Airflow.Rest;

/// <summary>A part of a list, under whatever name the API gives its rows.</summary>
internal interface IPage<out T>
{
    IReadOnlyList<T> Rows { get; }

    int TotalEntries { get; }
}

/// <summary>A part of a list that goes on at a cursor, which costs the server the same however long the list is.</summary>
internal interface ICursorPage<out T> : IPage<T>
{
    /// <summary>Null at the end.</summary>
    string? NextCursor { get; }
}

internal sealed record DagPage(
    [property: JsonPropertyName("dags")] IReadOnlyList<DagRow> Rows, int TotalEntries) : IPage<DagRow>;

internal sealed record TaskPage(
    [property: JsonPropertyName("tasks")] IReadOnlyList<TaskRow> Rows, int TotalEntries) : IPage<TaskRow>;

internal sealed record RunPage(
    [property: JsonPropertyName("dag_runs")] IReadOnlyList<RunRow> Rows, int TotalEntries, string? NextCursor = null) : ICursorPage<RunRow>;

internal sealed record InstancePage(
    [property: JsonPropertyName("task_instances")] IReadOnlyList<InstanceRow> Rows, int TotalEntries, string? NextCursor = null)
    : ICursorPage<InstanceRow>;

internal sealed record XComPage(
    [property: JsonPropertyName("xcom_entries")] IReadOnlyList<XComRow> Rows, int TotalEntries) : IPage<XComRow>;

internal sealed record DagVersionPage(
    [property: JsonPropertyName("dag_versions")] IReadOnlyList<DagVersionRow> Rows, int TotalEntries) : IPage<DagVersionRow>;

internal sealed record ConnectionPage(
    [property: JsonPropertyName("connections")] IReadOnlyList<ConnectionRow> Rows, int TotalEntries) : IPage<ConnectionRow>;

internal sealed record VariablePage(
    [property: JsonPropertyName("variables")] IReadOnlyList<VariableRow> Rows, int TotalEntries) : IPage<VariableRow>;

internal sealed record PoolPage(
    [property: JsonPropertyName("pools")] IReadOnlyList<PoolRow> Rows, int TotalEntries) : IPage<PoolRow>;

internal sealed record AssetPage(
    [property: JsonPropertyName("assets")] IReadOnlyList<AssetRow> Rows, int TotalEntries) : IPage<AssetRow>;

internal sealed record AssetEventPage(
    [property: JsonPropertyName("asset_events")] IReadOnlyList<AssetEventRow> Rows, int TotalEntries) : IPage<AssetEventRow>;

internal sealed record BackfillPage(
    [property: JsonPropertyName("backfills")] IReadOnlyList<BackfillRow> Rows, int TotalEntries) : IPage<BackfillRow>;

internal sealed record ImportErrorPage(
    [property: JsonPropertyName("import_errors")] IReadOnlyList<ImportErrorRow> Rows, int TotalEntries) : IPage<ImportErrorRow>;

internal sealed record QuestionPage(
    [property: JsonPropertyName("hitl_details")] IReadOnlyList<QuestionRow> Rows, int TotalEntries) : IPage<QuestionRow>;

internal sealed record EventLogPage(
    [property: JsonPropertyName("event_logs")] IReadOnlyList<EventLogRow> Rows, int TotalEntries) : IPage<EventLogRow>;

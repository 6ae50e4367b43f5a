using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>A task instance, or one of its tries.</summary>
internal sealed record InstanceRow
{
    public required string TaskId { get; init; }

    public required string DagId { get; init; }

    public required string DagRunId { get; init; }

    /// <summary>-1 when it is not mapped, or not yet expanded.</summary>
    public required int MapIndex { get; init; }

    public DateTimeOffset? ScheduledWhen { get; init; }

    public DateTimeOffset? QueuedWhen { get; init; }

    public DateTimeOffset? StartDate { get; init; }

    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Null: the scheduler has not looked at it yet.</summary>
    public string? State { get; init; }

    /// <summary>0 when it never started.</summary>
    public required int TryNumber { get; init; }

    public int MaxTries { get; init; }

    public string? Pool { get; init; }

    public string? Queue { get; init; }

    public string? Hostname { get; init; }

    public string? OperatorName { get; init; }

    public string? Note { get; init; }

    public string? RenderedMapIndex { get; init; }

    public DagVersionRow? DagVersion { get; init; }

    public static InstanceRow Read(JsonRow row) => new()
    {
        TaskId = row.Text("task_id"),
        DagId = row.Text("dag_id"),
        DagRunId = row.Text("dag_run_id"),
        MapIndex = row.Whole("map_index"),
        ScheduledWhen = row.InstantOrNull("scheduled_when"),
        QueuedWhen = row.InstantOrNull("queued_when"),
        StartDate = row.InstantOrNull("start_date"),
        EndDate = row.InstantOrNull("end_date"),
        State = row.TextOrNull("state"),
        TryNumber = row.Whole("try_number"),
        MaxTries = row.WholeOrNull("max_tries") ?? default,
        Pool = row.TextOrNull("pool"),
        Queue = row.TextOrNull("queue"),
        Hostname = row.TextOrNull("hostname"),
        OperatorName = row.TextOrNull("operator_name"),
        Note = row.TextOrNull("note"),
        RenderedMapIndex = row.TextOrNull("rendered_map_index"),
        DagVersion = row.RowOrNull("dag_version", DagVersionRow.Read),
    };
}

/// <summary>Why a task instance does not run yet.</summary>
internal sealed record Dependency(string Name, string? Reason = null)
{
    public static Dependency Read(JsonRow row) => new(row.Text("name"), row.TextOrNull("reason"));
}

internal sealed record XComRow
{
    public required string Key { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public required int MapIndex { get; init; }

    public required string TaskId { get; init; }

    /// <summary>As Airflow stores it; null in a list too.</summary>
    public JsonElement? Value { get; init; }

    public static XComRow Read(JsonRow row) => new()
    {
        Key = row.Text("key"),
        Timestamp = row.InstantOrNull("timestamp") ?? default,
        MapIndex = row.Whole("map_index"),
        TaskId = row.Text("task_id"),
        Value = row.Any("value"),
    };
}

/// <summary>A part of a task's log.</summary>
internal sealed record LogPage
{
    public required IReadOnlyList<JsonElement> Content { get; init; }

    /// <summary>Where a running task's log goes on; null when it is finished.</summary>
    public string? ContinuationToken { get; init; }

    public static LogPage Read(JsonRow row) => new()
    {
        Content = row.Elements("content"),
        ContinuationToken = row.TextOrNull("continuation_token"),
    };
}

/// <summary>A question that a task asks of people.</summary>
internal sealed record QuestionRow
{
    public required IReadOnlyList<string> Options { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyList<string>? Defaults { get; init; }

    public bool Multiple { get; init; }

    public required bool ResponseReceived { get; init; }

    public IReadOnlyList<string>? ChosenOptions { get; init; }

    public required InstanceRow TaskInstance { get; init; }

    public static QuestionRow Read(JsonRow row) => new()
    {
        Options = row.Texts("options"),
        Subject = row.TextOrNull("subject"),
        Defaults = row.TextsOrNull("defaults"),
        Multiple = row.FlagOrNull("multiple") ?? false,
        ResponseReceived = row.Flag("response_received"),
        ChosenOptions = row.TextsOrNull("chosen_options"),
        TaskInstance = row.Row("task_instance", InstanceRow.Read),
    };
}

internal sealed record AnswerBody(IReadOnlyList<string> ChosenOptions, JsonElement? ParamsInput = null);

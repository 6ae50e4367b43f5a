namespace Windtunnel.Airflow.Rest;

internal sealed record DagRow
{
    public required string DagId { get; init; }

    public string? DagDisplayName { get; init; }

    public required bool IsPaused { get; init; }

    /// <summary>Its file is gone, or does not import any more.</summary>
    public required bool IsStale { get; init; }

    public bool HasImportErrors { get; init; }

    public DateTimeOffset? LastParsedTime { get; init; }

    public string? BundleName { get; init; }

    public string? BundleVersion { get; init; }

    public string? RelativeFileloc { get; init; }

    public string? Description { get; init; }

    /// <summary>Null: it has no schedule.</summary>
    public string? TimetableSummary { get; init; }

    public int MaxActiveRuns { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<string>? AllowedRunTypes { get; init; }

    public string? FileToken { get; init; }

    public static DagRow Read(JsonRow row) => new()
    {
        DagId = row.Text("dag_id"),
        DagDisplayName = row.TextOrNull("dag_display_name"),
        IsPaused = row.Flag("is_paused"),
        IsStale = row.Flag("is_stale"),
        HasImportErrors = row.FlagOrNull("has_import_errors") ?? false,
        LastParsedTime = row.InstantOrNull("last_parsed_time"),
        BundleName = row.TextOrNull("bundle_name"),
        BundleVersion = row.TextOrNull("bundle_version"),
        RelativeFileloc = row.TextOrNull("relative_fileloc"),
        Description = row.TextOrNull("description"),
        TimetableSummary = row.TextOrNull("timetable_summary"),
        MaxActiveRuns = row.WholeOrNull("max_active_runs") ?? default,
        AllowedRunTypes = row.TextsOrNull("allowed_run_types"),
        FileToken = row.TextOrNull("file_token"),
    };
}

internal sealed record DagSourceRow
{
    public required string Content { get; init; }

    public static DagSourceRow Read(JsonRow row) => new()
    {
        Content = row.Text("content"),
    };
}

internal sealed record DagPause(bool IsPaused);

internal sealed record TaskRow
{
    public required string TaskId { get; init; }

    public required string TriggerRule { get; init; }

    /// <summary>A whole number that Airflow writes with a fraction part.</summary>
    public required double Retries { get; init; }

    public string? Queue { get; init; }

    public string? Pool { get; init; }

    public string? OperatorName { get; init; }

    public string? DocMd { get; init; }

    public required bool IsMapped { get; init; }

    public required IReadOnlyList<string> DownstreamTaskIds { get; init; }

    public static TaskRow Read(JsonRow row) => new()
    {
        TaskId = row.Text("task_id"),
        TriggerRule = row.Text("trigger_rule"),
        Retries = row.Number("retries"),
        Queue = row.TextOrNull("queue"),
        Pool = row.TextOrNull("pool"),
        OperatorName = row.TextOrNull("operator_name"),
        DocMd = row.TextOrNull("doc_md"),
        IsMapped = row.Flag("is_mapped"),
        DownstreamTaskIds = row.Texts("downstream_task_ids"),
    };
}

internal sealed record DagVersionRow
{
    public required string Id { get; init; }

    public required int VersionNumber { get; init; }

    public required string DagId { get; init; }

    public string? BundleName { get; init; }

    public string? BundleVersion { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static DagVersionRow Read(JsonRow row) => new()
    {
        Id = row.Text("id"),
        VersionNumber = row.Whole("version_number"),
        DagId = row.Text("dag_id"),
        BundleName = row.TextOrNull("bundle_name"),
        BundleVersion = row.TextOrNull("bundle_version"),
        CreatedAt = row.InstantOrNull("created_at") ?? default,
    };
}

internal sealed record BackfillRow
{
    public required int Id { get; init; }

    public required string DagId { get; init; }

    public required DateTimeOffset FromDate { get; init; }

    public required DateTimeOffset ToDate { get; init; }

    public required bool IsPaused { get; init; }

    public string? ReprocessBehavior { get; init; }

    public int MaxActiveRuns { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public static BackfillRow Read(JsonRow row) => new()
    {
        Id = row.Whole("id"),
        DagId = row.Text("dag_id"),
        FromDate = row.Instant("from_date"),
        ToDate = row.Instant("to_date"),
        IsPaused = row.Flag("is_paused"),
        ReprocessBehavior = row.TextOrNull("reprocess_behavior"),
        MaxActiveRuns = row.WholeOrNull("max_active_runs") ?? default,
        CompletedAt = row.InstantOrNull("completed_at"),
    };
}

/// <summary>What a backfill is created with.</summary>
internal sealed record BackfillOrder
{
    public required string DagId { get; init; }

    public required DateTimeOffset FromDate { get; init; }

    public required DateTimeOffset ToDate { get; init; }

    public bool RunBackwards { get; init; }

    public int MaxActiveRuns { get; init; } = 10;

    public string ReprocessBehavior { get; init; } = "none";
}

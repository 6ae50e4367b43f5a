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
}

internal sealed record DagSourceRow
{
    public required string Content { get; init; }
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
}

internal sealed record DagVersionRow
{
    public required string Id { get; init; }

    public required int VersionNumber { get; init; }

    public required string DagId { get; init; }

    public string? BundleName { get; init; }

    public string? BundleVersion { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
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

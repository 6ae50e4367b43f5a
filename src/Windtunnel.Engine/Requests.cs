using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>A task, or one instance of it.</summary>
/// <param name="TaskId">The full task id.</param>
/// <param name="MapIndex">Null: all its instances.</param>
public readonly record struct TaskKey(string TaskId, int? MapIndex = null)
{
    public static implicit operator TaskKey(string taskId) => new(taskId);

    /// <inheritdoc/>
    public override string ToString() => MapIndex is { } index ? $"{TaskId}[{index}]" : TaskId;
}

/// <summary>What to clear in a run. Defaults are those of Airflow's REST API.</summary>
public sealed record ClearRequest
{
    /// <summary>Empty, the default: all tasks.</summary>
    public ImmutableArray<TaskKey> Tasks { get; init; } = [];

    /// <summary>Only what is failed or upstream_failed. Default true.</summary>
    public bool OnlyFailed { get; init; } = true;

    public bool IncludeUpstream { get; init; }

    public bool IncludeDownstream { get; init; }

    /// <summary>The same tasks in runs with a smaller logical date too. Default false.</summary>
    public bool IncludePast { get; init; }

    /// <summary>The same tasks in runs with a greater logical date too. Default false.</summary>
    public bool IncludeFuture { get; init; }

    /// <summary>Whether finished runs are queued again. Default true.</summary>
    public bool ResetDagRuns { get; init; } = true;

    /// <summary>Whether runs that keep the version of their DAG go on with its present one. Default false. Runs of a bundle without
    /// versions do so anyway.</summary>
    public bool RunOnLatestVersion { get; init; }
}

/// <summary>Which task instances get a state by hand.</summary>
public sealed record MarkRequest
{
    /// <summary>At least one.</summary>
    public required ImmutableArray<TaskKey> Tasks { get; init; }

    /// <summary>Success, failed or skipped.</summary>
    public required TaskState State { get; init; }

    public bool IncludeUpstream { get; init; }

    /// <summary>Everything downstream too, teardowns excepted. Default false.</summary>
    public bool IncludeDownstream { get; init; }

    public bool IncludePast { get; init; }

    public bool IncludeFuture { get; init; }
}

/// <summary>Which existing runs a backfill does again.</summary>
public enum ReprocessBehavior
{
    /// <summary>None: only missing ones are created.</summary>
    None,

    /// <summary>Failed ones.</summary>
    Failed,

    /// <summary>Failed and successful ones.</summary>
    Completed,
}

/// <summary>Runs of the past to create or to do again.</summary>
public sealed record BackfillRequest
{
    /// <summary>The first logical date, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The last logical date, inclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The newest first. Default false.</summary>
    public bool Reverse { get; init; }

    /// <summary>Default: none.</summary>
    public ReprocessBehavior Reprocess { get; init; } = ReprocessBehavior.None;

    /// <summary>How many of its runs may be running at once. Default 10.</summary>
    public int MaxActiveRuns { get; init; } = 10;

    /// <summary>The conf of its runs, a JSON object; null: none.</summary>
    public string? Conf { get; init; }
}

using System.Collections.Immutable;

namespace Windtunnel.Insights;

/// <summary>A run in one line of a <see cref="ReportIndex"/>.</summary>
public sealed record RunSummary
{
    public required string DagId { get; init; }

    /// <summary>Shown instead of the id; null: the id is shown.</summary>
    public string? DisplayName { get; init; }

    public required string RunId { get; init; }

    public required RunState State { get; init; }

    /// <summary>Airflow's reason for the state; null while the run has not ended.</summary>
    public string? Reason { get; init; }

    /// <summary>Null: the fixed default order.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Virtual time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Null when it is not known.</summary>
    public TimeSpan? RealElapsed { get; init; }

    /// <summary>How many task instances are in which state.</summary>
    public required ImmutableSortedDictionary<TaskState, int> States { get; init; }

    /// <summary>How many findings its report shows.</summary>
    public int Findings { get; init; }

    /// <summary>Where the report lies.</summary>
    public required string ReportPath { get; init; }

    internal static RunSummary Of(Run run, string reportPath) => new()
    {
        DagId = run.DagId,
        DisplayName = run.Outline.DisplayName,
        RunId = run.RunId,
        State = run.State,
        Reason = run.Reason,
        Seed = run.Seed,
        Elapsed = run.Elapsed,
        RealElapsed = run.Timings is { All.Count: > 0 } timings ? timings.Elapsed : null,
        States = run.Tasks.CountBy(task => task.State).ToImmutableSortedDictionary(),
        Findings = run.Findings.Count,
        ReportPath = reportPath,
    };
}

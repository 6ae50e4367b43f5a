namespace Windtunnel;

/// <summary>A moment by which a run should have succeeded; missing it calls back once and changes nothing else about the run.</summary>
/// <param name="Reference">From when the interval counts.</param>
/// <param name="Interval">Added to the reference; a negative one lies before it.</param>
/// <param name="Callback">Called once when the moment has passed and the run has not succeeded.</param>
public sealed record Deadline(DeadlineReference Reference, TimeSpan Interval, Action<DeadlineMissed> Callback);

/// <summary>What a deadline's callback is given.</summary>
/// <param name="Run">The run that is late.</param>
/// <param name="Due">The moment that has passed.</param>
public sealed record DeadlineMissed(RunInfo Run, DateTimeOffset Due);

/// <summary>From when a <see cref="Deadline"/> counts; decided when the run is created.</summary>
public abstract record DeadlineReference
{
    private protected DeadlineReference()
    {
    }

    /// <summary>When the run was queued; anew when it is cleared. Airflow's <c>DAGRUN_QUEUED_AT</c>.</summary>
    public static DeadlineReference DagRunQueuedAt { get; } = new QueuedAtReference();

    /// <summary>The run's logical date; a run without one has no deadline. Airflow's <c>DAGRUN_LOGICAL_DATE</c>.</summary>
    public static DeadlineReference DagRunLogicalDate { get; } = new LogicalDateReference();

    /// <summary>The same moment for every run. Airflow's <c>FIXED_DATETIME</c>.</summary>
    public static DeadlineReference At(DateTimeOffset moment) => new FixedReference(moment);

    /// <summary>The run's creation and the mean duration of successful runs. Airflow's <c>AVERAGE_RUNTIME</c>.</summary>
    /// <param name="maxRuns">How many of the newest successful runs are looked at. Default 10.</param>
    /// <param name="minRuns">With fewer there is no deadline; null, the default: as many as <paramref name="maxRuns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the minimum above the maximum.</exception>
    public static DeadlineReference AverageRuntime(int maxRuns = 10, int? minRuns = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRuns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minRuns ?? maxRuns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minRuns ?? maxRuns, maxRuns);
        return new AverageRuntimeReference(maxRuns, minRuns ?? maxRuns);
    }
}

internal sealed record QueuedAtReference : DeadlineReference;

internal sealed record LogicalDateReference : DeadlineReference;

internal sealed record FixedReference(DateTimeOffset Moment) : DeadlineReference;

internal sealed record AverageRuntimeReference(int MaxRuns, int MinRuns) : DeadlineReference;

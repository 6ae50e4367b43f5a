namespace Windtunnel;

/// <summary>What the tasks of a DAG take where their own <see cref="TaskSpec"/> says nothing: Airflow's <c>default_args</c>.</summary>
public sealed record TaskDefaults
{
    internal static readonly TaskSpec Unset = new();

    /// <summary>Default 0.</summary>
    public int Retries { get; init; }

    /// <summary>Default 5 minutes.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How the delays grow. Null, the default: they do not.</summary>
    public RetryBackoff? Backoff { get; init; }

    /// <summary>Default <c>airflow</c>.</summary>
    public string Owner { get; init; } = "airflow";

    /// <summary>Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    internal TaskSpec Complete(TaskSpec spec) => spec with
    {
        Retries = spec.Retries ?? Retries,
        RetryDelay = spec.RetryDelay ?? RetryDelay,
        Backoff = spec.Backoff ?? Backoff,
        Owner = spec.Owner ?? Owner,
        Queue = spec.Queue ?? Queue,
    };
}

using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>The settings of an Airflow deployment that change what happens in a run. Defaults are Airflow's.</summary>
public sealed record DeploymentOptions
{
    /// <summary>How many attempts may be in progress at once over all runs (<c>[core] parallelism</c>). Default 32.</summary>
    public int Parallelism { get; init; } = 32;

    /// <summary>Slots by pool name; -1 is infinite. A task in a pool that is not listed is never started. Default: <c>default_pool </c>
    /// with 128.</summary>
    public ImmutableDictionary<string, int> Pools { get; init; } = ImmutableDictionary<string, int>.Empty.Add("default_pool", 128);

    /// <summary>Pools in which a deferred task keeps its slots (<c>include_deferred</c>). Default: none.</summary>
    public ImmutableHashSet<string> PoolsIncludingDeferred { get; init; } = [];

    /// <summary>The longest result a task may be mapped over (<c>[core] max_map_length</c>). Default 1024.</summary>
    public int MaxMapLength { get; init; } = 1024;

    /// <summary>How long a body may wait for something outside in real time before the engine gives it up and fails its try.
    /// Virtual waits do not count. Default 10 minutes.</summary>
    public TimeSpan RealTimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far the clock may move in one run before it is given up as endless. Default 100 years.</summary>
    public TimeSpan VirtualTimeLimit { get; init; } = TimeSpan.FromDays(36_525);

    /// <summary>Whether the DAGs come from a bundle with versions, such as a Git repository: a run then keeps the version of its DAG that
    /// it was created with. False, the default, as for Airflow's DAGs folder: a run that is running goes on with the present
    /// version.</summary>
    public bool VersionedBundle { get; init; }

    /// <summary>How many finished runs of each DAG are kept, so that memory stays bounded over years. At least 1, since tasks may depend
    /// on the run before. Asset events go with the run that announced them, once every consumer has seen them. Null, the default:
    /// all.</summary>
    public int? KeepFinishedRuns { get; init; }

    /// <summary>Runs bodies elsewhere than in this process, with their timeouts and callbacks. It continues on the engine's scheduler.
    /// Null, the default: here.</summary>
    internal Func<AttemptStint, ValueTask<Ending>>? BodiesElsewhere { get; init; }

    /// <summary>See <see cref="RunCore.ExaminesEveryRow"/>; for tests.</summary>
    internal bool ExaminesEveryRow { get; init; }
}

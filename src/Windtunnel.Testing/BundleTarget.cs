using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Windtunnel.Airflow;
using Windtunnel.Engine;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing;

/// <summary>Runs a DAG on the embedded engine, in virtual time, with every body in a process of its own: the executable that ships to
/// Airflow, started and spoken to as Airflow does it.</summary>
/// <remarks>A body holds the clock while its process runs; what it waits with <see cref="TaskContext.DelayAsync"/> passes in virtual time.
/// Thread-safe: runs share nothing.</remarks>
public sealed class BundleTarget : IRunTarget
{
    private readonly string _path;
    private readonly DeploymentOptions _options;

    /// <param name="path">A bundle, or a published executable that is not packed yet.</param>
    /// <param name="options">The deployment's settings; null: Airflow's defaults.</param>
    public BundleTarget(string path, DeploymentOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _options = options ?? new();
    }

    /// <summary>What runs in the place of triggers written in Python, by the full name of their class. A body that defers to another one
    /// fails: no trigger of this process is known to it, save for the one of Airflow that waits for a moment. Default: none.</summary>
    public ImmutableDictionary<string, Trigger> Triggers { get; init; } = ImmutableDictionary<string, Trigger>.Empty;

    /// <summary>What the supervisor of a try with this number does wrong on purpose; null: nothing.</summary>
    internal Func<int, Misbehaviour?> Misbehaves { get; init; } = _ => null;

    internal SupervisorLimits Limits { get; init; } = SupervisorLimits.Airflow;

    /// <summary>Told of the id of each process that is started.</summary>
    internal Action<int>? Started { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A connection is bound to an object of this process, which another cannot call.</exception>
    /// <exception cref="BundleException">There is no such bundle, or Airflow would not take it for the DAG.</exception>
    public async Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation = default) =>
        (await RunAsync(dag, [], request, cancellation).ConfigureAwait(false))[0];

    /// <summary>Runs a DAG of the bundle once, and whatever its assets set off.</summary>
    /// <inheritdoc cref="EmbeddedEngine.RunAsync(Dag, IReadOnlyCollection{Dag}, RunRequest, CancellationToken)"/>
    /// <exception cref="ArgumentException">A connection is bound to an object of this process, which another cannot call.</exception>
    /// <exception cref="BundleException">There is no such bundle, or Airflow would not take it for one of the DAGs.</exception>
    public async Task<IReadOnlyList<Run>> RunAsync(
        Dag dag, IReadOnlyCollection<Dag> followers, RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dag);
        ArgumentNullException.ThrowIfNull(followers);
        ArgumentNullException.ThrowIfNull(request);
        foreach (Dag one in followers.Prepend(dag))
        {
            RequireBundleFor(one);
        }

        RequireReachable(request);
        await using var bodies = new ProcessBodies(_path, Limits, Triggers) { Misbehaves = Misbehaves, Started = Started };
        return await new EmbeddedEngine(_options with { BodiesElsewhere = bodies.RunAsync })
            .RunAsync(dag, followers, request, cancellation).ConfigureAwait(false);
    }

    private void RequireBundleFor(Dag dag)
    {
        if (!File.Exists(_path))
        {
            throw BundleException.NotFound(_path);
        }

        BundleFile bundle = BundleFile.Read(_path);
        ImmutableArray<string> problems = bundle.Manifest is null ? [] : bundle.Verify(dag.Id, RuntimeInformation.OSArchitecture);
        if (!problems.IsEmpty)
        {
            throw BundleException.Refused(_path, dag.Id, problems);
        }
    }

    private static void RequireReachable(RunRequest request)
    {
        foreach ((string id, Connection connection) in request.Connections)
        {
            if (connection is { Double: { } standIn, Host: null })
            {
                throw new ArgumentException(
                    $"Connection '{id}' is bound to a {standIn.GetType().Name} of this process, which a bundle's process cannot call. "
                    + "Bind it to something that it can reach, e.g. a directory, or a server on this machine.",
                    nameof(request));
            }
        }
    }
}

using Windtunnel.Airflow.Rest;
using Windtunnel.Airflow.Target;

namespace Windtunnel.Airflow;

/// <summary>Runs DAGs on a real Airflow 3.3 or later, over its REST API, and reads what happened into the same <see cref="Run"/> that the
/// embedded engine gives.</summary>
/// <remarks><para>Connections and variables of the request are created under their own names and removed afterwards, as is the run; a
/// paused Dag is unpaused meanwhile. What a killed test left behind is removed by the next run that needs the names.</para>
/// <para>Thread-safe. Runs that need the same Dag, connection or variable wait for one another; keep one target for all tests against a
/// deployment, which also bounds the calls that it gets at once.</para></remarks>
public sealed class AirflowTarget : IRunTarget, IDisposable
{
    private readonly AirflowApi _api;
    private readonly AirflowTargetOptions _options;
    private readonly TimeProvider _time;
    private readonly NamedTurns _turns = new();

    /// <param name="server">The address of the web page, with its path if it has one.</param>
    /// <param name="credentials">As whom. Running needs the rights of the role <c>Op</c>.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The address holds a password, or is plain http to another machine.</exception>
    public AirflowTarget(Uri server, AirflowCredentials credentials, AirflowTargetOptions? options = null)
        : this(server, credentials, options, limits: null, TimeProvider.System)
    {
    }

    internal AirflowTarget(
        Uri server, AirflowCredentials credentials, AirflowTargetOptions? options, RestLimits? limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(credentials);
        _options = options ?? new();
        _time = time;
        _api = new(new AirflowHttp(ServerAddress.Of(server, _options.AllowPlainHttp), credentials, limits, time));
    }

    /// <inheritdoc/>
    /// <exception cref="AirflowException">The deployment cannot be reached, has not this Dag as it was authored, or does not bring the run
    /// to an end; or a connection is bound to an object, which it cannot reach.</exception>
    /// <remarks>The logical date is that of the request, else the instant at which it starts; the seed decides nothing here. Scripted
    /// answers are given as soon as the question is asked.</remarks>
    public async Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation = default) =>
        (await RunAsync(dag, [], request, cancellation).ConfigureAwait(false))[0];

    /// <summary>Runs a DAG once, and gathers the runs that it sets off among its followers, by assets or by triggering them.</summary>
    /// <param name="dag">The DAG that is triggered.</param>
    /// <param name="followers">Must be deployed too; paused ones are unpaused meanwhile.</param>
    /// <param name="request">Its connections, variables and answers are those of the followers too.</param>
    /// <param name="cancellation">Gives the runs up.</param>
    /// <returns>The run of the DAG first, then the others in the order in which they were found.</returns>
    /// <exception cref="AirflowException">As when the DAG is run alone.</exception>
    public Task<IReadOnlyList<Run>> RunAsync(
        Dag dag, IReadOnlyCollection<Dag> followers, RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dag);
        ArgumentNullException.ThrowIfNull(followers);
        return RunAsync(dag.Id, dag.Build().Outline(), followers, request, cancellation);
    }

    /// <summary>Runs a DAG of any language that the deployment has.</summary>
    /// <exception cref="AirflowException">The deployment cannot be reached, has no such Dag, or does not bring the run to an end; or a
    /// connection is bound to an object, which it cannot reach.</exception>
    public async Task<Run> RunAsync(string dagId, RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(dagId);
        return (await RunAsync(dagId, authored: null, [], request, cancellation).ConfigureAwait(false))[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _turns.Dispose();
    }

    private async Task<IReadOnlyList<Run>> RunAsync(
        string dagId, DagOutline? authored, IReadOnlyCollection<Dag> followers, RunRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Reachable.Require(request);
        AddSecrets(request);
        IEnumerable<string> names = NamesIn([dagId, .. followers.Select(dag => dag.Id)], request);
        using IDisposable turn = await _turns.TakeAsync(names, cancellation).ConfigureAwait(false);
        DeployedDag deployed = await DeployedDag.FindAsync(_api, dagId, authored, cancellation).ConfigureAwait(false);
        var visit = new Visit(
            _api, deployed, await FindAsync(followers, cancellation).ConfigureAwait(false), _options, _time);
        IReadOnlyList<Run> runs;
        try
        {
            runs = await visit.RunAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            await visit.LeaveAsync().ConfigureAwait(false);
            throw new AirflowException(
                $"The Airflow {deployed.Version} at {_api.Server} tells of Dag '{dagId}' what Windtunnel does not know: {e.Message} "
                + "Take a later Windtunnel.",
                inner: e);
        }
        catch (Exception e)
        {
            string? left = await visit.LeaveAsync().ConfigureAwait(false);
            if (left is not null && e is AirflowException failure)
            {
                throw new AirflowException($"{failure.Message} {left}", failure.Status, failure);
            }

            throw;
        }

        return await visit.LeaveAsync().ConfigureAwait(false) is { } remains
            ? throw new AirflowException($"The run of Dag '{dagId}' ended as {runs[0].State.ToString().ToLowerInvariant()}. {remains}")
            : runs;
    }

    private async Task<Dictionary<Dag, DeployedDag>> FindAsync(IReadOnlyCollection<Dag> dags, CancellationToken cancellation)
    {
        Dictionary<Dag, DeployedDag> found = [];
        foreach (Dag dag in dags)
        {
            found[dag] = await DeployedDag.FindAsync(_api, dag.Id, dag.Build().Outline(), cancellation).ConfigureAwait(false);
        }

        return found;
    }

    private void AddSecrets(World world)
    {
        IEnumerable<string> secrets = world.Connections.Values.SelectMany(Secrets.In)
            .Concat(world.Variables.SelectMany(variable => Secrets.InVariable(variable.Key, variable.Value)));
        foreach (string secret in secrets)
        {
            _api.Mask.Add(secret);
        }
    }

    private static IEnumerable<string> NamesIn(IEnumerable<string> dagIds, World world) =>
    [
        .. dagIds.Select(id => $"dag {id}"),
        .. world.Connections.Keys.Select(id => $"connection {id}"),
        .. world.Variables.Keys.Select(key => $"variable {key}"),
    ];
}

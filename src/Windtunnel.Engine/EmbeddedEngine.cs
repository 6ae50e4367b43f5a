namespace Windtunnel.Engine;

/// <summary>Runs DAGs in this process, in virtual time, with the semantics of Airflow 3.3. Thread-safe: runs share nothing.</summary>
public sealed class EmbeddedEngine : IRunTarget
{
    private readonly DeploymentOptions _options;

    /// <param name="options">Null: Airflow's defaults.</param>
    public EmbeddedEngine(DeploymentOptions? options = null) => _options = options ?? new();

    /// <inheritdoc/>
    /// <remarks>Bodies run on the calling thread and on those that complete what they await, never two at a time.
    /// A run that can never finish ends with the finding <c>run.blocked</c> and the state running.</remarks>
    public async Task<Run> RunAsync(Dag dag, RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dag);
        ArgumentNullException.ThrowIfNull(request);
        using var deployment = new Deployment(request, _options);
        return await RunAsync(deployment, dag, request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs a DAG once, and whatever its assets set off.</summary>
    /// <param name="dag">The DAG to run.</param>
    /// <param name="followers">DAGs that are in its world too; their schedules are in force.</param>
    /// <param name="request">The run, and the world that all of them find.</param>
    /// <param name="cancellation">Gives the runs up.</param>
    /// <returns>The run of the DAG, then those of each follower in the order of their creation.</returns>
    /// <exception cref="DagException">A DAG is not valid.</exception>
    public async Task<IReadOnlyList<Run>> RunAsync(
        Dag dag, IReadOnlyCollection<Dag> followers, RunRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dag);
        ArgumentNullException.ThrowIfNull(followers);
        ArgumentNullException.ThrowIfNull(request);
        using var deployment = new Deployment(request, _options);
        foreach (Dag follower in followers)
        {
            deployment.Add(follower);
        }

        Run run = await RunAsync(deployment, dag, request, cancellation).ConfigureAwait(false);
        await deployment.RunToIdleAsync(cancellation).ConfigureAwait(false);
        return [run, .. followers.SelectMany(follower => deployment.Runs(follower.Id))];
    }

    private static Task<Run> RunAsync(Deployment deployment, Dag dag, RunRequest request, CancellationToken cancellation)
    {
        deployment.AddUnscheduled(dag);
        TriggerRequest trigger = new() { LogicalDate = request.LogicalDate, Conf = request.Conf };
        return deployment.RunAsync(dag.Id, trigger, cancellation);
    }

    /// <summary>Runs a DAG in every order that a deployment leaves open, as far as the budget reaches, and under many seeds; gathers the
    /// outcomes.</summary>
    /// <param name="dag">The DAG.</param>
    /// <param name="request">Called before each run, for the world that it finds; that world must be the same each time.</param>
    /// <param name="runs">How many seeds are tried, and how many runs the search through all orders may take at most.</param>
    /// <param name="cancellation">Ends the exploration without a result.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">A run could not be repeated, since something outside the DAG remembers earlier
    /// ones.</exception>
    public Task<Exploration> ExploreAsync(Dag dag, Func<RunRequest> request, int runs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dag);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        return new Explorer(dag, request, _options).RunAsync(runs, cancellation);
    }
}

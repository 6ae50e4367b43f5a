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
        deployment.AddUnscheduled(dag);
        TriggerRequest trigger = new() { LogicalDate = request.LogicalDate, Conf = request.Conf };
        return await deployment.RunAsync(dag.Id, trigger, cancellation).ConfigureAwait(false);
    }
}

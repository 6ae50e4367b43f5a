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
        DagPlan plan = DagPlan.Of(dag);
        SecretMask mask = Secrets.Of(request);
        using var simulation = new Simulation(_options, request, mask);
        var journal = new Journal(mask);
        RunInfo info = ManualRun.Info(dag, request);
        journal.Append(ManualRun.Created(dag, info, request));
        simulation.Start(plan, info, journal);
        await simulation.RunToEndAsync(cancellation).ConfigureAwait(false);
        return new Run(journal, simulation.Times.Timings);
    }
}

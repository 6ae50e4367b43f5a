using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What is called once when a run ends.</summary>
public sealed record DagCallbacks
{
    internal static readonly DagCallbacks None = new();

    public ImmutableArray<Action<DagCallbackCall>> OnSuccess { get; init; } = [];

    public ImmutableArray<Action<DagCallbackCall>> OnFailure { get; init; } = [];
}

/// <summary>What a DAG's callback is given.</summary>
/// <param name="Run">The run that ended.</param>
/// <param name="State">Success or failed.</param>
/// <param name="Reason">Airflow's reason, e.g. <c>task_failure</c>.</param>
/// <param name="TaskId">The task that ended last, or that blocked; null when there is none.</param>
public sealed record DagCallbackCall(RunInfo Run, RunState State, string Reason, string? TaskId);

using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>How a task triggers another DAG. Names, defaults and meanings are Airflow's.</summary>
public sealed record TriggerDagSpec
{
    /// <summary>Which run is asked for, made when the task runs. Null: one for that moment, without conf.</summary>
    public Func<TaskContext, DagRunRequest>? Request { get; init; }

    /// <summary>Whether the task is over only when the run is. Default false.</summary>
    public bool WaitForCompletion { get; init; }

    /// <summary>Whether it gives up its slot while it waits. Default false.</summary>
    public bool Deferrable { get; init; }

    /// <summary>Between two looks at the run. Default 60 s.</summary>
    public TimeSpan PokeInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>States of the run at which the task succeeds. Default: success.</summary>
    public ImmutableArray<RunState> AllowedStates { get; init; } = [RunState.Success];

    /// <summary>States of the run at which the task's try fails. Default: failed.</summary>
    public ImmutableArray<RunState> FailedStates { get; init; } = [RunState.Failed];

    /// <summary>Whether a run that exists already skips the task instead of failing it. Default false.</summary>
    public bool SkipWhenAlreadyExists { get; init; }
}

using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>The rule of Airflow's scheduler that decided over a task instance, or that holds it back.</summary>
public enum CauseKind
{
    /// <summary>The trigger rule, given the states of the direct upstream tasks.</summary>
    TriggerRule,

    /// <summary>A setup further upstream did not succeed.</summary>
    Setup,

    /// <summary>A teardown waits for the work between its setups and itself.</summary>
    TeardownScope,

    /// <summary>A branch or short circuit directly upstream decided not to follow this task.</summary>
    PreviouslySkipped,

    /// <summary>The task whose result is mapped over did not succeed.</summary>
    MappedSource,

    /// <summary>Mapped over nothing: the length is zero.</summary>
    MappedOverNothing,

    /// <summary>Mapped over a length that was not known when the task could have run.</summary>
    MappedLengthUnknown,

    /// <summary>The map index no longer exists after the map became shorter.</summary>
    MapIndexGone,

    /// <summary>A branch did not follow this task.</summary>
    Branch,

    /// <summary>A short circuit stopped what follows it.</summary>
    ShortCircuit,

    /// <summary>Another task failed in a DAG that fails fast.</summary>
    FailFast,

    /// <summary>The run exceeded its time limit.</summary>
    RunTimeout,

    /// <summary>Somebody marked the task or its run.</summary>
    Marked,

    /// <summary>The previous run of a task that depends on the past.</summary>
    Past,

    /// <summary>Its retry delay has not passed.</summary>
    RetryDelay,

    /// <summary>Its next poke is not due.</summary>
    Reschedule,

    /// <summary>No slot: the pool, the DAG's or the task's limit, or the executor's parallelism.</summary>
    NoSlot,

    /// <summary>Parked on a trigger or on a person's answer.</summary>
    Parked,

    /// <summary>The DAG was changed, and its present version has no such task.</summary>
    TaskVanished,

    /// <summary>The DAG was changed, and has the task, or the map index, again.</summary>
    TaskReturned,

    /// <summary>An upstream task has no instance in this run (its own start or end date excludes it).</summary>
    UpstreamWithoutInstance,
}

/// <summary>How many of the direct upstream task instances that a rule looks at are in which state.</summary>
/// <param name="Success">Succeeded.</param>
/// <param name="Skipped">Skipped.</param>
/// <param name="Failed">Failed.</param>
/// <param name="UpstreamFailed">Upstream failed.</param>
/// <param name="Removed">Removed.</param>
/// <param name="Total">All that the rule looks at, unfinished ones included.</param>
public readonly record struct UpstreamCounts(int Success, int Skipped, int Failed, int UpstreamFailed, int Removed, int Total)
{
    /// <summary>The finished ones, removed included.</summary>
    public int Done => Success + Skipped + Failed + UpstreamFailed + Removed;
}

/// <summary>A task instance named as the cause of what happened to another.</summary>
/// <param name="Task">Its task id.</param>
/// <param name="MapIndex">Its map index; -1 when it is not mapped.</param>
/// <param name="State">The state that decided.</param>
public sealed record CauseBy(string Task, int MapIndex, TaskState State)
{
    /// <inheritdoc/>
    public override string ToString() =>
        MapIndex < 0 ? $"{Task} is {State.ToAirflow()}" : $"{Task}[{MapIndex}] is {State.ToAirflow()}";
}

/// <summary>Why a task instance got a state without running, or why it has not run: the rule, the counts, and the upstream that
/// decided.</summary>
public sealed record Cause
{
    /// <summary>The rule that decided.</summary>
    public required CauseKind Kind { get; init; }

    /// <summary>The trigger rule in force; null where no trigger rule took part.</summary>
    public TriggerRule? Rule { get; init; }

    /// <summary>What the rule counted; null where nothing was counted.</summary>
    public UpstreamCounts? Counts { get; init; }

    /// <summary>The task instances that decided, the first first; at most ten are kept. Empty when none did.</summary>
    public ImmutableArray<CauseBy> By { get; init; } = [];

    /// <summary>What else a reader needs, e.g. the pool that was full. Null when the rest says it all.</summary>
    public string? Detail { get; init; }
}

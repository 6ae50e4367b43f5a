using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Windtunnel;

/// <summary>One thing that happened in a run. Entries are ordered; two at the same instant happened in the order in which they
/// stand.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunCreated), "run.created")]
[JsonDerivedType(typeof(RunStarted), "run.started")]
[JsonDerivedType(typeof(RunEnded), "run.ended")]
[JsonDerivedType(typeof(RunQueued), "run.queued")]
[JsonDerivedType(typeof(DagChanged), "dag.changed")]
[JsonDerivedType(typeof(TaskScheduled), "task.scheduled")]
[JsonDerivedType(typeof(TaskStarted), "task.started")]
[JsonDerivedType(typeof(TaskEnded), "task.ended")]
[JsonDerivedType(typeof(TaskDecided), "task.decided")]
[JsonDerivedType(typeof(TaskExpanded), "task.expanded")]
[JsonDerivedType(typeof(TaskWaiting), "task.waiting")]
[JsonDerivedType(typeof(TaskCleared), "task.cleared")]
[JsonDerivedType(typeof(TaskLogged), "task.logged")]
[JsonDerivedType(typeof(TaskLabeled), "task.labeled")]
[JsonDerivedType(typeof(XComPushed), "xcom.pushed")]
[JsonDerivedType(typeof(CountRecorded), "count.recorded")]
[JsonDerivedType(typeof(AssetEventEmitted), "asset.emitted")]
[JsonDerivedType(typeof(ConnectionUsed), "connection.used")]
[JsonDerivedType(typeof(FaultApplied), "fault.applied")]
[JsonDerivedType(typeof(CallbackRan), "callback.ran")]
[JsonDerivedType(typeof(FindingMade), "finding")]
public abstract record JournalEntry
{
    /// <summary>The instant on the run's own clock, which is virtual on the embedded engine. UTC.</summary>
    [JsonPropertyOrder(-10)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>An entry about one task instance.</summary>
public abstract record TaskEntry : JournalEntry
{
    [JsonPropertyOrder(-9)]
    public required string Task { get; init; }

    /// <summary>-1 when the task is not mapped, or is mapped and not yet expanded.</summary>
    [JsonPropertyOrder(-8)]
    public int MapIndex { get; init; } = -1;

    /// <summary>The try the entry belongs to; 0 before the first.</summary>
    [JsonPropertyOrder(-7)]
    public int Try { get; init; }
}

/// <summary>The first entry of a journal: what runs, why, with which inputs, and the structure it was run with.</summary>
public sealed record RunCreated : JournalEntry
{
    public required string DagId { get; init; }
    public required string RunId { get; init; }
    public required RunType Type { get; init; }

    /// <summary>Null for runs without one (asset-triggered, or triggered without).</summary>
    public DateTimeOffset? LogicalDate { get; init; }

    /// <summary>Null for a run without a data interval.</summary>
    public DataInterval? Interval { get; init; }
    public required DateTimeOffset RunAfter { get; init; }

    /// <summary>The seed that decided every open choice; null when the fixed default order was used.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The order in which things happened that were open at one instant; null when the seed or the default decided.</summary>
    public string? Order { get; init; }

    /// <summary>What produced the journal: <c>embedded</c> or <c>airflow</c>, with its version.</summary>
    public required string Target { get; init; }

    /// <summary>The trigger's conf as JSON text; null when there was none.</summary>
    public string? Conf { get; init; }

    /// <summary>The effective params as JSON text; null when the DAG has none.</summary>
    public string? Params { get; init; }
    public string? PartitionKey { get; init; }
    public required DagOutline Dag { get; init; }
}

/// <summary>The run left the queue.</summary>
public sealed record RunStarted : JournalEntry;

/// <summary>The run was over and is queued again, because tasks of it were cleared or somebody asked for it.</summary>
public sealed record RunQueued : JournalEntry;

/// <summary>The DAG was changed meanwhile, and the run goes on with its present version. What that did to instances follows.</summary>
public sealed record DagChanged : JournalEntry
{
    public required DagOutline Dag { get; init; }
}

/// <summary>The run is over. It may start anew when tasks of it are cleared.</summary>
public sealed record RunEnded : JournalEntry
{
    public required RunState State { get; init; }

    /// <summary>Airflow's reason: <c>success</c>, <c>task_failure</c>, <c>all_tasks_deadlocked</c>, <c>timed_out</c>, <c>marked</c>;
    /// or <c>blocked</c> when the engine gave up on a run that can never finish and whose state Airflow would leave at running.</summary>
    public required string Reason { get; init; }
}

/// <summary>Its dependencies are met; it waits for a slot.</summary>
public sealed record TaskScheduled : TaskEntry;

/// <summary>A stint of the body began. One try has several when it defers or reschedules.</summary>
public sealed record TaskStarted : TaskEntry;

/// <summary>A stint of the body ended, or a task without a body was passed over with success.</summary>
public sealed record TaskEnded : TaskEntry
{
    public required TaskState State { get; init; }

    /// <summary>Why it failed or was skipped; null on success.</summary>
    public TaskError? Error { get; init; }

    /// <summary>When it may run again: the end of a retry delay, the next poke, or a deferral's deadline. Null otherwise.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>The scheduler, a branch, or a person set a state without running the body.</summary>
public sealed record TaskDecided : TaskEntry
{
    public required TaskState State { get; init; }
    public required Cause Cause { get; init; }
}

/// <summary>A mapped task got its instances.</summary>
public sealed record TaskExpanded : TaskEntry
{
    public required int Length { get; init; }
}

/// <summary>At the end of a run: an instance that never reached a finished state, and what held it back.</summary>
public sealed record TaskWaiting : TaskEntry
{
    public required TaskState State { get; init; }
    public required Cause Cause { get; init; }
}

/// <summary>The instance was cleared and may run again.</summary>
public sealed record TaskCleared : TaskEntry
{
    public required int MaxTries { get; init; }
}

/// <summary>A line the body logged.</summary>
public sealed record TaskLogged : TaskEntry
{
    /// <summary><c>debug</c>, <c>info</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</summary>
    public required string Level { get; init; }
    public required string Message { get; init; }
    public TaskError? Error { get; init; }
}

/// <summary>The body named its instance for people.</summary>
public sealed record TaskLabeled : TaskEntry
{
    public required string Label { get; init; }
}

/// <summary>A value was handed to later tasks.</summary>
public sealed record XComPushed : TaskEntry
{
    public required string Key { get; init; }

    /// <summary>JSON text, secrets masked.</summary>
    public required string Value { get; init; }
}

/// <summary>The body counted something, e.g. rows read.</summary>
public sealed record CountRecorded : TaskEntry
{
    public required string Name { get; init; }
    public required long Value { get; init; }
}

/// <summary>The body asked for a connection for the first time in its stint; it may not exist.</summary>
public sealed record ConnectionUsed : TaskEntry
{
    /// <summary>Its id.</summary>
    public required string Connection { get; init; }
}

/// <summary>A producer that succeeded announced a change of an asset.</summary>
public sealed record AssetEventEmitted : TaskEntry
{
    public required string Name { get; init; }
    public required string Uri { get; init; }

    /// <summary>JSON text; null without extras.</summary>
    public string? Extra { get; init; }
    public string? PartitionKey { get; init; }
}

/// <summary>A fault that the test put in front of a connection was applied to a call of the body.</summary>
public sealed record FaultApplied : TaskEntry
{
    /// <summary>The connection's id.</summary>
    public required string Connection { get; init; }

    /// <summary>The fault in words, e.g. <c>latency 00:00:00.2000000</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>The call, secrets masked, e.g. <c>GET /orders</c>.</summary>
    public required string Call { get; init; }
}

/// <summary>A callback of the task, or of the run when <see cref="TaskEntry.Task"/> is empty, was called.</summary>
public sealed record CallbackRan : TaskEntry
{
    /// <summary>Airflow's name, e.g. <c>on_failure</c>.</summary>
    public required string Callback { get; init; }

    /// <summary>What it threw; it changes nothing else. Null when it returned.</summary>
    public TaskError? Error { get; init; }
}

/// <summary>Something the run's reader must know that no state says, e.g. that the run can never finish.</summary>
public sealed record FindingMade : JournalEntry
{
    /// <summary>A stable name, e.g. <c>run.blocked</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Where, what was found, and what to do next.</summary>
    public required string Text { get; init; }
}

/// <summary>An exception as it is kept in a journal.</summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">Its message, secrets masked.</param>
/// <param name="Stack">Its stack trace in the author's own code, without machine paths; null when it has none.</param>
public sealed record TaskError(string Type, string Message, string? Stack = null);

/// <summary>The structure of a DAG as a journal keeps it, enough to draw and explain a run without the DAG.</summary>
public sealed record DagOutline
{
    public required string DagId { get; init; }
    public string? DisplayName { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];
    public string? Doc { get; init; }
    public ImmutableArray<TaskOutline> Tasks { get; init; } = [];
    public ImmutableArray<GroupOutline> Groups { get; init; } = [];
}

/// <summary>One task of a <see cref="DagOutline"/>.</summary>
public sealed record TaskOutline
{
    public required string Id { get; init; }

    /// <summary>task, empty, branch, short_circuit, latest_only, sensor, deferrable, human_input, approval or human_branch.</summary>
    public required string Kind { get; init; }
    public TriggerRule Rule { get; init; }
    public ImmutableArray<string> Upstream { get; init; } = [];

    /// <summary>The id of the innermost group it lies in; null at the top.</summary>
    public string? Group { get; init; }
    public bool Mapped { get; init; }
    public bool Setup { get; init; }
    public bool Teardown { get; init; }
    public int Retries { get; init; }
    public string? Doc { get; init; }
}

/// <summary>One group of a <see cref="DagOutline"/>.</summary>
public sealed record GroupOutline(string Id, string? Parent, bool Mapped);

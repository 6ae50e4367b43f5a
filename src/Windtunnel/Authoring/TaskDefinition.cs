using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>What a task does when it runs, beside its body.</summary>
public enum TaskKind
{
    /// <summary>Runs a body.</summary>
    Task,

    /// <summary>Has no body; it succeeds without being queued.</summary>
    Empty,

    /// <summary>Chooses which of its direct downstream tasks are followed.</summary>
    Branch,

    /// <summary>Decides whether anything downstream runs.</summary>
    ShortCircuit,

    /// <summary>Follows its downstream tasks only in the run of the newest data interval.</summary>
    LatestOnly,

    /// <summary>Waits until something is true.</summary>
    Sensor,

    /// <summary>Gives up its slot and is resumed by a trigger.</summary>
    Deferrable,

    /// <summary>Waits for a person's answer.</summary>
    HumanInput,

    /// <summary>Waits for a person's approval; what follows it is skipped when it is rejected.</summary>
    Approval,

    /// <summary>Lets a person choose which of its direct downstream tasks are followed.</summary>
    HumanBranch,
}

internal static class TaskKinds
{
    /// <summary>Whether tasks of the kind may leave a <see cref="SkipMemory"/>. §5.1.</summary>
    public static bool CanSkipDownstream(this TaskKind kind) => kind
        is TaskKind.Branch or TaskKind.ShortCircuit or TaskKind.LatestOnly or TaskKind.Approval or TaskKind.HumanBranch;
}

/// <summary>A body as the engine calls it: inputs are read from the context, the result is boxed.</summary>
internal delegate ValueTask<object?> TaskBody(TaskContext context);

/// <summary>Everything a task was given when it was added to a DAG.</summary>
internal sealed record TaskDefinition
{
    public required string LocalId { get; init; }
    public required TaskKind Kind { get; init; }
    public required TaskSpec Spec { get; init; }

    /// <summary>Null for <see cref="TaskKind.Empty"/> and <see cref="TaskKind.LatestOnly"/>.</summary>
    public TaskBody? Body { get; init; }

    /// <summary>The type the result is serialised as; null when the body returns nothing.</summary>
    public Type? ResultType { get; init; }

    /// <summary>What the body is given, in order; the mapping's element excluded.</summary>
    public ImmutableArray<ITaskInput> Inputs { get; init; } = [];

    /// <summary>The tasks whose results the body reads, the mapping's excluded.</summary>
    public IEnumerable<TaskRef> DataUpstream => Inputs.SelectMany(input => input.Sources);

    /// <summary>What the task itself is mapped over; null when it is not mapped.</summary>
    public Mapping? Mapping { get; init; }

    /// <summary>For <see cref="TaskKind.ShortCircuit"/> and <see cref="TaskKind.Approval"/>: whether everything downstream is skipped,
    /// whatever its rule.</summary>
    public bool IgnoreDownstreamTriggerRules { get; init; } = true;

    /// <summary>For <see cref="TaskKind.Sensor"/>; null otherwise.</summary>
    public SensorSpec? Sensor { get; init; }

    /// <summary>For <see cref="TaskKind.Deferrable"/>: what continues after the trigger's event; null otherwise.</summary>
    public TaskBody? Resume { get; init; }

    /// <summary>The DAG whose runs it creates; null: none that is known before it runs.</summary>
    public string? TriggersDag { get; init; }

    /// <summary>For <see cref="TaskKind.HumanInput"/>, <see cref="TaskKind.Approval"/> and <see cref="TaskKind.HumanBranch"/>; null
    /// otherwise.
    /// Its options are never left to a default any more.</summary>
    public HumanInput? HumanInput { get; init; }

    /// <summary>For <see cref="TaskKind.Approval"/>: whether a rejection fails the try instead of skipping what follows.</summary>
    public bool FailOnReject { get; init; }

    /// <summary>For <see cref="TaskKind.HumanBranch"/>: the task or group that an option stands for; an option that is missing here is an
    /// id itself.</summary>
    public IReadOnlyDictionary<string, string> OptionsMapping { get; init; } = ImmutableDictionary<string, string>.Empty;
}

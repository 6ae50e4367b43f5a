namespace Windtunnel.Engine;

/// <summary>A task with everything about the structure that the scheduler asks for again and again. Immutable once its plan is
/// made.</summary>
internal sealed class TaskPlan(TaskRef task, int rank)
{
    public TaskRef Task { get; } = task;

    public string Id { get; } = task.Id;

    /// <summary>Position in <see cref="DagPlan.Tasks"/>, the order in which they were authored.</summary>
    public int Index { get; } = task.Index;

    /// <summary>Position in the order of task ids, in which Airflow examines rows.</summary>
    public int Rank { get; } = rank;

    public TriggerRule Rule { get; } = task.TriggerRule;

    public TaskSpec Spec { get; } = task.Spec;

    public bool IsSetup { get; } = task.IsSetup;

    public bool IsTeardown { get; } = task.IsTeardown;

    public bool IsEmptyShortcut { get; init; }

    /// <summary>True when its attempts may decide to skip direct downstream tasks. §5.1, rows 2 and 3.</summary>
    public bool CanSkipDownstream { get; init; }

    public TaskPlan[] Upstream { get; set; } = [];

    public TaskPlan[] Downstream { get; set; } = [];

    /// <summary>Direct upstream tasks with which it shares a mapped group: relevance goes by map index.</summary>
    public TaskPlan[] SiblingUpstream { get; set; } = [];

    /// <summary>Direct downstream tasks to all of whose rows every row of this is relevant.</summary>
    public TaskPlan[] SharedDownstream { get; set; } = [];

    public TaskPlan[] SiblingDownstream { get; set; } = [];

    public TaskPlan[] SkippingParents { get; set; } = [];

    /// <summary>Setups further upstream whose outcome constrains this task. §4.2.</summary>
    public TaskPlan[] IndirectSetups { get; set; } = [];

    /// <summary>The inverse of <see cref="IndirectSetups"/>.</summary>
    public TaskPlan[] SetupDependents { get; set; } = [];

    /// <summary>For a teardown: the work between its setups and itself that it is not directly downstream of. §4.3.</summary>
    public TaskPlan[] Scope { get; set; } = [];

    /// <summary>The inverse of <see cref="Scope"/>.</summary>
    public TaskPlan[] ScopedTeardowns { get; set; } = [];

    /// <summary>What is mapped over by this task, or else by the innermost mapped group it lies in. §6.5.</summary>
    public TaskPlan[] MapSources { get; set; } = [];

    /// <summary>What is mapped over by this task and by every mapped group it lies in: what its number of instances depends on.</summary>
    public TaskPlan[] LengthSources { get; set; } = [];

    /// <summary>The inverse of <see cref="MapSources"/>.</summary>
    public TaskPlan[] SourceDependents { get; set; } = [];

    /// <summary>Tasks whose instances in later runs wait for this one: itself and what waits for its downstream. §10.</summary>
    public TaskPlan[] PastDependents { get; set; } = [];

    /// <summary>The mappings that give it its instances: those of the groups it lies in, outermost first, then its own.</summary>
    public Mapping[] Mappings { get; init; } = [];

    /// <summary>Those of <see cref="Mappings"/> that belong to groups.</summary>
    public int GroupMappings { get; init; }

    public bool IsMapped => Mappings.Length > 0;

    /// <summary>True when some task, or the group of some task, is mapped over its result.</summary>
    public bool IsMapSource { get; set; }

    /// <summary>True when no direct upstream has instances, so that the rule counts tasks and not rows. §3.1.</summary>
    public bool CountsTasks { get; set; }

    /// <summary>§7.1: its rows decide over the run's state.</summary>
    public bool IsLeaf { get; set; }

    public int DirectSetups { get; set; }

    /// <summary>True while the deadlock watch must not be active because of it. §7.3.</summary>
    public bool ExcusesDeadlock { get; } =
        task.Spec.Past.IsActive || task.Spec.Limits.MaxActivePerDag is not null || task.Spec.Limits.MaxActivePerRun is not null;

    public int Retries => Spec.Retries ?? 0;

    /// <summary>How many group mappings it shares with another task, from the outermost on: the depth of A in §6.7.</summary>
    public int CommonGroups(TaskPlan other)
    {
        int common = 0;
        int most = Math.Min(GroupMappings, other.GroupMappings);
        while (common < most && ReferenceEquals(Mappings[common], other.Mappings[common]))
        {
            common++;
        }

        return common;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

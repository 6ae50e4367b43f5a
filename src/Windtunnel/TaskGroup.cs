namespace Windtunnel;

/// <summary>Tasks that belong together. As an end of an edge it stands for its first or its last tasks.</summary>
public sealed class TaskGroup : TaskScope
{
    internal TaskGroup(TaskScope parent, string localId, Mapping? mapping)
        : base(parent, parent.Qualify(localId))
    {
        LocalId = localId;
        Id = parent.Qualify(localId);
        Mapping = mapping;
        InnermostMapped = mapping is null ? parent.InnermostMapped : this;
        parent.OwnGroups.Add(this);
        Dag.Adopt(this);
    }

    /// <summary>The id, with the ids of the groups it lies in.</summary>
    public string Id { get; }

    /// <summary>True when it has one instance for each element of a map.</summary>
    public bool IsMapped => Mapping is not null;

    internal string LocalId { get; }

    internal override Mapping? Mapping { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

namespace Windtunnel;

/// <summary>Tasks that belong together. As an end of an edge it stands for its first or its last tasks at that moment.</summary>
public sealed class TaskGroup : TaskScope
{
    private static readonly Comparer<TaskRef> AsAdded = Comparer<TaskRef>.Create((one, other) => one.Index.CompareTo(other.Index));

    private readonly SortedSet<TaskRef> _roots = new(AsAdded);
    private readonly SortedSet<TaskRef> _last = new(AsAdded);
    private readonly int _depth;

    internal TaskGroup(TaskScope parent, string localId, Mapping? mapping)
        : base(parent, parent.Qualify(localId))
    {
        LocalId = localId;
        Id = parent.Qualify(localId);
        Mapping = mapping;
        InnermostMapped = mapping is null ? parent.InnermostMapped : this;
        _depth = parent is TaskGroup outer ? outer._depth + 1 : 0;
        Dag.Adopt(this);
        parent.OwnGroups.Add(this);
    }

    /// <summary>The id, with the ids of the groups it lies in.</summary>
    public string Id { get; }

    /// <summary>True when it has one instance for each element of a map.</summary>
    public bool IsMapped => Mapping is not null;

    internal string LocalId { get; }

    /// <summary>The tasks and groups from which edges were drawn to the group as a whole.</summary>
    internal List<Node> UpstreamNodes { get; } = [];

    /// <summary>The tasks and groups to which edges were drawn from the group as a whole.</summary>
    internal List<Node> DownstreamNodes { get; } = [];

    internal override Mapping? Mapping { get; }

    internal override IEnumerable<TaskRef> Roots => _roots;

    internal override IEnumerable<TaskRef> Leaves => GroupLeaves.Of(this, _last).OrderBy(task => task.Index);

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>A task joins every group it lies in as a first and a last one, until an edge says otherwise.</summary>
    internal static void Added(TaskRef task)
    {
        for (TaskGroup? group = task.Group; group is not null; group = group.Parent as TaskGroup)
        {
            group._roots.Add(task);
            group._last.Add(task);
        }
    }

    /// <summary>In every group that holds both, the one is no longer a last task, the other no longer a first.</summary>
    internal static void Joined(TaskRef upstream, TaskRef downstream)
    {
        for (TaskGroup? common = Common(upstream.Group, downstream.Group); common is not null; common = common.Parent as TaskGroup)
        {
            common._last.Remove(upstream);
            common._roots.Remove(downstream);
        }
    }

    /// <summary>Airflow draws edges from the tasks behind a mapped group's elements to its first tasks.</summary>
    internal void DrawSourceEdges()
    {
        foreach (TaskRef root in Roots.ToArray())
        {
            foreach (TaskRef source in Mapping?.Sources ?? [])
            {
                Edges.Draw(source, root);
            }
        }
    }

    private static TaskGroup? Common(TaskGroup? first, TaskGroup? second)
    {
        while (first is not null && second is not null && first != second)
        {
            bool firstIsDeeper = first._depth >= second._depth;
            bool secondIsDeeper = second._depth >= first._depth;
            first = firstIsDeeper ? first.Parent as TaskGroup : first;
            second = secondIsDeeper ? second.Parent as TaskGroup : second;
        }

        return first is null || second is null ? null : first;
    }
}

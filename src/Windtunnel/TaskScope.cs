namespace Windtunnel;

/// <summary>Where tasks are added: a <see cref="Dag"/> or a <see cref="TaskGroup"/>. The ids of groups prefix the ids of what they
/// hold.</summary>
public abstract partial class TaskScope : Node
{
    private protected TaskScope(TaskScope? parent, string prefix)
    {
        Parent = parent;
        Prefix = prefix;
        Dag = parent?.Dag ?? (Dag)this;
    }

    internal Dag Dag { get; }

    internal TaskScope? Parent { get; }

    /// <summary>The tasks added directly here, groups in it excluded.</summary>
    internal List<TaskRef> OwnTasks { get; } = [];

    internal List<TaskGroup> OwnGroups { get; } = [];

    /// <summary>What this group itself is mapped over; null for a DAG and a plain group.</summary>
    internal virtual Mapping? Mapping => null;

    /// <summary>The mapped group that contains everything added here; null when there is none. The innermost one if there are
    /// several.</summary>
    internal TaskScope? InnermostMapped { get; private protected init; }

    internal bool IsInMappedGroup => InnermostMapped is not null;

    /// <summary>All tasks in here and in the groups within, in the order in which they were added.</summary>
    internal IEnumerable<TaskRef> AllTasks
    {
        get
        {
            List<TaskScope> scopes = [this];
            for (int i = 0; i < scopes.Count; i++)
            {
                scopes.AddRange(scopes[i].OwnGroups);
            }

            return scopes.SelectMany(scope => scope.OwnTasks).OrderBy(task => task.Index);
        }
    }

    private string Prefix { get; }

    /// <summary>Adds a group: <paramref name="fill"/> adds its tasks.</summary>
    /// <param name="id">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="fill">Called at once.</param>
    public TaskGroup Group(string id, Action<TaskGroup> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var group = new TaskGroup(this, id, null);
        fill(group);
        return group;
    }

    /// <summary>Adds a group that has one instance for each element of a task's result.</summary>
    public TaskGroup MapGroup<TItem>(string id, ITaskInput<IReadOnlyList<TItem>> over, Action<TaskGroup, ITaskInput<TItem>> fill) =>
        MapGroup(id, Each.In(over), fill);

    /// <summary>Adds a group that has one instance for each element; <paramref name="fill"/> is given the element as an input for its
    /// tasks.</summary>
    public TaskGroup MapGroup<TItem>(string id, Mapping<TItem> over, Action<TaskGroup, ITaskInput<TItem>> fill)
    {
        ArgumentNullException.ThrowIfNull(over);
        ArgumentNullException.ThrowIfNull(fill);
        Mapping<TItem> mapping = over.Own();
        var group = new TaskGroup(this, id, mapping);
        fill(group, new ElementInput<TItem>(group, mapping));
        group.DrawSourceEdges();
        return group;
    }

    /// <summary>Adds a task without a body: it succeeds as soon as it may run, without a slot, a log or an XCom.</summary>
    public TaskRef Empty(string id, TaskSpec? spec = null) => Add(new()
    {
        LocalId = id,
        Kind = TaskKind.Empty,
        Spec = Dag.Resolve(spec),
    });

    /// <summary>Adds a task whose direct downstream tasks are skipped unless the run is that of the newest data interval, or
    /// manual.</summary>
    public TaskRef LatestOnly(string id, TaskSpec? spec = null) => Add(new()
    {
        LocalId = id,
        Kind = TaskKind.LatestOnly,
        Spec = Dag.Resolve(spec),
    });

    /// <summary>Draws edges from each node to the next. Use <see cref="Node.Of"/> for several at one place.</summary>
    public static void Chain(params ReadOnlySpan<Node> nodes)
    {
        for (int i = 1; i < nodes.Length; i++)
        {
            Edges.Connect(nodes[i - 1], nodes[i]);
        }
    }

    /// <summary>Whether <paramref name="task"/> was added here or to a group within.</summary>
    internal bool Contains(TaskRef task)
    {
        TaskScope? scope = task.Scope;
        while (scope is not null && scope != this)
        {
            scope = scope.Parent;
        }

        return scope is not null;
    }

    internal string Qualify(string localId) => Prefix.Length == 0 ? localId : $"{Prefix}.{localId}";

    internal TaskRef Add(TaskDefinition definition) => Wire(new TaskRef(this, definition));

    internal TaskRef<T> Add<T>(TaskDefinition definition) => Wire(new TaskRef<T>(this, definition));

    internal MappedTaskRef<T> AddMapped<T>(TaskDefinition definition) => Wire(new MappedTaskRef<T>(this, definition));

    private TTask Wire<TTask>(TTask task)
        where TTask : TaskRef
    {
        OwnTasks.Add(task);
        TaskGroup.Added(task);
        foreach (TaskRef source in task.Definition.DataUpstream.Concat(task.Definition.Mapping?.Sources ?? []))
        {
            Edges.Draw(source, task);
        }

        return task;
    }
}

namespace Windtunnel.Airflow;

/// <summary>The order in which a stub adds tasks and groups: that of the DAG, but what something is mapped over comes before it, since
/// Python names it there. A group is written in one piece.</summary>
internal sealed class StubOrder
{
    private readonly ILookup<TaskScope, Precedence> _precedences;

    public StubOrder(Dag dag)
    {
        IEnumerable<Precedence> tasks = from task in dag.Tasks
                                        from source in task.Definition.Mapping?.Sources ?? []
                                        select Of(source, task, task.Scope);
        IEnumerable<Precedence> groups = from grp in dag.Groups
                                         from source in grp.Mapping?.Sources ?? []
                                         select Of(source, grp, grp.Parent!);
        _precedences = tasks.Concat(groups).Distinct().ToLookup(precedence => precedence.Scope);
    }

    /// <summary>The tasks and groups added directly to a DAG or group, without those that would have to stand before each other.</summary>
    public IReadOnlyList<Node> MembersOf(TaskScope scope)
    {
        Node[] members = [.. scope.OwnTasks, .. scope.OwnGroups];
        var indexes = members.ToDictionary(member => member, IndexOf);
        ILookup<Node, Node> followers = _precedences[scope].ToLookup(precedence => precedence.First, precedence => precedence.Then);
        var waits = _precedences[scope].CountBy(precedence => precedence.Then).ToDictionary();
        var ready = new PriorityQueue<Node, int>(
            members.Where(member => !waits.ContainsKey(member)).Select(member => (member, indexes[member])));
        List<Node> ordered = [];
        while (ready.TryDequeue(out Node? next, out _))
        {
            ordered.Add(next);
            foreach (Node follower in followers[next].Where(follower => --waits[follower] == 0))
            {
                ready.Enqueue(follower, indexes[follower]);
            }
        }

        return ordered;
    }

    /// <summary>Groups that would have to stand before each other.</summary>
    public IEnumerable<TaskGroup> TangledIn(TaskScope scope) => scope.OwnGroups.Except(MembersOf(scope).OfType<TaskGroup>());

    /// <summary>A group stands where its first task does.</summary>
    private static int IndexOf(Node member) => member is TaskRef task
        ? task.Index
        : ((TaskGroup)member).AllTasks.FirstOrDefault()?.Index ?? int.MaxValue;

    /// <summary>Of the two members of one scope that hold what is mapped and what it is mapped over.</summary>
    private static Precedence Of(TaskRef source, Node mapped, TaskScope scope)
    {
        Node then = mapped;
        while (!scope.Contains(source))
        {
            then = scope;
            scope = scope.Parent!;
        }

        Node first = source;
        for (TaskScope at = source.Scope; at != scope; at = at.Parent!)
        {
            first = at;
        }

        return new(scope, first, then);
    }

    private readonly record struct Precedence(TaskScope Scope, Node First, Node Then);
}

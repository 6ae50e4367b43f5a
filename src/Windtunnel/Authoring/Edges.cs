namespace Windtunnel;

/// <summary>Draws edges as Airflow does: at once, between the tasks that a node stands for at that moment.</summary>
internal static class Edges
{
    public static void Connect(Node upstream, Node downstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(downstream);
        if (upstream is TaskRef first && downstream is TaskRef second)
        {
            Draw(first, second);
            return;
        }

        Remember(upstream, downstream);
        TaskRef[] from = [.. upstream.Parts.SelectMany(part => NotEmpty(part, part.Leaves)).Distinct()];
        TaskRef[] to = [.. downstream.Parts.SelectMany(part => NotEmpty(part, part.Roots)).Distinct()];
        foreach (TaskRef task in from)
        {
            foreach (TaskRef next in to)
            {
                Draw(task, next);
            }
        }
    }

    /// <summary>Airflow shows an edge of a group as one.</summary>
    private static void Remember(Node upstream, Node downstream)
    {
        foreach (Node part in upstream.Parts.ToArray())
        {
            (part as TaskGroup)?.DownstreamNodes.AddRange(downstream.Parts);
        }

        foreach (Node part in downstream.Parts.ToArray())
        {
            (part as TaskGroup)?.UpstreamNodes.AddRange(upstream.Parts);
        }
    }

    public static void Draw(TaskRef upstream, TaskRef downstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        downstream.Scope.Dag.Guard(downstream);
        if (upstream.Scope.Dag == downstream.Scope.Dag)
        {
            downstream.AddUpstream(upstream);
            return;
        }

        DagError error = EdgeRules.BetweenDags(upstream, downstream);
        upstream.Scope.Dag.Report(error);
        downstream.Scope.Dag.Report(error);
    }

    private static TaskRef[] NotEmpty(Node node, IEnumerable<TaskRef> tasks)
    {
        TaskRef[] found = [.. tasks];
        // A group of setups and teardowns only has no last task: as on Airflow, no edge is drawn out of it.
        if (found.Length == 0 && node is TaskGroup group && !group.Roots.Any())
        {
            group.Dag.Guard(group);
            group.Dag.Report(EdgeRules.EmptyGroup(group));
        }

        return found;
    }
}

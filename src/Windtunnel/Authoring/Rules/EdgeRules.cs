namespace Windtunnel;

/// <summary>Edges stay within one DAG, lead somewhere, and never lead back.</summary>
internal static class EdgeRules
{
    private const int TasksNamed = 10;

    private enum Visit : byte
    {
        New,
        InProgress,
        Done,
    }

    public static DagError BetweenDags(TaskRef upstream, TaskRef downstream) => new(
        "edge.between_dags",
        $"Task '{downstream.Id}'",
        $"An edge leads from task '{upstream.Id}' of Dag '{upstream.Scope.Dag.Id}' to this task of Dag '{downstream.Scope.Dag.Id}'. "
        + "Edges stay within one Dag; use an asset or a sensor between Dags.")
    {
        AirflowMessage = "RuntimeError: Tried to set relationships between tasks in more than one Dag",
    };

    public static DagError EmptyGroup(TaskGroup group) => new(
        "edge.empty_group",
        $"Group '{group.Id}'",
        "An edge was drawn to or from this group while it held no task, so it orders nothing. Add the group's tasks first, "
        + "or drop the edge.");

    /// <summary>Reports the first cycle found; iterative, since a chain may be 100,000 tasks long.</summary>
    public static IEnumerable<DagError> NoCycle(Dag dag)
    {
        var visits = new Visit[dag.Tasks.Count];
        var nextChild = new int[dag.Tasks.Count];
        Stack<TaskRef> path = [];
        foreach (TaskRef start in dag.Tasks.Where(task => visits[task.Index] == Visit.New))
        {
            path.Push(start);
            while (path.TryPeek(out TaskRef? task))
            {
                visits[task.Index] = Visit.InProgress;
                if (nextChild[task.Index] == task.Downstream.Count)
                {
                    visits[task.Index] = Visit.Done;
                    path.Pop();
                    continue;
                }

                TaskRef child = task.Downstream[nextChild[task.Index]++];
                switch (visits[child.Index])
                {
                    case Visit.New:
                        path.Push(child);
                        break;
                    case Visit.InProgress:
                        return [Cycle(dag, path, child)];
                }
            }
        }

        return [];
    }

    /// <param name="dag">The DAG.</param>
    /// <param name="path">The tasks on the way, the last first.</param>
    /// <param name="closing">The task on the way that the last one leads back to.</param>
    private static DagError Cycle(Dag dag, Stack<TaskRef> path, TaskRef closing)
    {
        string faulty = path.Peek().Id;
        List<string> ids = [.. path.TakeWhile(task => task != closing).Select(task => task.Id), closing.Id];
        ids.Reverse();
        string text = ids.Count <= TasksNamed
            ? string.Join(" >> ", [.. ids, closing.Id])
            : $"{string.Join(" >> ", ids.Take(TasksNamed - 1))} >> ... >> {faulty} >> {closing.Id} ({ids.Count} tasks)";
        return new("edge.cycle", $"Task '{closing.Id}'", $"The edges lead back to it: {text}. Remove one of these edges.")
        {
            AirflowMessage = $"AirflowDagCycleException: Cycle detected in Dag: {dag.Id}. Faulty task: {faulty}",
        };
    }
}

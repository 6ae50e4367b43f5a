namespace Windtunnel;

/// <summary>What a branch's answer or a short circuit means for the tasks behind it, the same on the embedded engine and on Airflow. §5.2,
/// §5.3.</summary>
/// <param name="Targets">Those to skip at once, unless the one that decides is an instance of a mapping: that skips nothing. What lies
/// beyond them is decided by their trigger rules.</param>
/// <param name="Memory">What is remembered for children that are looked at later; null: nothing.</param>
internal sealed record Skips(IReadOnlyList<TaskRef> Targets, SkipMemory? Memory)
{
    public static Skips Of(TaskRef task, SkipRequest request)
    {
        if (task.Downstream.Count == 0)
        {
            return new([], null);
        }

        if (request.Followed is { } named)
        {
            bool[] followed = Below(task.Scope.Dag, named);
            foreach (TaskRef one in named)
            {
                followed[one.Index] = true;
            }

            ILookup<bool, TaskRef> children = task.Downstream.ToLookup(next => followed[next.Index]);
            return new([.. children[false]], SkipMemory.OfBranch(children[true]));
        }

        TaskRef[] stopped = [.. StoppedBy(task).Where(next => !next.IsTeardown)];
        return new(stopped, stopped.Length == 0 ? null : SkipMemory.OfShortCircuit(stopped));
    }

    private static IEnumerable<TaskRef> StoppedBy(TaskRef task)
    {
        if (!task.Definition.IgnoreDownstreamTriggerRules)
        {
            return task.Downstream;
        }

        Dag dag = task.Scope.Dag;
        bool[] below = Below(dag, [task]);
        return dag.Tasks.Where(next => below[next.Index]).OrderBy(next => next.Id, StringComparer.Ordinal);
    }

    /// <summary>By index in the DAG, whether a task is downstream of one of some.</summary>
    private static bool[] Below(Dag dag, IEnumerable<TaskRef> tasks)
    {
        bool[] reached = new bool[dag.Tasks.Count];
        Stack<TaskRef> open = new(tasks);
        while (open.TryPop(out TaskRef? task))
        {
            foreach (TaskRef next in task.Downstream.Where(next => !reached[next.Index]))
            {
                reached[next.Index] = true;
                open.Push(next);
            }
        }

        return reached;
    }
}

namespace Windtunnel;

/// <summary>The tasks from which an edge out of a group is drawn.</summary>
/// <remarks>A teardown is no leaf of its group: the work in front of it is, so that what follows the group does not wait for the cleaning up.</remarks>
internal static class GroupLeaves
{
    public static IEnumerable<TaskRef> Of(TaskScope scope)
    {
        HashSet<TaskRef> inside = [.. scope.AllTasks];
        HashSet<TaskRef> leaves = [];
        foreach (TaskRef task in inside.OrderBy(task => task.Index).Where(task => !task.Downstream.Any(inside.Contains)))
        {
            if (!task.IsTeardown)
            {
                leaves.Add(task);
                continue;
            }

            leaves.UnionWith(WorkInFrontOf(task, inside));
        }

        return leaves.OrderBy(task => task.Index);
    }

    private static List<TaskRef> WorkInFrontOf(TaskRef teardown, HashSet<TaskRef> inside)
    {
        List<TaskRef> found = [];
        HashSet<TaskRef> seen = [teardown];
        Stack<TaskRef> teardowns = new([teardown]);
        while (teardowns.TryPop(out TaskRef? current))
        {
            foreach (TaskRef task in current.Upstream.Where(inside.Contains))
            {
                if (task.IsTeardown)
                {
                    if (seen.Add(task))
                    {
                        teardowns.Push(task);
                    }
                }
                else if (!task.IsSetup && !task.Downstream.Any(next => next != current && !next.IsTeardown && inside.Contains(next)))
                {
                    found.Add(task);
                }
            }
        }

        return found;
    }
}

namespace Windtunnel;

/// <summary>The tasks from which an edge out of a group is drawn.</summary>
/// <remarks>A teardown is no leaf of its group: the work in front of it is, so that what follows the group does not wait for the cleaning
/// up.</remarks>
internal static class GroupLeaves
{
    /// <param name="group">The group.</param>
    /// <param name="last">Its tasks with nothing downstream in the group.</param>
    public static IEnumerable<TaskRef> Of(TaskGroup group, IReadOnlyCollection<TaskRef> last) =>
        last.SelectMany(task => task.IsTeardown ? WorkInFrontOf(task, group) : [task]).Distinct();

    private static List<TaskRef> WorkInFrontOf(TaskRef teardown, TaskGroup group)
    {
        List<TaskRef> found = [];
        HashSet<TaskRef> seen = [teardown];
        Stack<TaskRef> teardowns = new([teardown]);
        while (teardowns.TryPop(out TaskRef? current))
        {
            foreach (TaskRef task in current.Upstream.Where(group.Contains))
            {
                if (!task.IsTeardown)
                {
                    if (!task.IsSetup && !task.Downstream.Any(next => next != current && !next.IsTeardown && group.Contains(next)))
                    {
                        found.Add(task);
                    }
                }
                else if (seen.Add(task))
                {
                    teardowns.Push(task);
                }
            }
        }

        return found;
    }
}

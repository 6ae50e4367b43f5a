namespace Windtunnel.Airflow;

/// <summary>Which tasks a branch or a short circuit skips at once; what lies beyond them is decided by their trigger rules.</summary>
internal static class Skips
{
    public static IEnumerable<TaskRef> Of(TaskRef task, SkipRequest request)
    {
        if (request.Followed is { } named)
        {
            HashSet<TaskRef> followed = [.. named, .. Downstream(named)];
            return task.Downstream.Where(next => !followed.Contains(next));
        }

        return task.Definition.IgnoreDownstreamTriggerRules
            ? Downstream([task]).Where(next => !next.IsTeardown)
            : task.Downstream.Where(next => !next.IsTeardown);
    }

    /// <summary>Everything behind them, in the order of the DAG.</summary>
    private static IEnumerable<TaskRef> Downstream(IEnumerable<TaskRef> tasks)
    {
        HashSet<TaskRef> reached = [];
        Stack<TaskRef> open = new(tasks);
        while (open.TryPop(out TaskRef? task))
        {
            foreach (TaskRef next in task.Downstream.Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached.OrderBy(task => task.Index);
    }
}

namespace Windtunnel.Engine;

/// <summary>Which rows of a run a clear or a mark concerns. §12.1.</summary>
internal static class ClearSelection
{
    /// <summary>The rows for these tasks, in the order of task ids. No tasks named: all rows.</summary>
    public static IEnumerable<Row> Of(RunCore run, IReadOnlyCollection<TaskKey> keys, bool upstream, bool downstream, bool withSetups)
    {
        DagPlan plan = run.Plan;
        if (keys.Count == 0)
        {
            return plan.ByRank.SelectMany(task => run.Of(task).All);
        }

        Dictionary<TaskPlan, int?> selected = [];
        foreach (TaskKey key in keys)
        {
            TaskPlan task = Find(plan, key.TaskId);
            selected[task] = key.MapIndex;
            IEnumerable<TaskPlan> relatives =
            [
                .. upstream ? Reached(plan, task, next => next.Upstream) : [],
                .. downstream ? Reached(plan, task, next => next.Downstream) : [],
            ];
            foreach (TaskPlan relative in relatives)
            {
                bool sameGroup = key.MapIndex is not null && relative.CommonGroups(task) > 0;
                selected.TryAdd(relative, sameGroup ? key.MapIndex : null);
            }
        }

        if (withSetups)
        {
            AddSetupsAndTeardowns(plan, selected);
        }

        return plan.ByRank.Where(selected.ContainsKey).SelectMany(task => Rows(run.Of(task), selected[task]));
    }

    /// <exception cref="KeyNotFoundException">The DAG has no such task.</exception>
    public static TaskPlan Find(DagPlan plan, string taskId) => plan.ById.TryGetValue(taskId, out TaskPlan? task)
        ? task
        : throw new KeyNotFoundException(
            $"Dag '{plan.Dag.Id}' has no task '{taskId}'. "
            + $"Name one of its tasks: {string.Join(", ", plan.ByRank.Take(10).Select(known => known.Id))}.");

    /// <summary>Work brings the setups that constrain it and their teardowns; a setup brings its teardowns.</summary>
    private static void AddSetupsAndTeardowns(DagPlan plan, Dictionary<TaskPlan, int?> selected)
    {
        foreach (TaskPlan task in selected.Keys.ToArray())
        {
            IEnumerable<TaskPlan> setups = task.IsSetup ? [task]
                : task.IsTeardown ? []
                : task.IndirectSetups.Concat(DirectSetups(plan, task));
            foreach (TaskPlan setup in setups)
            {
                selected.TryAdd(setup, null);
                foreach (TaskPlan teardown in setup.Downstream.Where(next => next.IsTeardown))
                {
                    selected.TryAdd(teardown, null);
                }
            }
        }
    }

    /// <summary>Setups directly upstream that have no teardown, or one that is downstream of the task.</summary>
    private static IEnumerable<TaskPlan> DirectSetups(DagPlan plan, TaskPlan task)
    {
        foreach (TaskPlan setup in task.Upstream.Where(upstream => upstream.IsSetup))
        {
            TaskPlan[] teardowns = [.. setup.Downstream.Where(next => next.IsTeardown)];
            bool[] below = SetupScopes.Reach(plan, [task], next => next.Downstream);
            if (teardowns.Length == 0 || teardowns.Any(teardown => below[teardown.Index]))
            {
                yield return setup;
            }
        }
    }

    private static IEnumerable<TaskPlan> Reached(DagPlan plan, TaskPlan from, Func<TaskPlan, TaskPlan[]> next)
    {
        bool[] reached = SetupScopes.Reach(plan, [from], next);
        return plan.ByRank.Where(task => reached[task.Index]);
    }

    private static IEnumerable<Row> Rows(TaskRows rows, int? mapIndex) =>
        mapIndex is not { } index ? rows.All : rows.At(index) is { } row ? [row] : [];
}

namespace Windtunnel.Engine;

/// <summary>Finds which setups constrain which tasks, and which work each teardown waits for. §4.2 and §4.3.</summary>
internal static class SetupScopes
{
    public static void Find(DagPlan plan)
    {
        TaskPlan[] setups = [.. plan.Tasks.Where(task => task.IsSetup)];
        TaskPlan[] teardowns = [.. plan.Tasks.Where(task => task.IsTeardown)];
        Dictionary<TaskPlan, bool[]> below = setups.ToDictionary(setup => setup, setup => Reach(plan, [setup], task => task.Downstream));
        Dictionary<TaskPlan, bool[]> above = teardowns.ToDictionary(
            teardown => teardown, teardown => Reach(plan, [teardown], task => task.Upstream));
        foreach (TaskPlan setup in setups)
        {
            Constrain(plan, setup, below[setup], above);
        }

        foreach (TaskPlan teardown in teardowns)
        {
            FindScope(plan, teardown, above[teardown], below);
        }
    }

    /// <summary>The tasks reached from <paramref name="from"/>, themselves excluded unless reached.</summary>
    internal static bool[] Reach(DagPlan plan, IEnumerable<TaskPlan> from, Func<TaskPlan, TaskPlan[]> next)
    {
        var reached = new bool[plan.Tasks.Length];
        Stack<TaskPlan> open = new(from);
        while (open.TryPop(out TaskPlan? task))
        {
            foreach (TaskPlan neighbour in next(task))
            {
                if (!reached[neighbour.Index])
                {
                    reached[neighbour.Index] = true;
                    open.Push(neighbour);
                }
            }
        }

        return reached;
    }

    private static void Constrain(DagPlan plan, TaskPlan setup, bool[] below, Dictionary<TaskPlan, bool[]> above)
    {
        bool[][] toTeardowns = [.. setup.Downstream.Where(task => task.IsTeardown).Select(teardown => above[teardown])];
        List<TaskPlan> dependents = [];
        foreach (TaskPlan task in plan.Tasks.Where(task => below[task.Index] && !task.IsTeardown && task.Rule != TriggerRule.Always))
        {
            bool relevant = toTeardowns.Length == 0 || toTeardowns.Any(reach => reach[task.Index]);
            if (relevant && !task.Upstream.Contains(setup))
            {
                task.IndirectSetups = [.. task.IndirectSetups, setup];
                dependents.Add(task);
            }
        }

        setup.SetupDependents = [.. dependents];
    }

    private static void FindScope(DagPlan plan, TaskPlan teardown, bool[] above, Dictionary<TaskPlan, bool[]> below)
    {
        TaskPlan[] setups = [.. teardown.Upstream.Where(task => task.IsSetup)];
        teardown.Scope =
        [
            .. plan.Tasks.Where(task => above[task.Index]
                && setups.Any(setup => below[setup][task.Index])
                && !teardown.Upstream.Contains(task)),
        ];
        foreach (TaskPlan task in teardown.Scope)
        {
            task.ScopedTeardowns = [.. task.ScopedTeardowns, teardown];
        }
    }
}

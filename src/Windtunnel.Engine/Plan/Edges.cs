namespace Windtunnel.Engine;

/// <summary>Sorts the edges of a DAG by what they mean for the scheduler.</summary>
internal static class Edges
{
    public static void Draw(DagPlan plan)
    {
        foreach (TaskPlan task in plan.Tasks)
        {
            task.Upstream = [.. task.Task.Upstream.Select(upstream => plan[upstream])];
            task.Downstream = [.. task.Task.Downstream.Select(downstream => plan[downstream])];
            task.CountsTasks = !task.Upstream.Any(upstream => upstream.IsMapped);
            task.SkippingParents = [.. task.Upstream.Where(upstream => upstream.CanSkipDownstream)];
            task.DirectSetups = task.Upstream.Count(upstream => upstream.IsSetup);
            task.SiblingUpstream = task.GroupMappings == 0 ? [] : [.. task.Upstream.Where(upstream => task.CommonGroups(upstream) > 0)];
            task.IsLeaf = !IsTransparent(task) && task.Task.Downstream.All(next => IsTransparent(plan[next]));
        }

        foreach (TaskPlan task in plan.Tasks)
        {
            task.SiblingDownstream = task.GroupMappings == 0 ? [] : [.. task.Downstream.Where(next => task.CommonGroups(next) > 0)];
            task.SharedDownstream = task.SiblingDownstream.Length == 0
                ? task.Downstream
                : [.. task.Downstream.Except(task.SiblingDownstream)];
            if (task.IsMapped)
            {
                task.MapSources = [.. task.Mappings[^1].Sources.Select(source => plan[source])];
                task.LengthSources = [.. task.Mappings.SelectMany(mapping => mapping.Sources).Distinct().Select(source => plan[source])];
            }
        }

        foreach (TaskPlan task in plan.Tasks)
        {
            IEnumerable<TaskPlan> waiting = task.Upstream.Where(upstream => upstream.Spec.Past.WaitForDownstream);
            task.PastDependents = [.. task.Spec.Past.IsActive ? waiting.Prepend(task) : waiting];
        }

        LeavesOfTeardownsOnly(plan);
        MapSources(plan);
    }

    /// <summary>A teardown whose failure does not fail the run is looked through when the run's state is decided. §7.1.</summary>
    private static bool IsTransparent(TaskPlan task) => task.IsTeardown && !task.Task.OnFailureFailDagRun;

    private static void LeavesOfTeardownsOnly(DagPlan plan)
    {
        if (plan.Tasks.Any(task => task.IsLeaf))
        {
            return;
        }

        foreach (TaskPlan task in plan.Tasks)
        {
            task.IsLeaf = task.Downstream.Length == 0;
        }
    }

    private static void MapSources(DagPlan plan)
    {
        foreach (IGrouping<TaskPlan, TaskPlan> dependents in plan.Tasks
            .SelectMany(task => task.MapSources.Select(source => (Source: source, Task: task)))
            .GroupBy(pair => pair.Source, pair => pair.Task))
        {
            dependents.Key.SourceDependents = [.. dependents];
        }

        foreach (Mapping mapping in plan.Tasks.SelectMany(task => task.Mappings).Distinct())
        {
            foreach (TaskRef source in mapping.Sources)
            {
                plan[source].IsMapSource = true;
            }
        }
    }
}

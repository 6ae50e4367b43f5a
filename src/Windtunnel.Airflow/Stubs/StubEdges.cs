namespace Windtunnel.Airflow;

/// <summary>The edges that a stub draws, by the place where it draws them.</summary>
/// <remarks>Those within a mapped group stand in its function: when that ends, Python draws edges from what the group is mapped over to all
/// tasks that have none within the group yet.</remarks>
internal sealed class StubEdges(Dag dag)
{
    private readonly ILookup<TaskScope, StubEdge> _edges = dag.Tasks.SelectMany(Leaving).ToLookup(edge => edge.Place);

    /// <summary>In the order in which the tasks were added.</summary>
    /// <param name="place">The DAG, or a mapped group.</param>
    public IEnumerable<StubEdge> At(TaskScope place) => _edges[place];

    private static IEnumerable<StubEdge> Leaving(TaskRef task) => task.Downstream
        .Where(next => !IsDrawnByExpand(task, next))
        .GroupBy(next => PlaceOf(task, next))
        .Select(edges => new StubEdge(edges.Key, task, [.. edges]));

    /// <summary>The innermost mapped group that holds both, else the DAG.</summary>
    private static TaskScope PlaceOf(TaskRef task, TaskRef next)
    {
        TaskScope? place = task.Scope.InnermostMapped;
        while (place is not null && !place.Contains(next))
        {
            place = place.Parent!.InnermostMapped;
        }

        return place ?? task.Scope.Dag;
    }

    private static bool IsDrawnByExpand(TaskRef upstream, TaskRef downstream)
    {
        if (downstream.Definition.Mapping?.Sources.Contains(upstream) == true)
        {
            return true;
        }

        for (TaskScope? scope = downstream.Scope; scope is TaskGroup group; scope = group.Parent)
        {
            if (group.Mapping?.Sources.Contains(upstream) == true && group.Roots.Contains(downstream))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The edges from one task to others.</summary>
/// <param name="Place">Where they are drawn.</param>
/// <param name="From">The upstream task.</param>
/// <param name="To">The downstream tasks.</param>
internal sealed record StubEdge(TaskScope Place, TaskRef From, TaskRef[] To);

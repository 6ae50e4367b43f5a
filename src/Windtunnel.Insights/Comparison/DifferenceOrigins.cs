namespace Windtunnel.Insights;

/// <summary>Tells the first differences from those that follow: what differs downstream of a difference most likely follows from
/// it.</summary>
internal static class DifferenceOrigins
{
    /// <returns>For each task downstream of one that differs, the first of those.</returns>
    public static Dictionary<string, string> Of(DagOutline dag, IEnumerable<string> differing)
    {
        HashSet<string> differs = [.. differing];
        Dictionary<string, int> open = dag.Tasks.ToDictionary(task => task.Id, task => task.Upstream.Length, StringComparer.Ordinal);
        ILookup<string, string> downstream = dag.Tasks.SelectMany(task => task.Upstream.Select(up => (up, task.Id)))
            .ToLookup(edge => edge.up, edge => edge.Id, StringComparer.Ordinal);
        Dictionary<string, string> origins = new(StringComparer.Ordinal);
        Queue<string> ready = new(dag.Tasks.Where(task => task.Upstream.IsEmpty).Select(task => task.Id));
        while (ready.TryDequeue(out string? id))
        {
            string? origin = origins.GetValueOrDefault(id) ?? (differs.Contains(id) ? id : null);
            foreach (string next in downstream[id])
            {
                if (origin is not null)
                {
                    origins.TryAdd(next, origin);
                }

                if (--open[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }

        return origins;
    }
}

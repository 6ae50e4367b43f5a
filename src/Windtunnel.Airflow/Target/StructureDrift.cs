using System.Collections.Immutable;

namespace Windtunnel.Airflow.Target;

/// <summary>Finds whether a deployment has another DAG than the one that was authored.</summary>
internal static class StructureDrift
{
    private const int MostNamed = 5;

    /// <summary>Differences that need not matter: Airflow adds edges of its own around setups, teardowns and groups.</summary>
    /// <exception cref="AirflowException">The tasks are not the same.</exception>
    public static ImmutableArray<string> Doubts(Uri server, DagOutline authored, DagOutline deployed)
    {
        ImmutableArray<string> differences = Between(authored, deployed);
        if (differences.Length > 0)
        {
            string more = differences.Length > MostNamed ? $" and {differences.Length - MostNamed} more" : "";
            throw new AirflowException(
                $"Dag '{authored.DagId}' at {server} is not the one that was authored: "
                + $"{string.Join("; ", differences.Take(MostNamed))}{more}. Export its stub and pack its bundle again, deploy both, and "
                + "wait until the file was read.");
        }

        return [.. Edges(authored, deployed)];
    }

    /// <summary>What of the tasks is not the same, in clauses; empty: they are.</summary>
    public static ImmutableArray<string> Between(DagOutline authored, DagOutline deployed) => [.. Differences(authored, deployed)];

    private static IEnumerable<string> Differences(DagOutline authored, DagOutline deployed)
    {
        Dictionary<string, TaskOutline> there = deployed.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        foreach (TaskOutline task in authored.Tasks)
        {
            if (!there.Remove(task.Id, out TaskOutline? found))
            {
                yield return $"it lacks task '{task.Id}'";
                continue;
            }

            if (found.Mapped != task.Mapped)
            {
                yield return $"its task '{task.Id}' is {(found.Mapped ? "" : "not ")}mapped";
            }

            if (found.Rule != task.Rule)
            {
                yield return $"its task '{task.Id}' has the trigger rule {found.Rule.ToAirflow()}, not {task.Rule.ToAirflow()}";
            }

            if (found.Retries != task.Retries)
            {
                yield return $"its task '{task.Id}' has {found.Retries} retries, not {task.Retries}";
            }
        }

        foreach (string extra in there.Keys.Order(StringComparer.Ordinal))
        {
            yield return $"it has a task '{extra}'";
        }
    }

    private static IEnumerable<string> Edges(DagOutline authored, DagOutline deployed)
    {
        HashSet<(string From, string To)> here = EdgesOf(authored);
        HashSet<(string From, string To)> there = EdgesOf(deployed);
        return
        [
            .. here.Except(there).Take(MostNamed).Select(edge => $"The deployment has no edge from '{edge.From}' to '{edge.To}'."),
            .. there.Except(here).Take(MostNamed).Select(edge => $"The deployment has an edge from '{edge.From}' to '{edge.To}'."),
        ];
    }

    private static HashSet<(string From, string To)> EdgesOf(DagOutline dag) =>
        [.. dag.Tasks.SelectMany(task => task.Upstream.Select(upstream => (upstream, task.Id)))];
}

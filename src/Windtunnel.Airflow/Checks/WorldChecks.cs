using System.Runtime.CompilerServices;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Checks;

/// <summary>What tasks find around them.</summary>
internal static class WorldChecks
{
    public static async IAsyncEnumerable<Finding> ConnectionsAsync(
        Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int found = 0;
        foreach (string id in examined.Expected.Connections)
        {
            if (await examined.Api.ConnectionAsync(id, cancellation).ConfigureAwait(false) is not null)
            {
                found++;
                continue;
            }

            yield return new(
                FindingLevel.Warning, "connections", $"Connection '{id}', for which tasks here ask, is not among those of the deployment.",
                $"Create it, unless the workers have it as AIRFLOW_CONN_{id.ToUpperInvariant()} or from a secrets backend: the API does "
                + "not show those.");
        }

        yield return examined.Expected.Connections.IsEmpty
            ? new(FindingLevel.NotTold, "connections", "It is not known which connections the DAGs here ask for.", "Run them here once.")
            : Finding.Good("connections", $"{found} of {examined.Expected.Connections.Count} connections are there.");
    }

    public static async IAsyncEnumerable<Finding> PoolsAsync(Examined examined, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ILookup<string, TaskRef> users = examined.Expected.Dags.SelectMany(dag => dag.Tasks)
            .ToLookup(task => task.Spec.Pool, StringComparer.Ordinal);
        int good = 0;
        foreach (IGrouping<string, TaskRef> tasks in users)
        {
            PoolRow? pool = await examined.Api.PoolAsync(tasks.Key, cancellation).ConfigureAwait(false);
            TaskRef largest = tasks.MaxBy(task => task.Spec.PoolSlots)!;
            Finding? finding = Judge(tasks.Key, pool, $"{largest.Scope.Dag.Id}.{largest.Id}", largest.Spec.PoolSlots);
            good += finding is null ? 1 : 0;
            if (finding is not null)
            {
                yield return finding;
            }
        }

        if (good > 0 || users.Count == 0)
        {
            yield return Finding.Good("pools", $"{good} of {users.Count} pools are there and large enough.");
        }
    }

    private static Finding? Judge(string name, PoolRow? pool, string task, int slots) => pool switch
    {
        null => new(
            FindingLevel.Error, "pools", $"There is no pool '{name}', in which '{task}' is to run: it would stay scheduled for ever.",
            $"Create it: airflow pools set {name} SLOTS DESCRIPTION."),
        { Slots: >= 0 } when pool.Slots < slots => new(
            FindingLevel.Error, "pools", $"The pool '{name}' has {pool.Slots} slots, but '{task}' needs {slots}: it would never start.",
            $"Enlarge it: airflow pools set {name} {slots} DESCRIPTION."),
        _ => null,
    };
}

using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Finds the runs of followers that other runs set off: by asset events, and by tasks that trigger other DAGs.</summary>
/// <param name="api">The deployment.</param>
/// <param name="followers">The DAGs whose runs are looked for.</param>
/// <param name="patience">How long nothing may come to be seen while an asset event of a follower's schedule has started nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class SetOffRuns(AirflowApi api, IReadOnlyCollection<Dag> followers, TimeSpan patience, TimeProvider time)
{
    // The XCom in which a task keeps the id of the run that it triggered, whatever its language.
    private const string TriggeredKey = "trigger_run_id";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly HashSet<(string DagId, string RunId)> _known = [];
    private readonly List<Run> _finished = [];

    /// <summary>A run whose followers are looked for from now on.</summary>
    public void Add(Run finished)
    {
        _known.Add((finished.DagId, finished.RunId));
        _finished.Add(finished);
    }

    /// <summary>One that was not told before; null when none comes any more.</summary>
    public async Task<(string DagId, string RunId)?> NextAsync(CancellationToken cancellation)
    {
        if (followers.Count == 0)
        {
            return null;
        }

        DateTimeOffset began = time.GetUtcNow();
        while (true)
        {
            bool isOneAwaited = false;
            foreach (Run run in _finished)
            {
                (List<(string DagId, string RunId)> found, bool isAwaited) = await LookAsync(run, cancellation).ConfigureAwait(false);
                if (found.FirstOrDefault(_known.Add) is { DagId: not null } next)
                {
                    return next;
                }

                isOneAwaited |= isAwaited;
            }

            if (!isOneAwaited || time.GetUtcNow() - began > patience)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(List<(string DagId, string RunId)> Found, bool IsOneAwaited)> LookAsync(Run run, CancellationToken cancellation)
    {
        List<(string DagId, string RunId)> found = await TriggeredAsync(run, cancellation).ConfigureAwait(false);
        bool isOneAwaited = false;
        await foreach (AssetEventRow happened in api.AssetEventsAsync(run.DagId, run.RunId, cancellation).ConfigureAwait(false))
        {
            CreatedRun[] created = [.. (happened.CreatedDagruns ?? []).Where(one => followers.Any(dag => dag.Id == one.DagId))];
            found.AddRange(created.Select(one => (one.DagId, one.RunId)));
            isOneAwaited |= followers.Any(dag => IsScheduledOn(dag, happened) && created.All(one => one.DagId != dag.Id));
        }

        return (found, isOneAwaited);
    }

    private async Task<List<(string DagId, string RunId)>> TriggeredAsync(Run run, CancellationToken cancellation)
    {
        List<(string DagId, string RunId)> found = [];
        foreach (TaskInstance task in run.Tasks.Where(task => task.XComs.ContainsKey(TriggeredKey)))
        {
            string id = task.XCom<string>(TriggeredKey)!;
            foreach (Dag dag in followers.Where(dag => !_known.Contains((dag.Id, id))))
            {
                if (await api.RunAsync(dag.Id, id, cancellation).ConfigureAwait(false) is not null)
                {
                    found.Add((dag.Id, id));
                }
            }
        }

        return found;
    }

    private static bool IsScheduledOn(Dag dag, AssetEventRow happened) =>
        dag.Schedule?.Assets?.Leaves.Any(leaf => leaf switch
        {
            Asset asset => asset.Name == happened.Name,
            // An event does not tell through which alias it came.
            AssetAlias => true,
            AssetRef { Name: { } name } => name == happened.Name,
            AssetRef byUri => byUri.Uri == happened.Uri,
            _ => false,
        }) == true;
}

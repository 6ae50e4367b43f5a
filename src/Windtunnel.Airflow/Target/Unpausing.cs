using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Lets a paused DAG run for the time of a test.</summary>
internal sealed class Unpausing(AirflowApi api, DagRow dag)
{
    private string? _lastScheduled;
    private bool _isUnpaused;

    /// <param name="undo">Gets what pauses it again, before it is unpaused.</param>
    /// <param name="cancellation">Gives the calls up.</param>
    public async Task BeginAsync(List<(string What, Func<CancellationToken, Task> Undo)> undo, CancellationToken cancellation)
    {
        if (!dag.IsPaused)
        {
            return;
        }

        RunRow? last = await ScheduledAsync(cancellation).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        _lastScheduled = last?.DagRunId;
        _isUnpaused = true;
        undo.Add(($"the pause of Dag '{dag.DagId}'", EndAsync));
        await api.SetPausedAsync(dag.DagId, false, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pauses it again, once. A run of the schedule that only the unpausing started would be frozen by the pause, so it is ended:
    /// after the pause, since a Dag that catches up has the next run as soon as one ends.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (!_isUnpaused)
        {
            return;
        }

        await api.SetPausedAsync(dag.DagId, true, cancellation).ConfigureAwait(false);
        foreach (RunRow run in await StartedAsync(cancellation).ConfigureAwait(false))
        {
            if (run.State is "queued" or "running")
            {
                await api.SetRunStateAsync(dag.DagId, run.DagRunId, "failed", cancellation).ConfigureAwait(false);
            }
        }

        _isUnpaused = false;
    }

    /// <summary>What it set off, in sentences.</summary>
    public async Task<IEnumerable<string>> DoubtsAsync(CancellationToken cancellation)
    {
        if (dag is not { IsPaused: true, TimetableSummary: not null })
        {
            return [];
        }

        IReadOnlyList<RunRow> runs = await StartedAsync(cancellation).ConfigureAwait(false);
        return runs.Select(run =>
            $"Unpausing the Dag started run '{run.DagRunId}' of its schedule; what was left of it was ended afterwards.");
    }

    private async Task<IReadOnlyList<RunRow>> StartedAsync(CancellationToken cancellation)
    {
        List<RunRow> found = [];
        await foreach (RunRow run in ScheduledAsync(cancellation).ConfigureAwait(false))
        {
            if (run.DagRunId == _lastScheduled)
            {
                break;
            }

            found.Add(run);
        }

        return found;
    }

    /// <summary>The newest first.</summary>
    private IAsyncEnumerable<RunRow> ScheduledAsync(CancellationToken cancellation) =>
        api.RunsAsync(dag.DagId, "scheduled__", logicalDate: null, cancellation);
}

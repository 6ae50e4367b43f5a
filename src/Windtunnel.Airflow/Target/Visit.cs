using System.Collections.Immutable;
using System.Net;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>One run on a deployment: what it changes there, and that it is put back.</summary>
internal sealed class Visit(AirflowApi api, DeployedDag dag, AirflowTargetOptions options, TimeProvider time)
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(60);

    private readonly string _runId = TestRunId.New(time.GetUtcNow());
    private readonly List<(string What, Func<CancellationToken, Task> Undo)> _undo = [];
    private ImmutableArray<string> _doubts = dag.Doubts;
    private string? _lastScheduled;

    public async Task<Run> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        var world = new BoundWorld(api, options.Existing, _runId, dag.Id, time);
        await world.BindAsync(request, _undo, cancellation).ConfigureAwait(false);
        await UnpauseAsync(cancellation).ConfigureAwait(false);
        RunOrder order = new()
        {
            DagRunId = _runId,
            LogicalDate = request.LogicalDate ?? request.StartingAt,
            Conf = request.Conf is null ? null : JsonObjectText.Parse(request.Conf, "conf"),
            Note = dag.Row.IsPaused ? BoundWorld.PausedNote : BoundWorld.Note,
        };
        // Before the call: its answer may be lost.
        _undo.Add(($"run '{_runId}' of Dag '{dag.Id}'", RemoveRunAsync));
        await TriggerAsync(order, cancellation).ConfigureAwait(false);
        var watch = new RunWatch(api, dag.Id, _runId, options, time);
        RunRow finished = await watch.UntilFinishedAsync(request.Answers, cancellation).ConfigureAwait(false);
        await NoteUnpausedRunsAsync(cancellation).ConfigureAwait(false);
        var reading = new RunReader(api, dag.Id, _runId, options.MostRead);
        RunRecord record = await reading.ReadAsync(finished, cancellation).ConfigureAwait(false);
        return new Run(RunJournal.Of(record, dag, _doubts, api.Mask));
    }

    /// <summary>Puts everything back, the last change first.</summary>
    /// <returns>What could not be, in sentences; null when all was.</returns>
    public async Task<string?> LeaveAsync()
    {
        List<string> left = [];
        using var limit = new CancellationTokenSource(LeaveLimit);
        foreach ((string what, Func<CancellationToken, Task> undo) in Enumerable.Reverse(_undo))
        {
            try
            {
                await undo(limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AirflowException or OperationCanceledException)
            {
                left.Add($"{what} ({(e is AirflowException ? e.Message : "no answer in time")})");
            }
        }

        return left.Count == 0
            ? null
            : $"What was changed for it could not be put back everywhere; do so by hand: {string.Join("; ", left)}";
    }

    private async Task UnpauseAsync(CancellationToken cancellation)
    {
        if (!dag.Row.IsPaused)
        {
            return;
        }

        RunRow? last = await ScheduledAsync(cancellation).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        _lastScheduled = last?.DagRunId;
        _undo.Add(($"the pause of Dag '{dag.Id}'", PauseAgainAsync));
        await api.SetPausedAsync(dag.Id, false, cancellation).ConfigureAwait(false);
    }

    /// <summary>A run of the schedule that only the unpausing started would be frozen by the pause, so it is ended.</summary>
    private async Task PauseAgainAsync(CancellationToken cancellation)
    {
        foreach (RunRow run in await UnpausedRunsAsync(cancellation).ConfigureAwait(false))
        {
            if (run.State is "queued" or "running")
            {
                await api.SetRunStateAsync(dag.Id, run.DagRunId, "failed", cancellation).ConfigureAwait(false);
            }
        }

        await api.SetPausedAsync(dag.Id, true, cancellation).ConfigureAwait(false);
    }

    private async Task NoteUnpausedRunsAsync(CancellationToken cancellation)
    {
        if (dag.Row is { IsPaused: true, TimetableSummary: not null })
        {
            IReadOnlyList<RunRow> runs = await UnpausedRunsAsync(cancellation).ConfigureAwait(false);
            _doubts = [.. _doubts, .. runs.Select(run =>
                $"Unpausing the Dag started run '{run.DagRunId}' of its schedule; what was left of it was ended afterwards.")];
        }
    }

    private async Task<IReadOnlyList<RunRow>> UnpausedRunsAsync(CancellationToken cancellation)
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
        api.RunsAsync(dag.Id, "scheduled__", logicalDate: null, cancellation);

    private async Task TriggerAsync(RunOrder order, CancellationToken cancellation)
    {
        try
        {
            await api.TriggerAsync(dag.Id, order, cancellation).ConfigureAwait(false);
        }
        catch (AirflowException e) when (e.Status == HttpStatusCode.Conflict)
        {
            await FreeDateAsync(order.LogicalDate!.Value, cancellation).ConfigureAwait(false);
            await api.TriggerAsync(dag.Id, order, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A Dag has one run for a date. One that an earlier test left behind makes way.</summary>
    private async Task FreeDateAsync(DateTimeOffset date, CancellationToken cancellation)
    {
        await foreach (RunRow run in api.RunsAsync(dag.Id, idPrefix: null, date, cancellation).ConfigureAwait(false))
        {
            bool isOurs = TestRunId.MadeAt(run.DagRunId) is not null;
            if (!isOurs || run.State is "queued" or "running")
            {
                throw new AirflowException(
                    $"Dag '{dag.Id}' at {api.Server} has a run for {RestCall.Instant(date)} already: '{run.DagRunId}', which is "
                    + $"{run.State}. "
                    + (isOurs ? "End and delete it if no other test is waiting for it." : "Let the test start at another date."),
                    HttpStatusCode.Conflict);
            }

            await api.DeleteRunAsync(dag.Id, run.DagRunId, cancellation).ConfigureAwait(false);
            if (run.Note == BoundWorld.PausedNote && !dag.Row.IsPaused)
            {
                // The test that was killed could not pause the Dag again.
                _undo.Add(($"the pause of Dag '{dag.Id}'", leave => api.SetPausedAsync(dag.Id, true, leave)));
            }
        }
    }

    private async Task RemoveRunAsync(CancellationToken cancellation)
    {
        RunRow? run = await api.RunAsync(dag.Id, _runId, cancellation).ConfigureAwait(false);
        if (run?.State is "queued" or "running")
        {
            await api.SetRunStateAsync(dag.Id, _runId, "failed", cancellation).ConfigureAwait(false);
        }

        if (run is not null && !options.KeepRun)
        {
            await api.DeleteRunAsync(dag.Id, _runId, cancellation).ConfigureAwait(false);
        }
    }
}

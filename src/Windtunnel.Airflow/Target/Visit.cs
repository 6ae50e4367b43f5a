using System.Net;
using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>One run on a deployment, and those that it sets off: what they change there, and that it is put back.</summary>
internal sealed class Visit(
    AirflowApi api, DeployedDag dag, IReadOnlyDictionary<Dag, DeployedDag> followers, AirflowTargetOptions options, TimeProvider time)
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(60);

    private readonly string _runId = TestRunId.New(time.GetUtcNow());
    private readonly List<(string What, Func<CancellationToken, Task> Undo)> _undo = [];

    public async Task<IReadOnlyList<Run>> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        var world = new BoundWorld(api, options.Existing, _runId, dag.Id, time);
        await world.BindAsync(request, _undo, cancellation).ConfigureAwait(false);
        foreach (DeployedDag follower in followers.Values)
        {
            await new Unpausing(api, follower.Row).BeginAsync(_undo, cancellation).ConfigureAwait(false);
        }

        RunOrder order = new()
        {
            DagRunId = _runId,
            LogicalDate = request.LogicalDate ?? request.StartingAt,
            Conf = request.Conf is null ? null : JsonObjectText.Parse(request.Conf, "conf"),
            Note = dag.Row.IsPaused ? BoundWorld.PausedNote : BoundWorld.Note,
        };
        // Before the call: its answer may be lost.
        UndoRun(dag.Id, _runId);
        await TriggerAsync(order, cancellation).ConfigureAwait(false);

        // After the trigger: what the schedule then starts comes second, and where the Dag allows one active run, not at all.
        var unpausing = new Unpausing(api, dag.Row);
        await unpausing.BeginAsync(_undo, cancellation).ConfigureAwait(false);
        Run first = await GatherAsync(dag, _runId, unpausing, request, cancellation).ConfigureAwait(false);
        return [first, .. await GatherSetOffAsync(first, request, cancellation).ConfigureAwait(false)];
    }

    private async Task<List<Run>> GatherSetOffAsync(Run first, RunRequest request, CancellationToken cancellation)
    {
        List<Run> gathered = [];
        var setOff = new SetOffRuns(api, [.. followers.Keys], options.FollowLimit, time);
        setOff.Add(first);
        while (await setOff.NextAsync(cancellation).ConfigureAwait(false) is var (dagId, runId))
        {
            UndoRun(dagId, runId);
            DeployedDag follower = followers.Values.Single(one => one.Id == dagId);
            Run run = await GatherAsync(follower, runId, null, request, cancellation).ConfigureAwait(false);
            gathered.Add(run);
            setOff.Add(run);
        }

        return gathered;
    }

    /// <summary>Waits for a run and reads it.</summary>
    private async Task<Run> GatherAsync(
        DeployedDag of, string runId, Unpausing? unpausing, RunRequest request, CancellationToken cancellation)
    {
        var watch = new RunWatch(api, of.Id, runId, options, time);
        RunRow finished = await watch.UntilFinishedAsync(request.Answers, cancellation).ConfigureAwait(false);
        IEnumerable<string> doubts = [];
        if (unpausing is not null)
        {
            // Before the reading, which may take minutes, in which the schedule would go on with what the test has bound.
            await unpausing.EndAsync(cancellation).ConfigureAwait(false);
            doubts = await unpausing.DoubtsAsync(cancellation).ConfigureAwait(false);
        }

        var reading = new RunReader(api, of.Id, runId, options.MostRead);
        RunRecord record = await reading.ReadAsync(finished, cancellation).ConfigureAwait(false);
        return new Run(RunJournal.Of(record, of, [.. of.Doubts, .. doubts], api.Mask));
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

    private void UndoRun(string dagId, string runId) =>
        _undo.Add(($"run '{runId}' of Dag '{dagId}'", leave => RemoveRunAsync(dagId, runId, leave)));

    private async Task RemoveRunAsync(string dagId, string runId, CancellationToken cancellation)
    {
        RunRow? run = await api.RunAsync(dagId, runId, cancellation).ConfigureAwait(false);
        if (run?.State is "queued" or "running")
        {
            await api.SetRunStateAsync(dagId, runId, "failed", cancellation).ConfigureAwait(false);
        }

        if (run is not null && !options.KeepRun)
        {
            await api.DeleteRunAsync(dagId, runId, cancellation).ConfigureAwait(false);
        }
    }
}

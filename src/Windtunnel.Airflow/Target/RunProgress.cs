using Windtunnel.Airflow.Rest;

namespace Windtunnel.Airflow.Target;

/// <summary>Tells a run that is slow from one in which nothing can start, and says what holds it.</summary>
internal sealed class RunProgress(AirflowApi api, string dagId, string runId, TimeSpan limit, TimeProvider time)
{
    private const int MostNamed = 3;

    private string _last = "";
    private DateTimeOffset _since = time.GetUtcNow();

    /// <exception cref="AirflowException">Nothing has started for too long, and nothing is running.</exception>
    public async Task RequireAsync(CancellationToken cancellation)
    {
        IReadOnlyList<InstanceRow> tasks = await TasksAsync(cancellation).ConfigureAwait(false);
        string now = string.Join(',', tasks.Select(task => $"{task.TaskId}:{task.MapIndex}:{task.State}:{task.TryNumber}"));
        if (now != _last || tasks.Any(IsUnderWay))
        {
            (_last, _since) = (now, time.GetUtcNow());
            return;
        }

        TimeSpan stalled = time.GetUtcNow() - _since;
        if (stalled >= limit)
        {
            throw new AirflowException(
                $"Nothing has started in run '{runId}' of Dag '{dagId}' at {api.Server} for {Duration.Text(stalled)}, and nothing is "
                + "running. " + await HoldsAsync(tasks, cancellation).ConfigureAwait(false));
        }
    }

    public async Task<AirflowException> TooLongAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        IReadOnlyList<InstanceRow> tasks = await TasksAsync(cancellation).ConfigureAwait(false);
        string states = string.Join(", ", tasks.CountBy(task => task.State ?? "none").Select(some => $"{some.Value} {some.Key}"));
        return new(
            $"Run '{runId}' of Dag '{dagId}' at {api.Server} has not ended after {Duration.Text(elapsed)}; its tasks are: {states}. "
            + await HoldsAsync(tasks, cancellation).ConfigureAwait(false)
            + " If it only takes longer, raise AirflowTargetOptions.TimeLimit.");
    }

    // What waits for its own time, or is at work, needs no start by the scheduler.
    private static bool IsUnderWay(InstanceRow task) =>
        task.State is "running" or "deferred" or "up_for_reschedule" or "up_for_retry" or "restarting";

    private async Task<IReadOnlyList<InstanceRow>> TasksAsync(CancellationToken cancellation)
    {
        List<InstanceRow> tasks = [];
        await foreach (InstanceRow task in api.InstancesAsync(dagId, runId, cancellation).ConfigureAwait(false))
        {
            tasks.Add(task);
        }

        return tasks;
    }

    private async Task<string> HoldsAsync(IReadOnlyList<InstanceRow> tasks, CancellationToken cancellation)
    {
        DagRow? dag = await api.DagAsync(dagId, cancellation).ConfigureAwait(false);
        if (dag is null or { IsStale: true })
        {
            return "The file of the Dag is gone or does not import any more, which freezes its runs. Put it back.";
        }

        if (dag.IsPaused)
        {
            return "Somebody paused the Dag, which freezes its runs. Unpause it.";
        }

        if ((await api.HealthAsync(cancellation).ConfigureAwait(false)).Scheduler is { Status: not "healthy" })
        {
            return "The scheduler has stopped. Start 'airflow scheduler'.";
        }

        RunRow? run = await api.RunAsync(dagId, runId, cancellation).ConfigureAwait(false);
        if (run?.State == "queued")
        {
            return $"The run is still queued: other runs of the Dag take all of its {dag.MaxActiveRuns} active runs (max_active_runs). "
                + "End them, or wait.";
        }

        List<string> held = [];
        foreach (InstanceRow task in tasks.Where(task => !IsFinished(task)).Take(MostNamed))
        {
            held.Add(await HoldAsync(task, cancellation).ConfigureAwait(false));
        }

        return held.Count == 0 ? "All its tasks are finished, but the scheduler does not end it. Look at its log." : string.Join(' ', held);
    }

    private async Task<string> HoldAsync(InstanceRow task, CancellationToken cancellation)
    {
        string name = task.MapIndex < 0 ? $"'{task.TaskId}'" : $"'{task.TaskId}[{task.MapIndex}]'";
        return task.State switch
        {
            "queued" => $"Task {name} is queued for the queue '{task.Queue}': no worker takes from it, or the executor has no slot. "
                + "Start a worker of that queue; for a bundle, look at [sdk] queue_to_coordinator.",
            "awaiting_input" => $"Task {name} waits for a person's answer. Script one: RunRequest.Answers.",
            "scheduled" => $"Task {name} waits for a slot of the pool '{task.Pool}', or for one of the executor.",
            null => $"Task {name} is not scheduled: {await ReasonsAsync(task, cancellation).ConfigureAwait(false)}",
            _ => $"Task {name} is {task.State}.",
        };
    }

    private async Task<string> ReasonsAsync(InstanceRow task, CancellationToken cancellation)
    {
        IReadOnlyList<Dependency> all =
            await api.DependenciesAsync(dagId, runId, task.TaskId, task.MapIndex, cancellation).ConfigureAwait(false);
        // The state of the instance is always among them for one that was not looked at, and explains nothing.
        string[] reasons = [.. all.Where(one => one.Name != "Task Instance State").Select(one => one.Reason ?? one.Name)];
        return reasons.Length == 0 ? "Airflow gives no reason." : string.Join(' ', reasons);
    }

    private static bool IsFinished(InstanceRow task) => TaskState.Success <= TaskStates.Parse(task.State);
}

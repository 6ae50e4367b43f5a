using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow;

/// <summary>Does what Airflow started this process for: runs one task and tells the supervisor how it ended, or hands over the
/// DAGs.</summary>
internal sealed class TaskRuntime(
    Func<Bundle> bundle, SupervisorChannel supervisor, TaskLog log, SecretMask mask, TimeProvider time)
{
    // A body that ignores its cancellation is left behind after this, so that its failure is still told.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Ends normally once a terminal message was answered, or when there is nobody left to tell.</summary>
    /// <param name="stopping">Cancelled when the task is stopped from outside.</param>
    public Task RunAsync(CancellationToken stopping)
    {
        switch (supervisor.ReadFirst())
        {
            case StartupDetails startup:
                return RunAsync(startup, stopping);
            case DagFileParseRequest parse:
                supervisor.Ask(DagParsing.Answer(bundle, parse));
                return Task.CompletedTask;
            case var other:
                throw new ProtocolException(
                    $"The supervisor began with a {other.Type}, which is neither StartupDetails nor DagFileParseRequest.");
        }
    }

    private async Task RunAsync(StartupDetails startup, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (Find(startup.Ti) is not { } task || Begin(startup, task, cancellation.Token) is not var (stint, host, refused))
        {
            supervisor.Ask(new Protocol.TaskState { State = "failed", EndDate = time.GetUtcNow() });
            return;
        }

        using Trace trace = Trace.Of(startup, supervisor);
        var messages = new TerminalMessages(supervisor, startup, stint, host, mask, time);
        using var sudden = new SuddenEnd(messages, log);
        (Ending ending, Exception? error) = await RunBodyAsync(stint, startup, refused, cancellation);
        if (stopping.IsCancellationRequested)
        {
            log.LogWarning("The task was stopped from outside.");
            return;
        }

        TaskState state = Tell(messages, stint, ending, ref error);
        CallBack(stint, state, error);
    }

    private TaskRef? Find(Protocol.TaskInstance instance)
    {
        try
        {
            Dag dag = BundleException.Guard("The bundle", bundle).LoadForTask(instance.DagId);
            if (dag.Tasks.FirstOrDefault(task => task.Id == instance.TaskId) is { } found)
            {
                return found;
            }

            log.LogError(
                "Dag '{DagId}' of this bundle has no task '{TaskId}': stub and bundle differ. Export the one and pack the other again.",
                instance.DagId,
                instance.TaskId);
        }
        catch (BundleException e)
        {
            log.LogError(e, "The Dag '{DagId}' could not be loaded from the bundle.", instance.DagId);
        }

        return null;
    }

    /// <summary>Null, and a line in the log, when what Airflow says of the task cannot be understood.</summary>
    private (AirflowStint Stint, AirflowTaskHost Host, Exception? Refused)? Begin(
        StartupDetails startup, TaskRef task, CancellationToken cancellation)
    {
        try
        {
            var host = new AirflowTaskHost(supervisor, startup, task, time, log, mask);
            (RunInfo run, Exception? refused) = RunReading.Of(startup, task);
            var context = new TaskContext(
                host, task, run, (int)startup.Ti.MapIndex, (int)startup.Ti.TryNumber, (int)startup.TiContext.MaxTries, cancellation);
            return (new AirflowStint(supervisor, startup, context, time), host, refused);
        }
        catch (Exception e)
        {
            log.LogError(e, "What Airflow says of this task cannot be understood: {Reason}", e.Message);
            return null;
        }
    }

    private async Task<(Ending Ending, Exception? Error)> RunBodyAsync(
        AirflowStint stint, StartupDetails startup, Exception? refused, CancellationTokenSource cancellation)
    {
        try
        {
            Prepare(stint, startup, refused);
            return (await WithinTimeoutAsync(stint, cancellation), null);
        }
        catch (Exception e)
        {
            // A cancelled wait says nothing of why it was cancelled.
            Exception cause = e is OperationCanceledException && stint.IsTimedOut ? Endings.TimedOut(stint) : e;
            Report(cause);
            return (Endings.Of(e, stint), cause);
        }
    }

    private void Prepare(AirflowStint stint, StartupDetails startup, Exception? refused)
    {
        foreach (string key in startup.TiContext.XcomKeysToClear)
        {
            supervisor.Ask(new DeleteXCom
            {
                Key = key,
                DagId = startup.Ti.DagId,
                RunId = startup.Ti.RunId,
                TaskId = startup.Ti.TaskId,
                MapIndex = startup.Ti.MapIndex < 0 ? null : startup.Ti.MapIndex,
            });
        }

        if (refused is not null)
        {
            throw refused;
        }

        TaskSpec spec = stint.Context.Task.Spec;
        if (!spec.Inlets.IsEmpty || !spec.Outlets.IsEmpty)
        {
            CheckAssets(startup);
        }

        CallBack(stint, spec.Callbacks.OnExecute, null);
    }

    private void CheckAssets(StartupDetails startup)
    {
        var inactive = supervisor.Ask<InactiveAssetsResult>(new ValidateInletsAndOutlets { TiId = startup.Ti.Id }).InactiveAssets ?? [];
        if (inactive.Count > 0)
        {
            string names = string.Join(", ", inactive.Select(asset => asset.Name ?? asset.Uri));
            throw Outcome.Fail($"Airflow does not know these assets of the task as active: {names}. Is the Dag that declares them paused?");
        }
    }

    /// <summary>Airflow enforces no execution timeout for a bundle.</summary>
    private async Task<Ending> WithinTimeoutAsync(AirflowStint stint, CancellationTokenSource cancellation)
    {
        if (stint.Context.Task.Spec.ExecutionTimeout is not { } timeout || stint.Context.Task.Definition.HumanInput is not null)
        {
            return await BodyAsync(stint, cancellation.Token);
        }

        await using ITimer timer = time.CreateTimer(
            _ =>
            {
                stint.IsTimedOut = true;
                cancellation.Cancel();
            },
            null,
            timeout,
            Timeout.InfiniteTimeSpan);
        return await BodyAsync(stint, cancellation.Token);
    }

    /// <summary>On a thread of its own, since a body may block; given up when it does not end soon after it was cancelled. No thread of
    /// the pool: the pool would have to be started for it.</summary>
    private async Task<Ending> BodyAsync(AirflowStint stint, CancellationToken cancellation)
    {
        var start = new Task<Task<Ending>>(() => Bodies.RunAsync(stint).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning);
        start.Start(TaskScheduler.Default);
        Task<Ending> body = start.Unwrap();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellation.Register(cancelled.SetResult);
        if (await Task.WhenAny(body, cancelled.Task) == cancelled.Task)
        {
            await Task.WhenAny(body, Task.Delay(Grace, time, CancellationToken.None));
        }

        return body.IsCompleted ? await body : throw new OperationCanceledException("The body did not end when it was cancelled.");
    }

    private void Report(Exception error)
    {
        bool isOutcome = error is SkipTaskException or RescheduleTaskException or DeferTaskException;
        log.Log(
            isOutcome ? LogLevel.Information : LogLevel.Error,
            isOutcome ? null : error,
            "The body ended: {Reason}",
            Foreign.Text(() => error.Message));
    }

    /// <summary>What cannot be told as it is, e.g. a result that Airflow refuses, is a failure of the try.</summary>
    private TaskState Tell(TerminalMessages messages, AirflowStint stint, Ending ending, ref Exception? error)
    {
        try
        {
            return messages.Send(ending);
        }
        catch (Exception e) when (ending is not Ending.Failed)
        {
            error = e;
            log.LogError(e, "The end of the task could not be told to Airflow.");
            return messages.Send(Endings.Of(e, stint));
        }
    }

    private void CallBack(AirflowStint stint, TaskState state, Exception? error)
    {
        TaskCallbacks callbacks = stint.Context.Task.Spec.Callbacks;
        CallBack(
            stint,
            state switch
            {
                TaskState.Success => callbacks.OnSuccess,
                TaskState.Skipped => callbacks.OnSkipped,
                TaskState.UpForRetry => callbacks.OnRetry,
                TaskState.Failed => callbacks.OnFailure,
                _ => [],
            },
            error);
    }

    /// <summary>What a callback throws is logged and changes nothing.</summary>
    private void CallBack(AirflowStint stint, IReadOnlyList<Action<CallbackCall>> callbacks, Exception? error)
    {
        foreach (Action<CallbackCall> callback in callbacks)
        {
            try
            {
                callback(new(stint.Context, error));
            }
            catch (Exception e)
            {
                log.LogError(e, "A callback failed.");
            }
        }
    }
}

using Windtunnel.Engine;

namespace Windtunnel.Testing;

/// <summary>Runs one stint of one task and writes its journal.</summary>
internal sealed class ProbeRun(TaskRef task, World world, RunInfo info, ProbeGiven given, ProbeStintPlace place)
{
    /// <summary>What a journal of a probe names as its target: nothing else ran, so there is nothing to replay.</summary>
    public const string Target = "probe";

    private readonly Lock _lock = new();
    private readonly List<string> _missing = [];
    private readonly EngineScheduler _scheduler = new();
    private readonly RealTimes _times = new();
    private Journal? _journal;

    public TaskRef Task => task;

    public World World => world;

    public RunInfo Info => info;

    public ProbeGiven Given => given;

    public ProbeStintPlace Place => place;

    public VirtualClock Clock { get; } = new(world.StartingAt);

    public SecretMask Mask { get; } = Secrets.Of(world);

    public Dictionary<string, string> SetVariables { get; } = new(StringComparer.Ordinal);

    public List<TriggeredRun> TriggeredRuns { get; } = [];

    /// <summary>Says what the body asked for and was not given; null: nothing.</summary>
    public string? Missing => _missing.Count == 0 ? null : string.Join('\n', _missing.Distinct());

    public async Task<ProbedTask> RunAsync(CancellationToken cancellation)
    {
        _journal = new(Mask);
        Begin();
        using var stint = new ProbeStint(this, _scheduler);
        if (task.Spec.ExecutionTimeout is { } timeout)
        {
            Clock.At(Clock.Now + timeout, stint.TimeOut);
        }

        await LoopAsync(stint, cancellation);
        End(stint.Ending!);
        var run = new Run(_journal);
        TaskInstance instance = place.MapIndex < 0 ? run.Task(task.Id) : run.Task(task.Id, place.MapIndex);
        return new(instance, stint.Ending!, SetVariables, TriggeredRuns);
    }

    public void Append(JournalEntry entry)
    {
        lock (_lock)
        {
            _journal!.Append(entry);
        }
    }

    /// <summary>The body gets an exception, and whatever it makes of that, the probe fails.</summary>
    public Exception NotGiven(string what, string how)
    {
        string text = $"Task '{task.Id}' asked for {what}, which the probe was not given. Say {how}.";
        lock (_lock)
        {
            _missing.Add(text);
        }

        return new InvalidOperationException(text);
    }

    /// <summary>As the engine does for many: whatever can run runs, then time passes.</summary>
    private async Task LoopAsync(ProbeStint stint, CancellationToken cancellation)
    {
        _ = _scheduler.Enter(() => stint.RunAsync());
        while (!stint.IsDone)
        {
            cancellation.ThrowIfCancellationRequested();
            _scheduler.Enter(Drained);
            if (stint.IsDone)
            {
                break;
            }

            if (!stint.WaitsVirtually)
            {
                await WaitForOutsideAsync(stint, cancellation).ConfigureAwait(false);
            }
            else if (stint.IsTimedOut)
            {
                stint.GiveUp($"The body took longer than its execution timeout of {task.Spec.ExecutionTimeout} and did not stop.");
            }
            else
            {
                // A body that waits in virtual time has a timer, so there is a next instant.
                Clock.MoveTo(Clock.NextDue!.Value);
                Clock.FireNext();
            }
        }
    }

    private bool Drained()
    {
        _scheduler.Drain();
        return true;
    }

    private async Task WaitForOutsideAsync(ProbeStint stint, CancellationToken cancellation)
    {
        TimeSpan limit = new DeploymentOptions().RealTimeLimit;
        try
        {
            await _times.WaitAsync(_scheduler.WorkAsync(), limit, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            stint.GiveUp($"The body waited for something outside for longer than {limit} of real time.");
        }
    }

    private void Begin()
    {
        DateTimeOffset now = Clock.Now;
        Append(RunHeaders.Created(DagOutlines.Of(task.Scope.Dag), info, now, world.Seed, order: null, Target));
        Append(new RunStarted { At = now });
        if (place.MapIndex >= 0)
        {
            Append(new TaskExpanded { At = now, Task = task.Id, Length = place.MapIndex + 1 });
        }

        Append(new TaskScheduled { At = now, Task = task.Id, MapIndex = place.MapIndex, Try = place.Try });
        Append(new TaskStarted { At = now, Task = task.Id, MapIndex = place.MapIndex, Try = place.Try });
    }

    private void End(Ending ending)
    {
        DateTimeOffset now = Clock.Now;
        if (ending is Ending.Succeeded { Result: { } result } && task.Spec.PushResult)
        {
            Append(new XComPushed
            {
                At = now,
                Task = task.Id,
                MapIndex = place.MapIndex,
                Try = place.Try,
                Key = XComKeys.Result,
                Value = result.ToString(),
            });
        }

        (TaskState state, TaskError? error, DateTimeOffset? nextAt) = StateAfter(ending, now);
        Append(new TaskEnded
        {
            At = now,
            Task = task.Id,
            MapIndex = place.MapIndex,
            Try = place.Try,
            State = state,
            Error = error,
            NextAt = nextAt,
        });
        RunState runState = state.IsBad() ? RunState.Failed : state.IsFinished() ? RunState.Success : RunState.Running;
        Append(new RunEnded { At = now, State = runState, Reason = Target });
    }

    private (TaskState State, TaskError? Error, DateTimeOffset? NextAt) StateAfter(Ending ending, DateTimeOffset now) => ending switch
    {
        Ending.Succeeded => (TaskState.Success, null, null),
        Ending.SkippedItself skipped => (TaskState.Skipped, skipped.Error, null),
        Ending.Failed failed when failed.MayRetry && task.Spec.Retries > 0 && place.Try <= task.Spec.Retries =>
            (TaskState.UpForRetry, failed.Error, now + (failed.Delay ?? RetryWait())),
        Ending.Failed failed => (TaskState.Failed, failed.Error, null),
        Ending.Rescheduled rescheduled => (TaskState.UpForReschedule, null, rescheduled.Until),
        Ending.WasDeferred deferred => (TaskState.Deferred, null, now + deferred.Deferral.Timeout),
        Ending.AsksHuman asked => (TaskState.AwaitingInput, null, asked.Deadline),
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "Not an ending."),
    };

    private TimeSpan RetryWait() => RetryTimes.Wait(
        info.DagId, task.Id, info.LogicalDate, place.Try, task.Spec.RetryDelay ?? TimeSpan.FromMinutes(5), task.Spec.Backoff);
}

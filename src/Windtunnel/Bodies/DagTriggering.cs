namespace Windtunnel;

/// <summary>The body of a task that triggers another DAG.</summary>
internal sealed class DagTriggering(string dagId, TriggerDagSpec spec)
{
    private const string RunIdKey = "trigger_run_id";

    public bool Defers => spec is { WaitForCompletion: true, Deferrable: true };

    public async ValueTask<object?> RunAsync(TaskContext context)
    {
        string runId = Trigger(context);
        while (spec.WaitForCompletion && !IsOver(context, runId))
        {
            await context.DelayAsync(spec.PokeInterval);
        }

        return null;
    }

    public ValueTask<object?> DeferAsync(TaskContext context)
    {
        string runId = Trigger(context);
        RunState[] states = [.. spec.AllowedStates, .. spec.FailedStates];
        return new(new Deferral(new DagRunTrigger(dagId, runId, states, spec.PokeInterval, context.Host)));
    }

    /// <summary>The trigger only says that it is time to look.</summary>
    public ValueTask<object?> ResumeAsync(TaskContext context)
    {
        string runId = context.XCom.Pull<string>(context.TaskId, RunIdKey, context.MapIndex)
            ?? throw new InvalidOperationException($"The XCom '{RunIdKey}' of '{context.TaskId}' was deleted while it waited.");
        return IsOver(context, runId)
            ? default
            : throw new TaskDeferralException($"The run '{runId}' of Dag '{dagId}' was reported as over, but it is not.");
    }

    private string Trigger(TaskContext context)
    {
        try
        {
            string runId = context.Dags.Trigger(dagId, spec.Request?.Invoke(context));
            context.XCom.Push(RunIdKey, runId);
            return runId;
        }
        catch (DagRunExistsException e) when (spec.SkipWhenAlreadyExists)
        {
            throw Outcome.Skip(e.Message);
        }
    }

    private bool IsOver(TaskContext context, string runId)
    {
        RunState state = context.Dags.StateOf(dagId, runId)
            ?? throw new InvalidOperationException(
                $"The run '{runId}' of Dag '{dagId}' was deleted while '{context.TaskId}' waited for it.");
        return !spec.FailedStates.Contains(state)
            ? spec.AllowedStates.Contains(state)
            : throw new TriggeredRunException($"The run '{runId}' of Dag '{dagId}', which '{context.TaskId}' triggered, is {state}.");
    }
}

/// <summary>Fires when a run reaches one of some states. Airflow's <c>DagStateTrigger</c>.</summary>
internal sealed class DagRunTrigger(string dagId, string runId, RunState[] states, TimeSpan pokeInterval, TaskHost host) : Trigger
{
    public string DagId => dagId;

    public string RunId => runId;

    public IReadOnlyList<RunState> States => states;

    public TimeSpan PokeInterval => pokeInterval;

    public override string ToString() => $"the run '{runId}' of Dag '{dagId}'";

    protected internal override async Task<TriggerEvent?> RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        while (!(host.StateOfRun(dagId, runId) is { } state && states.Contains(state)))
        {
            await Task.Delay(pokeInterval, time, cancellation);
        }

        return TriggerEvent.Empty;
    }
}

/// <summary>A run that a task triggered and waited for failed. Retried while tries are left.</summary>
public sealed class TriggeredRunException(string message) : Exception(message);

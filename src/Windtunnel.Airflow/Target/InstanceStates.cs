using System.Collections.Immutable;

namespace Windtunnel.Airflow.Target;

/// <summary>The final states of a run's instances, and what they say about why one did not run.</summary>
internal sealed class InstanceStates
{
    private const int MostNamed = 10;

    private readonly Dictionary<string, TaskOutline> _tasks;
    private readonly ILookup<string, CauseBy> _states;

    private InstanceStates(DagOutline outline, ILookup<string, CauseBy> states)
    {
        _tasks = outline.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        _states = states;
    }

    public static InstanceStates Of(RunRecord record, DagOutline outline) => new(
        outline,
        record.Instances.ToLookup(
            instance => instance.Row.TaskId,
            instance => new CauseBy(instance.Row.TaskId, instance.Row.MapIndex, TaskStates.Parse(instance.Row.State)),
            StringComparer.Ordinal));

    /// <summary>The likeliest cause of a state that an instance got without running.</summary>
    public Cause CauseOf(string taskId, TaskState state)
    {
        TaskOutline task = _tasks[taskId];
        CauseBy[] upstream = [.. task.Upstream.SelectMany(id => _states[id])];
        if (state == TaskState.Removed)
        {
            return new() { Kind = CauseKind.MapIndexGone };
        }

        CauseBy[] against = [.. upstream.Where(by => state == TaskState.UpstreamFailed ? by.State.IsBad() : Spoils(task.Rule, by.State))];
        if (against.Length == 0 && state == TaskState.Skipped)
        {
            return Decider(task) ?? Zero(task) ?? Ruled(task, upstream, []);
        }

        return Ruled(task, upstream, against);
    }

    private static bool Spoils(TriggerRule rule, TaskState state) => rule switch
    {
        TriggerRule.AllFailed => state == TaskState.Success,
        TriggerRule.AllSkipped => state != TaskState.Skipped,
        TriggerRule.OneFailed => !state.IsBad(),
        _ => state is TaskState.Skipped,
    };

    private Cause? Decider(TaskOutline task)
    {
        TaskOutline? decider = task.Upstream.Select(id => _tasks[id])
            .FirstOrDefault(up => up.Kind is "branch" or "human_branch" or "short_circuit" or "approval" or "latest_only");
        return decider is null ? null : new()
        {
            Kind = decider.Kind is "branch" or "human_branch" ? CauseKind.Branch : CauseKind.ShortCircuit,
            By = [.. _states[decider.Id].Take(1)],
        };
    }

    private static Cause? Zero(TaskOutline task) => task.Mapped ? new() { Kind = CauseKind.MappedOverNothing } : null;

    private static Cause Ruled(TaskOutline task, CauseBy[] upstream, CauseBy[] against) => new()
    {
        Kind = CauseKind.TriggerRule,
        Rule = task.Rule,
        Counts = CountsOf(upstream),
        By = [.. against.Take(MostNamed)],
    };

    private static UpstreamCounts CountsOf(CauseBy[] upstream)
    {
        Dictionary<TaskState, int> counts = upstream.CountBy(by => by.State).ToDictionary();
        return new(
            counts.GetValueOrDefault(TaskState.Success),
            counts.GetValueOrDefault(TaskState.Skipped),
            counts.GetValueOrDefault(TaskState.Failed),
            counts.GetValueOrDefault(TaskState.UpstreamFailed),
            counts.GetValueOrDefault(TaskState.Removed),
            upstream.Length);
    }
}

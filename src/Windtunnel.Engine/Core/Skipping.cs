using System.Text.Json;

namespace Windtunnel.Engine;

/// <summary>What a branch and a short circuit do to the tasks after them, at once. §5.2 and §5.3.</summary>
internal static class Skipping
{
    /// <summary>Applies the request and remembers it for children that are examined later.</summary>
    /// <returns>True when something is to be skipped: then no <c>return_value</c> is handed on.</returns>
    public static bool Apply(RunCore run, Row row, SkipRequest request)
    {
        TaskPlan task = row.Task;
        if (task.Downstream.Length == 0)
        {
            return false;
        }

        HashSet<TaskPlan>? followed = request.Followed is null ? null : Followed(run.Plan, task, request.Followed);
        TaskPlan[] targets = followed is not null
            ? [.. task.Downstream.Where(next => !followed.Contains(next))]
            : StoppedBy(run.Plan, task);
        row.Skips = followed is not null
            ? new([.. followed.Select(plan => plan.Id)], null)
            : targets.Length == 0 ? null : new(null, [.. targets.Select(plan => plan.Id)]);
        if (row.Skips is not null)
        {
            XComStore.Push(run, row, "skipmixin_key", SkipMixin(row.Skips));
        }

        run.HasLateSkip |= targets.Any(target => run.Of(target).All.Any(child => child.State.IsUnderWay()));
        if (row.MapIndex >= 0)
        {
            return false;
        }

        foreach (TaskPlan target in targets)
        {
            Skip(run, row, target);
        }

        return targets.Length > 0;
    }

    private static XComValue SkipMixin(SkipMemory skips) => new(JsonSerializer.SerializeToUtf8Bytes(
        new SkipMixinValue(skips.Followed?.Order(StringComparer.Ordinal), skips.Skipped?.Order(StringComparer.Ordinal)),
        XComIds.Default.SkipMixinValue));

    private static void Skip(RunCore run, Row decider, TaskPlan target)
    {
        if (run.Of(target).Single is not { } row
            || row.State is TaskState.Running or TaskState.Success or TaskState.Failed or TaskState.Skipped)
        {
            return;
        }

        row.Start = row.End = run.Now;
        run.Decide(row, TaskState.Skipped, new()
        {
            Kind = decider.Task.Task.Kind == TaskKind.ShortCircuit ? CauseKind.ShortCircuit : CauseKind.Branch,
            By = [new(decider.Task.Id, decider.MapIndex, TaskState.Success)],
        });
    }

    /// <summary>The named tasks and everything downstream of them, as far as that matters for the direct children of the branch.</summary>
    private static HashSet<TaskPlan> Followed(DagPlan plan, TaskPlan branch, IEnumerable<TaskRef> followed)
    {
        TaskPlan[] named = [.. followed.Select(task => plan[task])];
        bool[] reached = SetupScopes.Reach(plan, named, task => task.Downstream);
        return [.. named, .. branch.Downstream.Where(child => reached[child.Index])];
    }

    private static TaskPlan[] StoppedBy(DagPlan plan, TaskPlan task)
    {
        if (!task.Task.Definition.IgnoreDownstreamTriggerRules)
        {
            return [.. task.Downstream.Where(next => !next.IsTeardown)];
        }

        bool[] reached = SetupScopes.Reach(plan, [task], next => next.Downstream);
        return [.. plan.ByRank.Where(next => reached[next.Index] && !next.IsTeardown)];
    }

    private static bool IsUnderWay(this TaskState state) =>
        state is TaskState.Scheduled or TaskState.Queued or TaskState.Running or TaskState.Restarting;
}

namespace Windtunnel.Engine;

/// <summary>What a branch and a short circuit do to the tasks after them, at once. §5.2 and §5.3.</summary>
internal static class Skipping
{
    /// <summary>Applies the request and remembers it for children that are examined later.</summary>
    /// <returns>True when something is to be skipped: then no <c>return_value</c> is handed on.</returns>
    public static bool Apply(RunCore run, Row row, SkipRequest request)
    {
        Skips skips = Skips.Of(row.Task.Task, request);
        row.Skips = skips.Memory;
        if (skips.Memory is { } memory)
        {
            XComStore.Push(run, row, SkipMemory.Key, memory.ToXCom());
        }

        TaskPlan[] targets = [.. skips.Targets.Select(target => run.Plan[target])];
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

    private static bool IsUnderWay(this TaskState state) =>
        state is TaskState.Scheduled or TaskState.Queued or TaskState.Running or TaskState.Restarting;
}

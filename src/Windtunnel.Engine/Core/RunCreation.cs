namespace Windtunnel.Engine;

/// <summary>The rows a run begins with. §6.3.</summary>
internal static class RunCreation
{
    public static void AddRows(RunCore run)
    {
        foreach (TaskPlan task in run.Plan.ByRank)
        {
            AddRows(run, task);
        }
    }

    public static void AddRows(RunCore run, TaskPlan task)
    {
        if (IsOutsideItsDates(run, task))
        {
            return;
        }

        TaskRows rows = run.Of(task);
        int? literal = LiteralLength(run, task);
        if (literal is not > 0)
        {
            run.MarkDirty(run.Add(rows, -1));
            return;
        }

        run.Journal.Append(new TaskExpanded { At = run.Now, Task = task.Id, Length = literal.Value });
        for (int i = 0; i < literal; i++)
        {
            run.MarkDirty(run.Add(rows, i));
        }
    }

    /// <summary>The number of instances that the DAG itself says; null when results of tasks do, or the task is not mapped.</summary>
    public static int? LiteralLength(RunCore run, TaskPlan task) =>
        task.IsMapped && task.Mappings.All(mapping => mapping.IsLiteral) ? Lengths.Of(run, task) : null;

    private static bool IsOutsideItsDates(RunCore run, TaskPlan task)
    {
        if (run.Info.LogicalDate is not { } date || run.Info.Type == RunType.Backfill)
        {
            return false;
        }

        Dag dag = run.Plan.Dag;
        return date < (task.Spec.StartDate ?? dag.StartDate) || date > (task.Spec.EndDate ?? dag.EndDate);
    }
}

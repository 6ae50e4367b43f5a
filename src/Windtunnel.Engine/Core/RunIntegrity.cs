namespace Windtunnel.Engine;

/// <summary>Fits the rows of a run to the present version of its DAG, between two passes: Airflow's <c>verify_integrity</c>.
/// §6.8.</summary>
internal static class RunIntegrity
{
    public static void Verify(RunCore run)
    {
        DagPlan present = run.Dag.Plan;
        run.MovesToPresentVersion = false;
        run.Journal.Append(new DagChanged { At = run.Now, Dag = present.Outline });
        foreach (TaskPlan vanished in run.Plan.ByRank.Where(task => !present.ById.ContainsKey(task.Id)))
        {
            foreach (Row row in run.Of(vanished).All.Where(row => row.State != TaskState.Removed))
            {
                run.Decide(row, TaskState.Removed, new() { Kind = CauseKind.TaskVanished });
            }
        }

        run.MoveTo(present);
        foreach (TaskPlan task in present.ByRank)
        {
            if (run.Of(task).Count == 0)
            {
                RunCreation.AddRows(run, task);
            }

            foreach (Row row in run.Of(task).All)
            {
                Check(run, row);
            }
        }

        // Any edge, rule or limit may be another: an active row may no longer meet its dependencies.
        run.WasCleared = true;
        run.MarkAllDirty();
    }

    private static void Check(RunCore run, Row row)
    {
        bool isGone = row.Task.IsMapped && IsIndexGone(run, row);
        if (isGone && row.State != TaskState.Removed)
        {
            run.Decide(row, TaskState.Removed, new() { Kind = CauseKind.MapIndexGone });
        }
        else if (!isGone && row.State == TaskState.Removed)
        {
            run.Decide(row, TaskState.None, new() { Kind = CauseKind.TaskReturned });
        }
    }

    /// <summary>As in Airflow: where the DAG itself says the length an unexpanded row is gone too; where that is not known any more every
    /// index is.</summary>
    private static bool IsIndexGone(RunCore run, Row row) => RunCreation.LiteralLength(run, row.Task) is { } literal
        ? row.MapIndex < 0 || row.MapIndex >= literal
        : row.MapIndex >= (Lengths.Of(run, row.Task) ?? 0);
}

namespace Windtunnel.Engine;

/// <summary>Finds the rows that a finished row may concern, so that a pass examines those and not the whole run.</summary>
internal static class Dependents
{
    public static void MarkDirty(RunCore run, Row row)
    {
        TaskPlan task = row.Task;
        foreach (TaskPlan next in task.SharedDownstream)
        {
            MarkShared(run, run.Of(next), task.CanSkipDownstream);
        }

        foreach (TaskPlan next in task.SiblingDownstream)
        {
            MarkSiblings(run, run.Of(next), row);
        }

        foreach (TaskPlan next in task.SetupDependents)
        {
            MarkAll(run, run.Of(next));
        }

        foreach (TaskPlan teardown in task.ScopedTeardowns)
        {
            if (run.Of(teardown).ScopeUnfinished == 0)
            {
                MarkAll(run, run.Of(teardown));
            }
        }

        // A mapped source has a length once all its instances are finished; an unmapped one may decide as soon as it is.
        if (row.MapIndex < 0 || row.Owner.Unfinished == 0)
        {
            foreach (TaskPlan next in task.SourceDependents)
            {
                MarkAll(run, run.Of(next));
            }
        }
    }

    /// <summary>All rows of the task see the same counts: if those decide nothing, no row need be examined.</summary>
    private static void MarkShared(RunCore run, TaskRows rows, bool mayBeSkipped)
    {
        if (rows.Single is { } single)
        {
            run.MarkDirty(single);
        }

        if (rows.Indexed.Count > 0 && (mayBeSkipped || rows.Task.SiblingUpstream.Length > 0 || DecidesSomething(rows)))
        {
            MarkIndexed(run, rows);
        }
    }

    private static bool DecidesSomething(TaskRows rows)
    {
        TaskPlan task = rows.Task;
        int total = task.CountsTasks ? task.Upstream.Length : rows.SharedRows;
        int setups = task.CountsTasks ? task.DirectSetups : rows.SharedSetupRows;
        return TriggerRules.Passes(task.Rule, rows.Shared, total, setups)
            || TriggerRules.StateStep(task.Rule, rows.Shared, total, setups, int.MaxValue) is not null;
    }

    private static void MarkSiblings(RunCore run, TaskRows rows, Row upstream)
    {
        if (rows.Single is { } single)
        {
            run.MarkDirty(single);
        }

        if (upstream.MapIndex < 0)
        {
            MarkIndexed(run, rows);
            return;
        }

        (int first, int count) = Relevance.DownstreamOf(run, upstream, rows.Task);
        for (int i = Math.Max(first, 0); i < first + count && i < rows.Indexed.Count; i++)
        {
            run.MarkDirty(rows.Indexed[i]);
        }
    }

    private static void MarkAll(RunCore run, TaskRows rows)
    {
        if (rows.Single is { } single)
        {
            run.MarkDirty(single);
        }

        MarkIndexed(run, rows);
    }

    private static void MarkIndexed(RunCore run, TaskRows rows)
    {
        for (int i = 0; i < rows.Indexed.Count; i++)
        {
            run.MarkDirty(rows.Indexed[i]);
        }
    }
}

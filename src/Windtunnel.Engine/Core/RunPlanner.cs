namespace Windtunnel.Engine;

/// <summary>Plans the runs that a DAG's schedule asks for. §13.3 and §13.4.</summary>
internal static class RunPlanner
{
    public static void Plan(DagState state, DateTimeOffset now)
    {
        Dag dag = state.Dag;
        state.Next = dag.Schedule?.Next(state.LastInterval, Bounds(state.Plan), now, dag.TimeZone);
    }

    /// <summary>The dates a backfill covers: the slots whose logical date lies in the range and that are over by now.</summary>
    public static IEnumerable<PlannedRun> Slots(DagPlan plan, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        Dag dag = plan.Dag;
        DataInterval? last = null;
        while (dag.Schedule?.Next(last, new ScheduleBounds(from, to, Catchup: true), now, dag.TimeZone) is { } slot && slot.RunAfter < now)
        {
            last = slot.Interval ?? DataInterval.At(slot.RunAfter);
            yield return slot;
        }
    }

    public static ScheduleBounds Bounds(DagPlan plan)
    {
        Dag dag = plan.Dag;
        DateTimeOffset? earliest = dag.StartDate;
        DateTimeOffset? latest = null;
        bool allEnd = plan.Tasks.Length > 0;
        foreach (TaskPlan task in plan.Tasks)
        {
            DateTimeOffset? start = task.Spec.StartDate;
            earliest = start < earliest && dag.StartDate is null || earliest is null ? start ?? earliest : earliest;
            DateTimeOffset? end = task.Spec.EndDate ?? dag.EndDate;
            allEnd &= end is not null;
            latest = end > latest || latest is null ? end : latest;
        }

        return new(earliest, allEnd ? latest : dag.EndDate, dag.Catchup);
    }
}

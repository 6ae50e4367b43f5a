namespace Windtunnel.Engine;

/// <summary>Clears rows, so that they may run again. §12.2.</summary>
internal static class Clearing
{
    public static void Clear(Scheduler scheduler, RunCore run, IEnumerable<Row> rows, bool resetRun, DateTimeOffset now)
    {
        run.Now = now;
        run.Reopen();
        bool any = false;
        foreach (Row row in rows.ToArray())
        {
            any = true;
            Clear(run, row);
        }

        if (any && resetRun && run.State is RunState.Success or RunState.Failed)
        {
            scheduler.Requeue(run);
        }
    }

    /// <summary>A running attempt is stopped and repeated without delay; its tries go on counting.</summary>
    private static void Clear(RunCore run, Row row)
    {
        row.MaxTries = row.Try + row.Task.Retries;
        row.Parking = null;
        row.Start = null;
        row.End = null;
        run.WasCleared = true;
        run.SetState(row, TaskState.None);
        run.Journal.Append(new TaskCleared
        {
            At = run.Now,
            Task = row.Task.Id,
            MapIndex = row.MapIndex,
            Try = row.Try,
            MaxTries = row.MaxTries,
        });
    }
}

namespace Windtunnel.Engine;

/// <summary>Makes the rows of mapped tasks. §6.4 and §6.6.</summary>
internal static class MapExpansion
{
    /// <summary>Expands a map whose dependencies all passed; its new rows are examined later in the same pass.</summary>
    public static void Expand(RunCore run, Row row, PassQueue queue)
    {
        TaskRows rows = row.Owner;
        switch (Lengths.Of(run, row.Task))
        {
            case null:
                Decide(run, row, TaskState.UpstreamFailed, CauseKind.MappedLengthUnknown);
                break;
            case 0:
                Decide(run, row, TaskState.Skipped, CauseKind.MappedOverNothing);
                break;
            case int length:
                RunCore.Expand(row);
                run.Journal.Append(new TaskExpanded { At = run.Now, Task = row.Task.Id, Length = length });
                queue.Append(row);
                Fit(run, rows, length, queue.Append);
                break;
        }

        foreach (TaskPlan sibling in row.Task.SiblingDownstream)
        {
            if (run.Of(sibling).Single is { } unexpanded)
            {
                run.MarkDirty(unexpanded);
            }
        }
    }

    /// <summary>Fits the rows to the length the map has now; rows it adds are ready at once.</summary>
    public static void Revise(RunCore run, TaskRows rows, List<Row> ready)
    {
        if (Lengths.Of(run, rows.Task) is not int length)
        {
            return;
        }

        Fit(run, rows, length, ready.Add);
    }

    private static void Fit(RunCore run, TaskRows rows, int length, Action<Row> added)
    {
        for (int i = length; i < rows.Indexed.Count; i++)
        {
            if (rows.Indexed[i].State != TaskState.Removed)
            {
                Decide(run, rows.Indexed[i], TaskState.Removed, CauseKind.MapIndexGone);
            }
        }

        for (int i = rows.Indexed.Count; i < length; i++)
        {
            added(run.Add(rows, i));
        }
    }

    private static void Decide(RunCore run, Row row, TaskState state, CauseKind kind)
    {
        run.Decide(row, state, new()
        {
            Kind = kind,
            By =
            [
                .. row.Task.LengthSources.SelectMany(source => run.Of(source).All.Take(1))
                    .Select(by => new CauseBy(by.Task.Id, by.MapIndex, by.State)),
            ],
        });
    }
}

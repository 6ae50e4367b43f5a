namespace Windtunnel.Engine;

/// <summary>Which rows of an upstream task count for a row of a task in a mapped group. §6.7.</summary>
internal static class Relevance
{
    /// <summary>Counts the relevant rows of all direct upstream tasks of <paramref name="row"/>.</summary>
    public static Tally OfUpstream(RunCore run, Row row)
    {
        TaskPlan task = row.Task;
        TaskRows own = row.Owner;
        if (task.CountsTasks)
        {
            return new(own.Shared, task.Upstream.Length, task.DirectSetups);
        }

        var tally = new Tally(own.Shared, own.SharedRows, own.SharedSetupRows);
        foreach (TaskPlan sibling in task.SiblingUpstream)
        {
            tally = tally.With(sibling, Rows(run, row, sibling));
        }

        return tally;
    }

    /// <summary>Counts the relevant rows of these tasks, which may lie anywhere upstream.</summary>
    public static Tally Of(RunCore run, Row row, TaskPlan[] tasks)
    {
        Tally tally = default;
        bool anyMapped = false;
        foreach (TaskPlan task in tasks)
        {
            tally = tally.With(task, Rows(run, row, task));
            anyMapped |= task.IsMapped;
        }

        return anyMapped ? tally : tally with { Total = tasks.Length, Setups = tasks.Length };
    }

    /// <summary>The rows of <paramref name="upstream"/> that are relevant to <paramref name="row"/>.</summary>
    public static IEnumerable<Row> Rows(RunCore run, Row row, TaskPlan upstream)
    {
        TaskRows rows = run.Of(upstream);
        int common = row.Task.CommonGroups(upstream);
        if (common == 0 || LooksAtAll(row, upstream))
        {
            return rows.All;
        }

        int? length = Lengths.Of(run, row.Task);
        if (length is not > 0)
        {
            return rows.All;
        }

        int shared = Lengths.Product(run, row.Task, common) ?? length.Value;
        int groupRow = (int)Math.Floor((double)row.MapIndex * shared / length.Value);
        int perGroupRow = upstream.Mappings.Length > common ? length.Value / Math.Max(1, shared) : 1;
        return Pick(rows, groupRow * perGroupRow, groupRow < 0 ? 0 : perGroupRow);
    }

    /// <summary>The rows of <paramref name="downstream"/> to which an expanded row of a sibling is relevant, as first index and
    /// count.</summary>
    public static (int First, int Count) DownstreamOf(RunCore run, Row upstream, TaskPlan downstream)
    {
        int common = downstream.CommonGroups(upstream.Task);
        int? length = Lengths.Of(run, downstream);
        int? shared = Lengths.Product(run, downstream, common);
        if (length is not > 0 || shared is not > 0)
        {
            return (0, int.MaxValue);
        }

        int perGroupRow = Math.Max(1, length.Value / shared.Value);
        int groupRow = upstream.Task.Mappings.Length > common ? upstream.MapIndex / perGroupRow : upstream.MapIndex;
        return (groupRow * perGroupRow, perGroupRow);
    }

    private static IEnumerable<Row> Pick(TaskRows rows, int first, int count)
    {
        if (rows.Single is { } unexpanded)
        {
            yield return unexpanded;
        }

        for (int i = Math.Max(first, 0); i < first + count && i < rows.Indexed.Count; i++)
        {
            yield return rows.Indexed[i];
        }
    }

    private static bool LooksAtAll(Row row, TaskPlan upstream) =>
        row.MapIndex < 0 && TriggerRules.LooksAtAllRowsUnexpanded(row.Task.Rule) && !row.Task.MapSources.Contains(upstream);
}

/// <summary>What a rule counts: the finished rows by state, N and Ns. §3.1.</summary>
internal readonly record struct Tally(Counts Counts, int Total, int Setups)
{
    public Tally With(TaskPlan task, IEnumerable<Row> rows)
    {
        Counts counts = Counts;
        int total = Total;
        foreach (Row row in rows)
        {
            counts.Add(row.Seen, task.IsSetup);
            total++;
        }

        return new(counts, total, Setups + (task.IsSetup ? total - Total : 0));
    }
}

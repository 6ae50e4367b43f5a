namespace Windtunnel.Engine;

/// <summary>A moment by which a run should have succeeded.</summary>
internal sealed record PendingDeadline(RunCore Run, Deadline Deadline, DateTimeOffset Due);

/// <summary>Sets and drops the deadlines of runs. §17.</summary>
internal static class Deadlines
{
    /// <summary>The deadlines of a run that was just created.</summary>
    public static List<PendingDeadline> Of(RunCore run) =>
        [.. run.Plan.Dag.Deadlines.Select(deadline => At(run, deadline)).OfType<PendingDeadline>()];

    /// <summary>What counts from when a run was queued counts anew when it is queued again; the others stay as they are.</summary>
    public static void Renew(RunCore run)
    {
        List<PendingDeadline> kept = [.. run.Deadlines.Where(pending => pending.Deadline.Reference is not QueuedAtReference)];
        run.Deadlines = [.. kept, .. run.Plan.Dag.Deadlines
            .Where(deadline => deadline.Reference is QueuedAtReference)
            .Select(deadline => At(run, deadline)!)];
    }

    private static PendingDeadline? At(RunCore run, Deadline deadline)
    {
        DateTimeOffset? reference = deadline.Reference switch
        {
            QueuedAtReference => run.Now,
            LogicalDateReference => run.Info.LogicalDate,
            FixedReference at => at.Moment,
            AverageRuntimeReference average => run.Now + MeanOf(run.Dag, average),
            _ => throw new ArgumentOutOfRangeException(nameof(deadline), deadline.Reference, "Not a reference of a deadline."),
        };
        return reference is { } from ? new(run, deadline, from + deadline.Interval) : null;
    }

    /// <summary>How long the newest successful runs took on average; null when there are too few.</summary>
    private static TimeSpan? MeanOf(DagState dag, AverageRuntimeReference average)
    {
        var sum = TimeSpan.Zero;
        int count = 0;
        for (int i = dag.Runs.Count - 1; i >= 0 && count < average.MaxRuns; i--)
        {
            if (dag.Runs[i] is { State: RunState.Success, Start: { } start, End: { } end })
            {
                sum += end - start;
                count++;
            }
        }

        return count >= average.MinRuns ? sum / count : null;
    }
}

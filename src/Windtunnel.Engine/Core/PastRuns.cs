namespace Windtunnel.Engine;

/// <summary>Dependency 3: a task's own instance in the run before. §10.</summary>
internal sealed class PastRuns
{
    private readonly List<RunCore> _runs = [];

    public void Add(RunCore run) => _runs.Add(run);

    /// <summary>Why the row must wait for the past; null when it need not.</summary>
    public Cause? Blocks(Row row)
    {
        if (Previous(row.Run) is not { } previous
            || (row.Run.Plan.Dag.Catchup && previous.Info.LogicalDate < row.Task.Spec.StartDate))
        {
            return null;
        }

        TaskRows rows = previous.Of(row.Task);
        if (rows.Count == 0)
        {
            return row.Task.Spec.Past.IgnoreFirst && !WasEverBefore(row)
                ? null
                : new() { Kind = CauseKind.Past, Detail = $"'{row.Task.Id}' has no instance in run '{previous.Info.RunId}'" };
        }

        Row? blocker = rows.All.FirstOrDefault(IsOpenOrBad)
            ?? (row.Task.Spec.Past.WaitForDownstream
                ? row.Task.Downstream.SelectMany(next => previous.Of(next).All).FirstOrDefault(IsOpenOrBad)
                : null);
        return blocker is null ? null : new()
        {
            Kind = CauseKind.Past,
            By = [new(blocker.Task.Id, blocker.MapIndex, blocker.State)],
            Detail = $"run '{previous.Info.RunId}'",
        };
    }

    private static bool IsOpenOrBad(Row row) => row.State is not (TaskState.Success or TaskState.Skipped);

    private RunCore? Previous(RunCore run) => run.Info.LogicalDate is not { } date ? null : _runs
        .Where(other => other.Plan == run.Plan && other.Info.LogicalDate < date
            && (!run.Plan.Dag.Catchup || other.Info.Type != RunType.Manual))
        .MaxBy(other => other.Info.LogicalDate);

    private bool WasEverBefore(Row row) => _runs.Any(other =>
        other.Plan == row.Run.Plan && other.Info.LogicalDate < row.Run.Info.LogicalDate && other.Of(row.Task).Count > 0);
}

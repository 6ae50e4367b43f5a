namespace Windtunnel.Engine;

/// <content>How a run goes on with another version of its DAG.</content>
internal sealed partial class RunCore
{
    private Dictionary<string, TaskRows>? _vanished;

    /// <summary>True once: the run is to go on with the present version although its own is kept. §12.2.</summary>
    public bool MovesToPresentVersion { get; set; }

    /// <summary>The rows of a task of this version or of an earlier one; null: there was never such a task.</summary>
    public TaskRows? Find(string taskId) =>
        Plan.ById.TryGetValue(taskId, out TaskPlan? task) ? Of(task) : _vanished?.GetValueOrDefault(taskId);

    /// <summary>Puts the rows under another version of the DAG and counts them anew. Rows of tasks that it has not are kept aside, in case
    /// that a later version has them again.</summary>
    public void MoveTo(DagPlan plan)
    {
        TaskRows[] before = Tasks;
        var known = before.Where(rows => rows.Count > 0).ToDictionary(rows => rows.Task.Id, StringComparer.Ordinal);
        foreach ((string id, TaskRows rows) in _vanished ?? [])
        {
            known.TryAdd(id, rows);
        }

        // With the weights of the version that is left: rows in a queue keep theirs.
        TaskRows?[] moved = [.. plan.Tasks.Select(task => known.Remove(task.Id, out TaskRows? rows) ? rows.Under(task) : null)];
        _vanished = known;
        Plan = plan;
        Tasks = [.. plan.Tasks.Select(task => moved[task.Index] ?? new TaskRows(this, task))];
        Slots.Capacity = plan.Dag.MaxActiveTasks;
        Drop(_changed);
        Drop(_dirty);
        CountAnew();
    }

    /// <summary>Has every row examined in the next pass.</summary>
    public void MarkAllDirty()
    {
        foreach (Row row in Tasks.SelectMany(rows => rows.All))
        {
            MarkDirty(row);
        }
    }

    /// <summary>Vanished rows are examined and counted no more.</summary>
    private void Drop(List<Row> rows) => rows.RemoveAll(row =>
    {
        bool isHere = Find(row.Task) == row.Owner;
        row.IsChanged &= isHere;
        row.IsDirty &= isHere;
        return !isHere;
    });

    private void CountAnew()
    {
        Excusing = 0;
        foreach (Row row in Tasks.SelectMany(rows => rows.All))
        {
            Present(row);
            TaskState seen = row.Seen;
            row.Seen = TaskState.None;
            See(row, seen);
            bool isUnfinished = !row.State.IsFinished();
            row.Owner.Unfinished += isUnfinished ? 1 : 0;
            Excusing += isUnfinished && row.Task.ExcusesDeadlock ? 1 : 0;
        }
    }
}

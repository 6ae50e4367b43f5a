namespace Windtunnel.Engine;

/// <summary>Examines a running run once. §2.2. Effects travel one level per pass. Reused for every run, since a pass keeps
/// nothing.</summary>
internal sealed class Pass
{
    private readonly PassQueue _queue = new();
    private readonly List<Row> _ready = [];
    private bool _expanded;
    private bool _changed;
    private bool _removed;

    /// <summary>Rows that may start now, in the order in which the pass found them; they have the state scheduled.</summary>
    public IReadOnlyList<Row> Ready => _ready;

    /// <summary>Runs one pass. The run may be over afterwards.</summary>
    /// <param name="run">What is examined.</param>
    /// <param name="mayStart">False while the DAG is paused: rows are skipped or fail, but ready ones stay where they are.</param>
    public void Execute(RunCore run, bool mayStart)
    {
        _ready.Clear();
        _expanded = false;
        _changed = false;
        _removed = false;
        run.BeginPass(_queue);
        bool wasFinished = run.Unfinished == 0;
        while (_queue.TryNext(out Row row))
        {
            if (row.State.IsSchedulable())
            {
                Examine(run, row);
            }
        }

        run.EndPass();
        if (wasFinished || (_expanded && run.Unfinished == 0))
        {
            RunEnding.Close(run);
            return;
        }

        if (_ready.Count == 0 && !_changed && !_expanded && !_removed && DeadlockWatch.IsDeadlocked(run))
        {
            RunEnding.CloseDeadlocked(run);
            return;
        }

        if (!mayStart)
        {
            _ready.ForEach(run.Postpone);
            _ready.Clear();
            return;
        }

        _ready.RemoveAll(static row => !Schedule(row.Run, row));
    }

    private void Examine(RunCore run, Row row)
    {
        TaskState before = row.State;
        if (!Dependencies.Evaluate(run, row))
        {
            _changed |= row.State != before;
            return;
        }

        if (!row.State.IsSchedulable())
        {
            return;
        }

        if (row.MapIndex < 0 && row.Task.IsMapped)
        {
            _expanded = true;
            MapExpansion.Expand(run, row, _queue);
            return;
        }

        if (row.MapIndex >= 0 && row.Task.IsMapped && row.Owner.RevisedIn != run.Passes)
        {
            row.Owner.RevisedIn = run.Passes;
            MapExpansion.Revise(run, row.Owner, _ready);
        }

        if (row.State.IsSchedulable())
        {
            _ready.Add(row);
        }
        else
        {
            // Neither ready nor a change, but it did pass its dependencies, and so there is no deadlock.
            _removed = true;
        }
    }

    /// <summary>Moves a ready row on; false for one that needs no slot, since it has no body.</summary>
    private static bool Schedule(RunCore run, Row row)
    {
        if (row.State is TaskState.None or TaskState.UpForRetry)
        {
            row.Try++;
            row.Stint = -1;
            row.Parking?.FirstReschedule = null;
        }

        if (row.Task.IsEmptyShortcut)
        {
            row.Start = row.End = run.Now;
            run.SetState(row, TaskState.Success);
            run.Journal.Append(new TaskEnded
            {
                At = run.Now,
                Task = row.Task.Id,
                MapIndex = row.MapIndex,
                Try = row.Try,
                State = TaskState.Success,
            });
            return false;
        }

        run.SetState(row, TaskState.Scheduled);
        run.Journal.Append(new TaskScheduled { At = run.Now, Task = row.Task.Id, MapIndex = row.MapIndex, Try = row.Try });
        return true;
    }
}

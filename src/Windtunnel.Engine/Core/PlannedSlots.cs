namespace Windtunnel.Engine;

/// <summary>The next run by time of every DAG that may have one more, the earliest first.</summary>
internal sealed class PlannedSlots
{
    // Entries are never removed from within: one counts only while its DAG still says that it is listed for that instant.
    private readonly PriorityQueue<DagState, (DateTimeOffset At, int Index)> _slots = new();

    /// <summary>The earliest; null: there is none.</summary>
    public DateTimeOffset? Next => TryPeek(out _, out DateTimeOffset at) ? at : null;

    /// <summary>To be called when a DAG's next run, its pause, or the number of its active runs changed.</summary>
    public void Update(DagState dag)
    {
        DateTimeOffset? at = dag.AwaitsSlot;
        if (at is not null && at != dag.ListedAt)
        {
            _slots.Enqueue(dag, (at.Value, dag.Index));
        }

        dag.ListedAt = at;
    }

    /// <summary>Takes the earliest DAG whose next run is due.</summary>
    public bool TryTake(DateTimeOffset now, out DagState dag)
    {
        if (!TryPeek(out dag, out DateTimeOffset at) || at > now)
        {
            return false;
        }

        _slots.Dequeue();
        dag.ListedAt = null;
        return true;
    }

    private bool TryPeek(out DagState dag, out DateTimeOffset at)
    {
        while (_slots.TryPeek(out dag!, out (DateTimeOffset At, int) key))
        {
            at = key.At;
            if (dag.ListedAt == at && dag.AwaitsSlot == at)
            {
                return true;
            }

            _slots.Dequeue();
            dag.ListedAt = dag.ListedAt == at ? null : dag.ListedAt;
        }

        at = default;
        return false;
    }
}

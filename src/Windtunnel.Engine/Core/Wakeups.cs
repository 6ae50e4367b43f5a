namespace Windtunnel.Engine;

/// <summary>What becomes due by itself: pokes, retries, and the time limits of runs.</summary>
internal sealed class Wakeups
{
    private readonly PriorityQueue<object, (DateTimeOffset At, int Class, long Sequence)> _due = new();
    private long _sequence;

    /// <summary>The instant of the next one that still stands; null: none.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            while (_due.TryPeek(out object? waiting, out (DateTimeOffset At, int, long) due))
            {
                if (Stands(waiting, due.At))
                {
                    return due.At;
                }

                _due.Dequeue();
            }

            return null;
        }
    }

    public void At(Row row) => _due.Enqueue(row, (row.NextAt, row.State == TaskState.UpForRetry ? 1 : 0, _sequence++));

    public void At(RunCore run) => _due.Enqueue(run, (run.Deadline!.Value, 0, _sequence++));

    /// <summary>Wakes what is due: pokes and time limits first; retries at a later call, when those have had their effects,
    /// since Airflow starts a retry only after its time.</summary>
    public void Wake(DateTimeOffset now)
    {
        int? woken = null;
        while (_due.TryPeek(out object? waiting, out (DateTimeOffset At, int Class, long) due)
            && due.At <= now && (woken ?? due.Class) == due.Class)
        {
            woken = due.Class;
            _due.Dequeue();
            if (!Stands(waiting, due.At))
            {
                continue;
            }

            if (waiting is Row row)
            {
                row.Run.Now = now;
                row.Run.MarkDirty(row);
            }
            else
            {
                ((RunCore)waiting).Wake();
            }
        }
    }

    private static bool Stands(object waiting, DateTimeOffset at) => waiting is Row row
        ? row.State is TaskState.UpForRetry or TaskState.UpForReschedule && row.NextAt == at
        : ((RunCore)waiting).Deadline == at;
}

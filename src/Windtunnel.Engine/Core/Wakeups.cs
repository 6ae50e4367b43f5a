namespace Windtunnel.Engine;

/// <summary>What becomes due by itself: pokes, retries, and the time limits and deadlines of runs.</summary>
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

    /// <summary>When a run is timed out, or looked at again.</summary>
    public void At(RunCore run, DateTimeOffset at) => _due.Enqueue(run, (at, 0, _sequence++));

    public void At(PendingDeadline deadline) => _due.Enqueue(deadline, (deadline.Due, 0, _sequence++));

    /// <summary>Deadlines that have passed since they were last taken.</summary>
    public Queue<PendingDeadline> Missed { get; } = new();

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

            switch (waiting)
            {
                case Row row:
                    row.Run.Now = now;
                    row.Run.MarkDirty(row);
                    break;
                case RunCore run:
                    run.Wake();
                    break;
                case PendingDeadline missed:
                    missed.Run.Deadlines.Remove(missed);
                    Missed.Enqueue(missed);
                    break;
            }
        }
    }

    private static bool Stands(object waiting, DateTimeOffset at) => waiting switch
    {
        Row row => row.State is TaskState.UpForRetry or TaskState.UpForReschedule && row.NextAt == at,
        RunCore run => run.TimesOutAt == at || run.LookedAtAgain == at,
        PendingDeadline pending => pending.Run.Deadlines.Contains(pending),
        _ => throw new ArgumentOutOfRangeException(nameof(waiting), waiting, "Not something that becomes due."),
    };
}

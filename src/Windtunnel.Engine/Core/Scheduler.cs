namespace Windtunnel.Engine;

/// <summary>The pure core: all runs of a deployment and every decision over them. It has no clock, no I/O and no chance of its own:
/// the same events at the same instants give the same decisions.</summary>
internal sealed class Scheduler(DeploymentOptions options, Chance chance)
{
    private readonly List<RunCore> _running = [];
    private readonly PastRuns _past = new();
    private readonly ReadyQueue _queue = new(options);
    private readonly PriorityQueue<Row, (DateTimeOffset At, int Class, long Sequence)> _timers = new();
    private readonly Dictionary<RunCore, Pass> _passes = [];
    private int _runs;
    private long _sequence;

    /// <summary>The next instant at which something becomes due by itself; null: never.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_timers.TryPeek(out Row? row, out (DateTimeOffset At, int, long) due) && !IsWaitingUntil(row, due.At))
            {
                _timers.Dequeue();
            }

            DateTimeOffset? rows = _timers.TryPeek(out _, out (DateTimeOffset At, int, long) next) ? next.At : null;
            DateTimeOffset? runs = _running.Min(run => run.Deadline);
            return rows is null || runs < rows ? runs : rows;
        }
    }

    public IReadOnlyList<RunCore> Running => _running;

    /// <summary>Runs with attempts that are to be stopped.</summary>
    public IEnumerable<RunCore> WithStops() => _running.Where(run => run.Stops.Count > 0);

    /// <summary>Creates a run with its first rows and starts it. §6.3.</summary>
    public RunCore Start(DagPlan plan, RunInfo info, Journal journal, DateTimeOffset now)
    {
        var run = new RunCore(plan, info, _runs++, journal) { Now = now, Start = now, State = RunState.Running };
        RunCreation.AddRows(run);
        journal.Append(new RunStarted { At = now });
        _running.Add(run);
        _past.Add(run);
        _passes[run] = new Pass(run, _past);
        return run;
    }

    /// <summary>Examines every run until a pass changes nothing, then says which row starts next: its slots are taken and it runs.</summary>
    public Row? Next(DateTimeOffset now)
    {
        Settle(now);
        Row? row = _queue.TakeNext();
        if (row is not null)
        {
            StartAttempt(row, now);
        }

        return row;
    }

    /// <summary>Wakes what is due at <paramref name="now"/>: pokes first; retries at a later call, when those have had their effects,
    /// since Airflow starts a retry only after its time.</summary>
    public void Advance(DateTimeOffset now)
    {
        int? woken = null;
        while (_timers.TryPeek(out Row? row, out (DateTimeOffset At, int Class, long) due) && due.At <= now && (woken ?? due.Class) == due.Class)
        {
            woken = due.Class;
            _timers.Dequeue();
            if (IsWaitingUntil(row, due.At))
            {
                row.Run.Now = now;
                row.Run.MarkDirty(row);
            }
        }

        foreach (RunCore run in _running)
        {
            run.NeedsPass |= run.Deadline <= now;
        }
    }

    /// <summary>A stint ended. Ignored when its row was given another state meanwhile.</summary>
    public TaskState? End(Row row, Ending ending, DateTimeOffset now)
    {
        row.Run.Now = now;
        TaskState? state = AttemptEnds.Apply(row.Run, row, ending);
        if (state is TaskState.UpForRetry or TaskState.UpForReschedule)
        {
            _timers.Enqueue(row, (row.NextAt, state == TaskState.UpForRetry ? 1 : 0, _sequence++));
        }

        return state;
    }

    /// <summary>The attempt of a row is gone: what it took is free again.</summary>
    public void Release(Row row) => _queue.Release(row);

    /// <summary>A trigger fired, a person answered, or a deadline passed: the row continues when it gets a slot.</summary>
    public void Resume(Row row, object with, DateTimeOffset now)
    {
        if (row.State is not (TaskState.Deferred or TaskState.AwaitingInput))
        {
            return;
        }

        row.Run.Now = now;
        row.Parking!.ResumedWith = with;
        row.Run.SetState(row, TaskState.Scheduled);
        row.Run.Journal.Append(new TaskScheduled { At = now, Task = row.Task.Id, MapIndex = row.MapIndex, Try = row.Try });
        Enqueue(row);
    }

    /// <summary>Records for a run that can go on no more what each of its rows waits for.</summary>
    public void GiveUp(RunCore run, DateTimeOffset now, TimeSpan? limit)
    {
        run.Now = now;
        Waits.Record(run, _past, _queue);
        run.Journal.Append(new FindingMade
        {
            At = now,
            Code = limit is null ? "run.blocked" : "run.endless",
            Text = limit is null
                ? $"Run '{run.Info.RunId}' of Dag '{run.Info.DagId}' can never finish: {run.Unfinished} task instances wait for what will not come. "
                    + "Airflow would leave it running. See what each waits for, and give it that (a pool, a slot, an answer, a run before)."
                : $"Run '{run.Info.RunId}' of Dag '{run.Info.DagId}' was not over after {limit} of virtual time. "
                    + "Look for a sensor or a loop that waits for what never comes, or raise VirtualTimeLimit.",
        });
        run.Journal.Append(new RunEnded { At = now, State = RunState.Running, Reason = limit is null ? "blocked" : "endless" });
        _running.Remove(run);
    }

    private void Settle(DateTimeOffset now)
    {
        bool again = true;
        while (again)
        {
            again = false;
            for (int i = 0; i < _running.Count; i++)
            {
                RunCore run = _running[i];
                if (!run.NeedsPass)
                {
                    continue;
                }

                again = true;
                run.Now = now;
                PassOver(run);
            }

            _running.RemoveAll(run => run.State is RunState.Success or RunState.Failed);
        }
    }

    private void PassOver(RunCore run)
    {
        if (run.Deadline <= run.Now)
        {
            RunEnding.TimeOut(run);
            return;
        }

        Pass pass = _passes[run];
        pass.Execute();
        foreach (Row row in pass.Ready)
        {
            Enqueue(row);
        }
    }

    private void Enqueue(Row row)
    {
        row.Draw = chance.Order(row);
        _queue.Add(row);
    }

    private static void StartAttempt(Row row, DateTimeOffset now)
    {
        RunCore run = row.Run;
        run.Now = now;
        bool resumes = row.Parking?.ResumedWith is not null;
        if (!resumes)
        {
            XComStore.Clear(row);
            row.Start = now;
        }

        row.Stint++;
        run.SetState(row, TaskState.Running);
        run.Journal.Append(new TaskStarted { At = now, Task = row.Task.Id, MapIndex = row.MapIndex, Try = row.Try });
    }

    private static bool IsWaitingUntil(Row row, DateTimeOffset at) =>
        row.State is TaskState.UpForRetry or TaskState.UpForReschedule && row.NextAt == at;
}

namespace Windtunnel;

/// <content>How an instance follows from the entries about it.</content>
public sealed partial class TaskInstance
{
    private List<TaskAttempt>? _attempts;
    private Dictionary<string, string>? _xcoms;
    private Dictionary<string, long>? _counts;
    private List<TaskLogged>? _logs;
    private List<CallbackRan>? _callbacks;
    private List<string>? _connections;
    private DateTimeOffset? _scheduled;

    /// <summary>True when nothing happened to it yet, so that its map indexes may take its place.</summary>
    internal bool IsUntouched => State == TaskState.None && TryNumber == 0 && _attempts is null;

    internal void Apply(TaskEntry entry)
    {
        switch (entry)
        {
            case TaskScheduled e:
                State = TaskState.Scheduled;
                TryNumber = e.Try;
                _scheduled = e.At;
                break;
            case TaskStarted e:
                Begin(e);
                break;
            case TaskEnded e:
                Stop(e);
                break;
            case TaskDecided e:
                Decide(e);
                break;
            case TaskWaiting e:
                State = e.State;
                Cause = e.Cause;
                break;
            case TaskCleared e:
                Clear(e);
                break;
            case TaskLogged e:
                (_logs ??= []).Add(e);
                _attempts?.FindLast(attempt => attempt.Try == e.Try)?.Log(e);
                break;
            case TaskLabeled e:
                Label = e.Label;
                break;
            case XComPushed e:
                (_xcoms ??= [])[e.Key] = e.Value;
                break;
            case CountRecorded e:
                (_counts ??= [])[e.Name] = e.Value;
                break;
            case ConnectionUsed e when _connections?.Contains(e.Connection) is not true:
                (_connections ??= []).Add(e.Connection);
                break;
            case CallbackRan e:
                (_callbacks ??= []).Add(e);
                break;
        }
    }

    private void Begin(TaskStarted entry)
    {
        bool resumes = Latest(entry.Try) is { State: TaskState.Deferred or TaskState.AwaitingInput };
        if (!resumes)
        {
            _xcoms = null;
            _counts = null;
        }

        TaskAttempt attempt = Latest(entry.Try) ?? Open(entry.Try);
        attempt.Begin(entry.At);
        State = TaskState.Running;
        TryNumber = entry.Try;
        Start = attempt.Start;
        End = null;
        Cause = null;
    }

    private void Stop(TaskEnded entry)
    {
        TaskAttempt attempt = Latest(entry.Try) ?? Open(entry.Try);
        attempt.Stop(entry.At, entry.State, entry.Error, entry.NextAt);
        TryNumber = entry.Try;
        Start = attempt.Start;
        Reach(entry.State, entry.At);
    }

    private void Decide(TaskDecided entry)
    {
        if (_attempts?[^1] is { End: null } running)
        {
            running.Stop(entry.At, entry.State, null, null);
        }

        Cause = entry.Cause;
        Reach(entry.State, entry.At);
    }

    private void Clear(TaskCleared entry)
    {
        if (_attempts?[^1] is { End: null } running)
        {
            running.Stop(entry.At, TaskState.Restarting, null, null);
        }

        State = TaskState.None;
        MaxTries = entry.MaxTries;
        Start = null;
        End = null;
        Cause = null;
        _scheduled = null;
    }

    private void Reach(TaskState state, DateTimeOffset at)
    {
        State = state;
        End = state.IsFinished() ? at : null;
    }

    // A try number is used once, so the attempt of a running try is the last one.
    private TaskAttempt? Latest(int @try) => _attempts?[^1] is { } last && last.Try == @try ? last : null;

    private TaskAttempt Open(int @try)
    {
        var attempt = new TaskAttempt(@try, _scheduled);
        (_attempts ??= []).Add(attempt);
        return attempt;
    }
}

namespace Windtunnel;

/// <summary>One try of a task instance. Immutable once its run is derived.</summary>
public sealed class TaskAttempt
{
    private readonly List<TaskStint> _stints = [];
    private List<TaskLogged>? _logs;

    internal TaskAttempt(int @try, DateTimeOffset? scheduled)
    {
        Try = @try;
        Scheduled = scheduled;
    }

    /// <summary>1 for the first.</summary>
    public int Try { get; }

    /// <summary>How it ended, e.g. up_for_retry for a failure that was retried; the present state while it has not ended.</summary>
    public TaskState State { get; private set; } = TaskState.Running;

    /// <summary>When its dependencies were met and it began to wait for a slot; null when that is not known.</summary>
    public DateTimeOffset? Scheduled { get; }

    /// <summary>When its first stint began.</summary>
    public DateTimeOffset Start { get; private set; }

    /// <summary>Null while it has not ended: it runs, is deferred, or waits for its next poke.</summary>
    public DateTimeOffset? End { get; private set; }

    /// <summary>The stretches in which the body ran: several when it deferred or rescheduled, none when the task has no body.</summary>
    public IReadOnlyList<TaskStint> Stints => _stints;

    /// <summary>Why it failed or was skipped; null otherwise.</summary>
    public TaskError? Error { get; private set; }

    /// <summary>When it may run again: the end of the retry delay, the next poke, the deferral's deadline. Null when it will not.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public IReadOnlyList<TaskLogged> Logs => _logs ?? (IReadOnlyList<TaskLogged>)[];

    /// <summary>Virtual time from start to end; null while it has not ended.</summary>
    public TimeSpan? Elapsed => End - Start;

    internal void Begin(DateTimeOffset at)
    {
        if (_stints.Count == 0)
        {
            Start = at;
        }

        State = TaskState.Running;
        NextAt = null;
        _stints.Add(new TaskStint(at, null, TaskState.Running));
    }

    internal void Stop(DateTimeOffset at, TaskState state, TaskError? error, DateTimeOffset? nextAt)
    {
        if (_stints.Count == 0)
        {
            Start = at;
        }
        else if (_stints[^1].End is null)
        {
            _stints[^1] = _stints[^1] with { End = at, State = state };
        }

        State = state;
        Error = error;
        NextAt = nextAt;
        End = state is TaskState.Deferred or TaskState.AwaitingInput or TaskState.UpForReschedule ? null : at;
    }

    internal void Log(TaskLogged line) => (_logs ??= []).Add(line);
}

/// <summary>A stretch of a try in which the body ran.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">Null while it goes on.</param>
/// <param name="State">The state it ended in: a final one, or up_for_retry, up_for_reschedule, deferred or awaiting_input.</param>
public sealed record TaskStint(DateTimeOffset Start, DateTimeOffset? End, TaskState State);

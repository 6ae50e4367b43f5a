namespace Windtunnel;

/// <summary>The end of the code that runs now: a step of a body on its scheduler, or what goes on within the completion of a task.
/// All that it awaits is registered by then.</summary>
internal sealed class Return
{
    private const int MostLooks = 5_000;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);
    private static readonly Return Past = new() { _came = true };

    [ThreadStatic]
    private static Return? _current;

    private readonly Lock _gate = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private List<Action>? _waiting;
    private bool _came;

    /// <summary>That of the calling code; one that has come already where nobody can tell.</summary>
    public static Return OfCaller()
    {
        if (_current is { } current)
        {
            return current;
        }

        if (TaskScheduler.Current == TaskScheduler.Default)
        {
            return Past;
        }

        // What is queued on a body's scheduler runs after the step that queued it.
        var step = new Return();
        _ = Task.Factory.StartNew(step.Come, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
        return step;
    }

    /// <summary>Runs what begins waits of its own.</summary>
    public static void Within(Action act)
    {
        Return? outer = _current;
        var own = new Return();
        _current = own;
        try
        {
            act();
        }
        finally
        {
            _current = outer;
            own.Come();
        }
    }

    /// <summary>Acts when it has come: at once, on this thread, or later in the thread pool.</summary>
    public void Then(Action act)
    {
        lock (_gate)
        {
            if (!_came)
            {
                (_waiting ??= []).Add(act);
                if (_waiting.Count == 1)
                {
                    _ = WatchAsync();
                }

                return;
            }
        }

        act();
    }

    private void Come()
    {
        List<Action>? waiting;
        lock (_gate)
        {
            _came = true;
            (waiting, _waiting) = (_waiting, null);
        }

        foreach (Action act in waiting ?? [])
        {
            ThreadPool.UnsafeQueueUserWorkItem(static act => act(), act, preferLocal: false);
        }
    }

    // Code that blocks its thread does not come back before the task that it waits for is done, and that of a run that was given up may
    // never come back.
    private async Task WatchAsync()
    {
        for (int look = 0; look < MostLooks && !Volatile.Read(ref _came); look++)
        {
#pragma warning disable RS0030 // The scheduling of threads is looked at, not the time of a run.
            await Task.Delay(BetweenLooks, TimeProvider.System).ConfigureAwait(false);
#pragma warning restore RS0030
            if (_thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            {
                break;
            }
        }

        Come();
    }
}

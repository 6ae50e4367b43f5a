namespace Windtunnel;

/// <summary>Lets what waits for a task go on within its completion, up to where a body is ready to go on.</summary>
/// <remarks>
/// Client libraries await with ConfigureAwait(false). When a task completes on a run's own scheduler, such a wait goes on in the thread
/// pool, at a time that nobody can tell: meanwhile the engine sees a body that waits for its timers only, and moves the clock. Completed
/// here, outside of any scheduler, they go on at once; and the clock is let go only after them.
/// <para>
/// The same happens to a task that completes while its caller is still on the way back through its awaits: one that is about to
/// register finds the task done, and goes on in the thread pool. So a task completes only after whoever began it has come back.
/// </para>
/// <code>
/// body       | begins … await … await … await | waits     | goes on
/// task       |             done ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ completes |
/// clock      | held                                       | free
/// </code>
/// </remarks>
internal static class Detached
{
    public static ValueTask Of(ValueTask task)
    {
        if (task.IsCompleted)
        {
            return task;
        }

        // Not asynchronously: that is the point.
        var completion = new TaskCompletionSource();
        After(task.AsTask(), done => completion.SetFromTask(done));
        return new(completion.Task);
    }

    /// <param name="task">What is waited for.</param>
    /// <param name="hold">Disposed when what waits for the task has gone on.</param>
    public static Task<T> Of<T>(Task<T> task, IDisposable hold)
    {
        var completion = new TaskCompletionSource<T>();
        var caller = Return.OfCaller();
        After(task, done => caller.Then(() =>
        {
            Return.Within(() => completion.SetFromTask((Task<T>)done));
            hold.Dispose();
        }));
        return completion.Task;
    }

    private static void After(Task task, Action<Task> act) =>
        _ = task.ContinueWith(act, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}

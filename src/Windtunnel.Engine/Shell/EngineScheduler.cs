using System.Collections.Concurrent;

namespace Windtunnel.Engine;

/// <summary>The task scheduler that task bodies continue on: one at a time, in the order in which they became ready.
/// What a body awaits comes back here, so it cannot run beside the engine.</summary>
internal sealed class EngineScheduler : TaskScheduler
{
    private readonly ConcurrentQueue<Task> _queue = new();
    private TaskCompletionSource _work = NewSignal();
    private Task? _entering;
    private bool _signalled;

    public bool HasWork => !_queue.IsEmpty;

    /// <summary>Runs <paramref name="act"/> with this as the current scheduler, on the calling thread.</summary>
    public T Enter<T>(Func<T> act)
    {
        var task = new Task<T>(act, TaskCreationOptions.DenyChildAttach);
        _entering = task;
        task.RunSynchronously(this);
        _entering = null;
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Runs everything that is ready; only within <see cref="Enter"/>.</summary>
    public void Drain()
    {
        while (_queue.TryDequeue(out Task? task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Completes when something became ready, or may have.</summary>
    public Task WorkAsync()
    {
        if (_work.Task.IsCompleted)
        {
            Volatile.Write(ref _work, NewSignal());
        }

        // Looked at after the new signal is in place: what was signalled to the old one is not lost.
        Task signal = _work.Task;
        return Interlocked.Exchange(ref _signalled, false) || HasWork ? Task.CompletedTask : signal;
    }

    /// <summary>Wakes the engine, which waits for something outside: a body may have begun to wait in virtual time on another
    /// thread.</summary>
    public void Signal()
    {
        Volatile.Write(ref _signalled, true);
        Volatile.Read(ref _work).TrySetResult();
    }

    protected override void QueueTask(Task task)
    {
        _queue.Enqueue(task);
        Signal();
    }

    /// <summary>Only what enters: a thread of the pool asks for what continues a body too, at any moment.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        ReferenceEquals(task, _entering) && TryExecuteTask(task);

    protected override IEnumerable<Task>? GetScheduledTasks() => _queue;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

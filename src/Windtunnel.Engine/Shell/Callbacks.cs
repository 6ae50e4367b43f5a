using System.Collections.Immutable;

namespace Windtunnel.Engine;

/// <summary>Calls callbacks in their order; what one throws is recorded and changes nothing. §17.</summary>
internal static class Callbacks
{
    public static void Run(AttemptStint stint, string name, ImmutableArray<Action<CallbackCall>> callbacks)
    {
        foreach (Action<CallbackCall> callback in callbacks)
        {
            TaskError? error = null;
            try
            {
                callback(new(stint.Context, stint.Error));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                error = Endings.Describe(e);
            }

            Row row = stint.Row;
            row.Run.Journal.Append(new CallbackRan
            {
                At = row.Run.Now,
                Task = row.Task.Id,
                MapIndex = row.MapIndex,
                Try = row.Try,
                Callback = name,
                Error = error,
            });
        }
    }

    /// <summary>The callbacks of the state a stint ended in.</summary>
    public static void RunFor(AttemptStint stint, TaskState state)
    {
        if (stint.RunsElsewhere)
        {
            return;
        }

        TaskCallbacks callbacks = stint.Row.Task.Spec.Callbacks;
        switch (state)
        {
            case TaskState.Success:
                Run(stint, "on_success", callbacks.OnSuccess);
                break;
            case TaskState.Skipped:
                Run(stint, "on_skipped", callbacks.OnSkipped);
                break;
            case TaskState.UpForRetry:
                Run(stint, "on_retry", callbacks.OnRetry);
                break;
            case TaskState.Failed:
                Run(stint, "on_failure", callbacks.OnFailure);
                break;
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Windtunnel;

/// <summary>What an exception means for the try. §8.2, the one place where exceptions become outcomes.</summary>
internal static class Endings
{
    public static Ending Of(Exception error, IBodyStint stint) => error switch
    {
        OperationCanceledException when stint.IsTimedOut => Judge(TimedOut(stint), stint),
        SkipTaskException skip => new Ending.SkippedItself(Describe(skip)),
        FailTaskException or SensorTimeoutException or DagRunExistsException => new Ending.Failed(Describe(error), MayRetry: false),
        RetryTaskException retry => new Ending.Failed(Describe(retry), Delay: retry.Delay),
        RescheduleTaskException reschedule => new Ending.Rescheduled(reschedule.Until),
        DeferTaskException defer when stint.Context.Task.Definition.Resume is not null => new Ending.WasDeferred(defer.Deferral),
        DeferTaskException => new Ending.Failed(Describe(new InvalidOperationException(
            $"Task '{stint.Context.TaskId}' defers but has nothing to resume with. Add it with Deferrable."))),
        _ => Judge(error, stint),
    };

    public static TaskTimeoutException TimedOut(IBodyStint stint) =>
        new($"The body took longer than its execution timeout of {stint.Context.Task.Spec.ExecutionTimeout}.");

    public static TaskError Describe(Exception error) => new(error.GetType().FullName ?? error.GetType().Name, MessageOf(error));

    private static Ending.Failed Judge(Exception error, IBodyStint stint)
    {
        RetryDecision decision = Ask(stint.Context.Task.Spec.RetryPolicy, error, stint.Context);
        return new(Describe(error), decision.Action != RetryAction.Fail, decision.Action == RetryAction.Retry ? decision.Delay : null);
    }

    private static RetryDecision Ask(RetryPolicy? policy, Exception error, TaskContext context)
    {
        try
        {
            return policy?.Invoke(error, context) ?? new(RetryAction.Default);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            context.Host.Logger.LogWarning(e, "The retry policy failed; the failure is treated as without one.");
            return new(RetryAction.Default);
        }
    }

    /// <summary>An exception of an author's may throw when it is asked what happened.</summary>
    private static string MessageOf(Exception error)
    {
        try
        {
            return error.Message ?? "";
        }
        catch (Exception e)
        {
            return $"(its message could not be read: {e.GetType().Name})";
        }
    }
}

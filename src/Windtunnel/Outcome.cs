namespace Windtunnel;

/// <summary>Ways for a body to end other than by returning or by failing: throw what these make.</summary>
/// <example><code>if (rows.Length == 0) throw Outcome.Skip("No new flights.");</code></example>
public static class Outcome
{
    /// <summary>The task is skipped; it is not retried. Airflow's <c>AirflowSkipException</c>.</summary>
    public static Exception Skip(string reason) => new SkipTaskException(reason);

    /// <summary>The task fails and is not retried, whatever its retries. Airflow's <c>AirflowFailException</c>.</summary>
    public static Exception Fail(string reason, Exception? inner = null) => new FailTaskException(reason, inner);

    /// <summary>The try fails and, while tries are left, is repeated after <paramref name="delay"/> instead of the task's own
    /// delay.</summary>
    public static Exception RetryAfter(TimeSpan delay, string reason, Exception? inner = null) =>
        new RetryTaskException(delay, reason, inner);

    /// <summary>The try ends, gives up its slot, and starts again from the beginning at <paramref name="until"/>; it costs no
    /// retry.</summary>
    public static Exception Reschedule(DateTimeOffset until) => new RescheduleTaskException(until);

    /// <summary>The task gives up its slot until the trigger fires; then its resume body runs. Only for tasks added with
    /// <c>Deferrable</c>.</summary>
    public static Exception Defer(Deferral deferral) => new DeferTaskException(deferral);
}

/// <summary>An end of a body that is no error. Made by <see cref="Outcome"/>.</summary>
public abstract class TaskOutcomeException : Exception
{
    private protected TaskOutcomeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>See <see cref="Outcome.Skip"/>.</summary>
public sealed class SkipTaskException : TaskOutcomeException
{
    internal SkipTaskException(string message)
        : base(message)
    {
    }
}

/// <summary>See <see cref="Outcome.Fail"/>.</summary>
public sealed class FailTaskException : TaskOutcomeException
{
    internal FailTaskException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>See <see cref="Outcome.RetryAfter"/>.</summary>
public sealed class RetryTaskException : TaskOutcomeException
{
    internal RetryTaskException(TimeSpan delay, string message, Exception? inner)
        : base(message, inner) => Delay = delay;

    /// <summary>The wait before the retry.</summary>
    public TimeSpan Delay { get; }
}

/// <summary>See <see cref="Outcome.Reschedule"/>.</summary>
public sealed class RescheduleTaskException : TaskOutcomeException
{
    internal RescheduleTaskException(DateTimeOffset until)
        : base($"Rescheduled to {until:O}.") => Until = until;

    /// <summary>When the body starts again.</summary>
    public DateTimeOffset Until { get; }
}

/// <summary>See <see cref="Outcome.Defer"/>.</summary>
public sealed class DeferTaskException : TaskOutcomeException
{
    internal DeferTaskException(Deferral deferral)
        : base($"Deferred to {deferral.Trigger}.") => Deferral = deferral;

    /// <summary>What is waited for.</summary>
    public Deferral Deferral { get; }
}

/// <summary>A sensor's time is over. Not retried.</summary>
public sealed class SensorTimeoutException(string message) : Exception(message);

/// <summary>A body took longer than its execution timeout. Retried while tries are left.</summary>
public sealed class TaskTimeoutException(string message) : Exception(message);

/// <summary>A deferral's trigger failed, ended without an event, or took longer than the deferral's timeout. Retried while tries are
/// left.</summary>
public sealed class TaskDeferralException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Nobody answered in time, or the answer was not one of the options. Retried while tries are left.</summary>
public sealed class HumanInputException(string message) : Exception(message);

namespace Windtunnel;

/// <summary>What a <see cref="RetryPolicy"/> answers.</summary>
public enum RetryAction
{
    /// <summary>As if there were no policy.</summary>
    Default,

    /// <summary>Retry, while tries are left.</summary>
    Retry,

    /// <summary>Fail at once.</summary>
    Fail,
}

/// <summary>A policy's answer.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Delay">The wait before this one retry, not capped by anything; null: the task's own delay.</param>
/// <param name="Reason">Kept with the try, at most 500 characters of it; null: none.</param>
public sealed record RetryDecision(RetryAction Action, TimeSpan? Delay = null, string? Reason = null);

/// <summary>Decides over each failure of a task. A policy that throws counts as <see cref="RetryAction.Default"/>.</summary>
/// <param name="error">What the body threw.</param>
/// <param name="context">The task's context; it knows the try.</param>
public delegate RetryDecision RetryPolicy(Exception error, TaskContext context);

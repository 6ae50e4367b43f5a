namespace Windtunnel;

/// <summary>The state of a task instance, with Airflow's names. <see cref="None"/> is Airflow's null: created or cleared, not yet
/// scheduled.</summary>
public enum TaskState
{
    None,
    Scheduled,
    Queued,
    Running,
    Restarting,
    UpForRetry,
    UpForReschedule,
    Deferred,
    AwaitingInput,
    Success,
    Skipped,
    Failed,
    UpstreamFailed,
    Removed,
}

/// <summary>The classes into which Airflow's scheduler sorts the states of a task instance.</summary>
public static class TaskStates
{
    private static readonly string[] Names =
    [
        "none", "scheduled", "queued", "running", "restarting", "up_for_retry", "up_for_reschedule", "deferred", "awaiting_input",
        "success", "skipped", "failed", "upstream_failed", "removed",
    ];

    /// <summary>True for success, skipped, failed, upstream_failed and removed: nothing more happens unless the task is cleared.</summary>
    public static bool IsFinished(this TaskState state) => state >= TaskState.Success;

    /// <summary>True when the scheduler may still decide to schedule it: none, up_for_retry, up_for_reschedule.</summary>
    public static bool IsSchedulable(this TaskState state) =>
        state is TaskState.None or TaskState.UpForRetry or TaskState.UpForReschedule;

    /// <summary>True for failed and upstream_failed.</summary>
    public static bool IsBad(this TaskState state) => state is TaskState.Failed or TaskState.UpstreamFailed;

    /// <summary>Airflow's spelling, e.g. <c>up_for_retry</c>; <c>none</c> for the state Airflow stores as null.</summary>
    public static string ToAirflow(this TaskState state) => Names[(int)state];

    /// <summary>Reads Airflow's spelling; null and "none" give <see cref="TaskState.None"/>.</summary>
    /// <exception cref="FormatException">The text is no state of Airflow's.</exception>
    public static TaskState Parse(string? text)
    {
        if (text is null)
        {
            return TaskState.None;
        }

        int at = Array.IndexOf(Names, text);
        return at >= 0
            ? (TaskState)at
            : throw new FormatException($"'{text}' is not a task state. Known states: {string.Join(", ", Names)}.");
    }
}

namespace Windtunnel;

/// <summary>One stint of a task's body, on the embedded engine or on a real Airflow: what running it depends on besides its
/// context.</summary>
internal interface IBodyStint
{
    TaskContext Context { get; }

    /// <summary>The run's time at this moment.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Set when the execution timeout has passed.</summary>
    bool IsTimedOut { get; }

    /// <summary>When the try was first rescheduled; null when it was not.</summary>
    DateTimeOffset? FirstReschedule { get; }

    /// <summary>Whether others are mapped over the task's result.</summary>
    bool IsMapSource { get; }

    /// <summary>The most elements that may be mapped over.</summary>
    int MaxMapLength { get; }
}

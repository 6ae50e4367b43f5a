namespace Windtunnel.Engine;

/// <summary>A task instance: a row of Airflow's table. Changed only through <see cref="RunCore"/>.</summary>
internal sealed class Row(TaskRows owner, int mapIndex)
{
    /// <summary>The rows of its task; others when the run moves to another version of the DAG.</summary>
    public TaskRows Owner { get; set; } = owner;

    public TaskPlan Task => Owner.Task;

    public RunCore Run => Owner.Run;

    /// <summary>-1 when unmapped or not yet expanded.</summary>
    public int MapIndex { get; set; } = mapIndex;

    public TaskState State { get; set; }

    /// <summary>The state as the current pass sees it: only finished states are seen, the rest is <see cref="TaskState.None"/>.</summary>
    public TaskState Seen { get; set; }

    public int Try { get; set; }

    /// <summary>How many stints of the current try came before this one.</summary>
    public int Stint { get; set; }

    public int MaxTries { get; set; } = owner.Task.Retries;

    /// <summary>Null until it first started or was decided over.</summary>
    public DateTimeOffset? Start { get; set; }

    public DateTimeOffset? End { get; set; }

    /// <summary>When a retry or reschedule is due.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>What decides between rows of equal priority.</summary>
    public ulong Draw { get; set; }

    /// <summary>Waits in the current or next pass's list.</summary>
    public bool IsDirty { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>Whose limits, pool and slots it took last: it gives back what it took, whatever its task takes now.</summary>
    public TaskRows? TookAs { get; set; }

    /// <summary>While parked it still counts for its task's limits. §11.2.</summary>
    public bool HoldsLimits { get; set; }

    /// <summary>While deferred it keeps its slots of a pool that includes deferred ones.</summary>
    public bool HoldsPool { get; set; }

    /// <summary>What it handed on as <c>return_value</c>; kept until it starts anew.</summary>
    public XComValue? Result { get; set; }

    /// <summary>XComs under other keys; null while there are none.</summary>
    public SortedDictionary<string, XComValue>? XComs { get; set; }

    /// <summary>What a branch or short circuit decided; kept until it starts anew. §5.1.</summary>
    public SkipMemory? Skips { get; set; }

    /// <summary>What parking, poking and stopping need; null for most rows.</summary>
    public Parking? Parking { get; set; }

    /// <summary>The attempt in progress, or the trigger it is deferred to, as the shell knows it.</summary>
    public object? Attempt { get; set; }

    /// <inheritdoc/>
    public override string ToString() => MapIndex < 0 ? Task.Id : $"{Task.Id}[{MapIndex}]";
}

/// <summary>What a parked or rescheduled row waits for.</summary>
internal sealed class Parking
{
    /// <summary>When the first reschedule of this try was asked for; a sensor's timeout counts from it. §9.1.</summary>
    public DateTimeOffset? FirstReschedule { get; set; }

    /// <summary>What a deferral waits for.</summary>
    public Deferral? Deferral { get; set; }

    /// <summary>The event, answer or failure that the next stint resumes with; null for a stint from the beginning.</summary>
    public object? ResumedWith { get; set; }
}

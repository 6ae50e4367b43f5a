namespace Windtunnel;

/// <summary>What a DAG allows its schedule.</summary>
/// <param name="Earliest">No run begins before it: the earliest start date of the DAG and its tasks. Null means there is none.</param>
/// <param name="Latest">No run begins after it: the end date. Null means the schedule never ends.</param>
/// <param name="Catchup">Whether the slots between <paramref name="Earliest"/> and now are made up for; Airflow's default is false.</param>
public readonly record struct ScheduleBounds(DateTimeOffset? Earliest, DateTimeOffset? Latest, bool Catchup)
{
    /// <summary>No start, no end, every slot in turn.</summary>
    public static ScheduleBounds None { get; } = new(null, null, Catchup: true);

    internal bool EndBefore(DateTimeOffset instant) => Latest < instant;
}

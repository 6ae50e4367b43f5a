using Windtunnel.Schedules;

namespace Windtunnel;

/// <summary>A run that a schedule asks for. All its instants are in UTC.</summary>
public sealed record PlannedRun
{
    /// <summary>The start of <see cref="Interval"/>; null for a run of one partition.</summary>
    public DateTimeOffset? LogicalDate => Interval?.Start;

    /// <summary>Null for a run of one partition.</summary>
    public DataInterval? Interval { get; init; }

    /// <summary>The run is created and started no earlier than this.</summary>
    public required DateTimeOffset RunAfter { get; init; }

    /// <summary>Null unless the schedule makes partitions.</summary>
    public string? PartitionKey { get; init; }

    public override string ToString() =>
        $"{(PartitionKey is null ? Interval?.ToString() : $"partition '{PartitionKey}'")}, run after {Iso8601.Format(RunAfter)}";

    /// <summary>A run that starts when its interval is over.</summary>
    internal static PlannedRun Over(DateTimeOffset start, DateTimeOffset end) =>
        new() { Interval = new DataInterval(start.ToUniversalTime(), end.ToUniversalTime()), RunAfter = end.ToUniversalTime() };
}

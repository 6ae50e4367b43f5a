namespace Windtunnel.Insights;

/// <summary>What two runs of a DAG differ in; the gravest first.</summary>
public enum DifferenceKind
{
    /// <summary>The state of the run itself.</summary>
    RunState,

    /// <summary>One run has a task instance that the other lacks.</summary>
    Instance,

    /// <summary>The state of a task instance.</summary>
    State,

    /// <summary>How often it was tried, or how a try ended.</summary>
    Tries,

    /// <summary>What it handed on.</summary>
    XCom,

    /// <summary>The asset events that it emitted.</summary>
    AssetEvent,

    /// <summary>A task began before one that it waits for had ended.</summary>
    Order,

    /// <summary>Tasks that nothing orders began in another order. No difference of the runs.</summary>
    OpenOrder,
}

/// <summary>One thing in which two runs of a DAG differ.</summary>
public sealed record RunDifference
{
    public required DifferenceKind Kind { get; init; }

    /// <summary>The task concerned; null when it is the run as a whole.</summary>
    public string? TaskId { get; init; }

    /// <summary>-1 when the task is not mapped, or all its instances are concerned.</summary>
    public int MapIndex { get; init; } = -1;

    /// <summary>What the first run has, in a few words.</summary>
    public required string Expected { get; init; }

    /// <summary>What the second run has.</summary>
    public required string Actual { get; init; }

    /// <summary>The likely cause, in sentences.</summary>
    public required string Cause { get; init; }

    /// <summary>The task upstream whose difference this one follows from; null when it is the first in its chain.</summary>
    public string? FollowsFrom { get; init; }

    /// <summary>False for what a deployment is free to do otherwise.</summary>
    public bool Matters => Kind != DifferenceKind.OpenOrder;

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = TaskId is null ? "the run" : MapIndex < 0 ? $"'{TaskId}'" : $"'{TaskId}[{MapIndex}]'";
        return $"{what}: {Expected}, but {Actual}. {Cause}";
    }
}

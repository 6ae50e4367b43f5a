namespace Windtunnel.Engine;

/// <summary>Decides in which order things happen that a deployment leaves open at one instant. There is none where the fixed order
/// stands.</summary>
internal abstract class Interleaving
{
    /// <summary>True when the run is not worth following any further.</summary>
    public bool IsOver { get; protected set; }

    /// <summary>A body is over; its row stays running until the report of it is chosen.</summary>
    public abstract void Add(Report report);

    /// <summary>Chooses what happens next; false when nothing is left at this instant.</summary>
    public abstract bool TryNext(Scheduler core, DateTimeOffset now, out Step step);

    /// <summary>A body reached for something that others may reach for too.</summary>
    public virtual void Touch(Row row, ResourceKind kind, string name)
    {
    }
}

/// <summary>How a body ended, not yet told to the core.</summary>
internal sealed record Report(AttemptStint Stint, Ending Ending)
{
    public Row Row => Stint.Row;

    /// <summary>True when its row was given another state meanwhile: nobody listens to it.</summary>
    public bool IsRefused => Row.Attempt != Stint;
}

/// <summary>One thing that may happen: a report is heard, a row starts, or, with neither, the scheduler has a turn.</summary>
internal readonly record struct Step(Report? Report, Row? Start)
{
    /// <summary>The row it is about; null for a turn.</summary>
    public Row? Row => Report?.Row ?? Start;

    public bool IsTurn => Row is null;
}

/// <summary>What bodies may share beside results that are handed on.</summary>
internal enum ResourceKind
{
    Connection,
    Variable,
    XCom,
    Chance,
}

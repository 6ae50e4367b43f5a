namespace Windtunnel.Testing.Supervisor;

/// <summary>What a supervisor does wrong on purpose, so that a runtime's reaction can be seen.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="At">At which message: 0 is the first frame, 1 the first request.</param>
internal sealed record Misbehaviour(MisbehaviourKind Kind, int At)
{
    /// <summary>By how much it is late, when it is slow.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>The ways to misbehave.</summary>
internal enum MisbehaviourKind
{
    /// <summary>It answers late.</summary>
    Slow,

    /// <summary>It never answers.</summary>
    Silent,

    /// <summary>It answers to an id that was never asked.</summary>
    WrongId,

    /// <summary>It closes the connection in the middle of its answer.</summary>
    Cut,

    /// <summary>It answers with bytes that are no frame.</summary>
    Malformed,

    /// <summary>It announces a length that no frame has.</summary>
    Endless,

    /// <summary>It closes both connections without an answer, and leaves the process to itself, as one that crashed does.</summary>
    Closes,

    /// <summary>It kills the process before it answers.</summary>
    KillsBefore,

    /// <summary>It kills the process as soon as it has answered.</summary>
    KillsAfter,
}

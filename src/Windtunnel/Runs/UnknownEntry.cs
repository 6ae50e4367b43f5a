namespace Windtunnel;

/// <summary>An entry of a kind that only a later version knows: nothing to a <see cref="Run"/>, and written as it was read.</summary>
public sealed record UnknownEntry : JournalEntry
{
    public required string Kind { get; init; }

    /// <summary>The whole line as JSON text.</summary>
    public required string Text { get; init; }
}

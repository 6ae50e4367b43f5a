namespace Windtunnel;

/// <summary>A journal, or the timings beside it, cannot be read as it stands.</summary>
public sealed class JournalException : Exception
{
    internal JournalException(string message, int line, Exception? inner = null)
        : base(message, inner) => Line = line;

    /// <summary>The line in question, the first being 1; 0 when no single line is.</summary>
    public int Line { get; }
}

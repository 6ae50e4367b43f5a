namespace Windtunnel;

/// <summary>What to do about a journal that is truncated or altered.</summary>
public enum JournalReading
{
    /// <summary>Refuse it. The default.</summary>
    Complete,

    /// <summary>Give the entries that can be read, followed by a <see cref="FindingMade"/> with code <c>journal.partial</c> that
    /// says what is wrong.
    /// A file that is no journal, or one of a later major version, is still refused.</summary>
    Partial,
}

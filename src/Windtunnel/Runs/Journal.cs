using System.Collections;

namespace Windtunnel;

/// <summary>What happened in a run, in order. Everything else known of a run is derived from it.</summary>
/// <remarks>Append-only. Reading while a run appends is not thread-safe.</remarks>
public sealed class Journal : IReadOnlyList<JournalEntry>
{
    private readonly List<JournalEntry> entries = [];

    public int Count => entries.Count;

    public JournalEntry this[int index] => entries[index];

    public IEnumerator<JournalEntry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Append(JournalEntry entry) => entries.Add(entry);
}

using System.Collections;

namespace Windtunnel;

/// <summary>What happened in a run, in order. Everything else known of a run is derived from it.</summary>
/// <remarks>Append-only. Reading while a run appends is not thread-safe.</remarks>
public sealed class Journal : IReadOnlyList<JournalEntry>
{
    private readonly List<JournalEntry> _entries = [];

    public int Count => _entries.Count;

    public JournalEntry this[int index] => _entries[index];

    public IEnumerator<JournalEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Append(JournalEntry entry) => _entries.Add(entry);
}

using System.Collections;

namespace Windtunnel;

/// <summary>What happened in a run, in order. Everything else known of a run is derived from it.</summary>
/// <remarks>Append-only. Reading while a run appends is not thread-safe.</remarks>
public sealed class Journal : IReadOnlyList<JournalEntry>
{
    private readonly EntryStore _entries = new();
    private readonly SecretMask _mask;

    internal Journal(SecretMask? mask = null) => _mask = mask ?? new SecretMask();

    private Journal(IEnumerable<JournalEntry> entries, SecretMask? mask = null)
    {
        _mask = mask ?? new SecretMask();
        foreach (JournalEntry entry in entries)
        {
            _entries.Add(entry);
        }
    }

    public int Count => _entries.Count;

    public JournalEntry this[int index] => _entries[index];

    public IEnumerator<JournalEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads a journal file.</summary>
    /// <param name="path">The file that <see cref="Save(string)"/> wrote.</param>
    /// <param name="reading">What to do when it is truncated or altered. Default: refuse it.</param>
    /// <exception cref="JournalException">It is no journal, of a later major version, truncated or altered.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Journal Load(string path, JournalReading reading = JournalReading.Complete)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream, Path.GetFileName(path), reading);
    }

    /// <summary>Reads a journal from a stream, from its position to its end, and leaves it open.</summary>
    /// <param name="stream">Where to read.</param>
    /// <param name="name">What messages call the journal.</param>
    /// <param name="reading">What to do when it is truncated or altered. Default: refuse it.</param>
    /// <exception cref="JournalException">It is no journal, of a later major version, truncated or altered.</exception>
    public static Journal Load(Stream stream, string name, JournalReading reading = JournalReading.Complete)
    {
        using var reader = new JournalReader(stream, name);
        return new Journal(reader.Read(reading));
    }

    /// <summary>Writes the journal to a file, which is either complete or not there. An old file is replaced at the very end.</summary>
    public void Save(string path) => ReplacedFile.Write(path, Save);

    /// <summary>Writes the journal to a stream and leaves it open.</summary>
    public void Save(Stream stream)
    {
        using var writer = new JournalWriter(stream, leaveOpen: true);
        foreach (JournalEntry entry in _entries)
        {
            // Once more: a secret may have become known after the entry was kept.
            writer.Write(_mask.Apply(entry));
        }

        writer.Complete();
    }

    /// <summary>The entries so far, in a journal of their own.</summary>
    /// <param name="header">Takes the place of the first entry; null: that stays.</param>
    internal Journal Copy(RunCreated? header = null) =>
        new(header is null ? _entries : _entries.Skip(1).Prepend(_mask.Apply(header)), _mask);

    internal void Append(JournalEntry entry) => _entries.Add(_mask.Apply(entry));
}

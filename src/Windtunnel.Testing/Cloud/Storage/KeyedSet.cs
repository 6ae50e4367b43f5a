using System.Collections.Immutable;

namespace Windtunnel.Testing.Cloud;

/// <summary>An immutable map from names to values in the order of the names' UTF-8 bytes, in which one can start anywhere.</summary>
internal sealed class KeyedSet<T>
    where T : class
{
    private readonly ImmutableSortedSet<Entry> _entries;

    private KeyedSet(ImmutableSortedSet<Entry> entries) => _entries = entries;

    public static KeyedSet<T> Empty { get; } = new(ImmutableSortedSet.Create<Entry>(EntryOrder.Instance));

    public int Count => _entries.Count;

    public IEnumerable<T> Values => _entries.Select(entry => entry.Value!);

    public T? this[string key] => _entries.TryGetValue(new(key, null), out Entry found) ? found.Value : null;

    public (string Key, T Value) At(int index) => (_entries[index].Key, _entries[index].Value!);

    public KeyedSet<T> With(string key, T value) => new(_entries.Remove(new(key, null)).Add(new(key, value)));

    public KeyedSet<T> Without(string key) => new(_entries.Remove(new(key, null)));

    /// <summary>The same names with other values.</summary>
    public KeyedSet<T> Select(Func<T, T> change)
    {
        var changed = ImmutableSortedSet.CreateBuilder<Entry>(EntryOrder.Instance);
        foreach (Entry entry in _entries)
            changed.Add(entry with { Value = change(entry.Value!) });
        return new(changed.ToImmutable());
    }

    /// <summary>The index of the first name that is not below <paramref name="key"/>.</summary>
    public int IndexFrom(string key)
    {
        int index = _entries.IndexOf(new(key, null));
        return index < 0 ? ~index : index;
    }

    private readonly record struct Entry(string Key, T? Value);

    private sealed class EntryOrder : IComparer<Entry>
    {
        public static EntryOrder Instance { get; } = new();

        public int Compare(Entry x, Entry y) => Utf8Order.Compare(x.Key, y.Key);
    }
}

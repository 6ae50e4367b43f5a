namespace Windtunnel.Testing.Cloud;

/// <summary>One page of a listing; a name with a value is an item, one without is a common prefix. <c>Next</c> is the last entry of the
/// page
/// when more follow, else null.</summary>
internal sealed record Listing<T>(IReadOnlyList<(string Name, T? Item)> Entries, string? Next)
    where T : class
{
    public IEnumerable<(string Name, T Item)> Items =>
        Entries.Where(entry => entry.Item is not null).Select(entry => (entry.Name, entry.Item!));

    public IEnumerable<string> CommonPrefixes => Entries.Where(entry => entry.Item is null).Select(entry => entry.Name);

    /// <summary>What the query asks for; names that go on behind a delimiter are rolled up into one entry.</summary>
    public static Listing<T> Of(KeyedSet<T> all, ListingQuery query, Func<T, bool>? isListed = null)
    {
        List<(string, T?)> entries = [];
        string after = query.After ?? "";
        int i = all.IndexFrom(Utf8Order.Compare(after, query.Prefix) > 0 ? after : query.Prefix);
        while (i < all.Count)
        {
            (string key, T value) = all.At(i);
            if (!key.StartsWith(query.Prefix, StringComparison.Ordinal))
                break;
            if (isListed?.Invoke(value) == false)
            {
                i++;
                continue;
            }

            string name = query.RolledUp(key) ?? key;
            bool isItem = name.Length == key.Length && query.RolledUp(key) is null;
            if (query.After is null || Utf8Order.Compare(name, after) > 0)
            {
                if (entries.Count == query.Max)
                    return new(entries, query.Max == 0 ? null : entries[^1].Item1);
                entries.Add((name, isItem ? value : null));
            }

            i = isItem ? i + 1 : EndOf(all, name, i);
        }

        return new(entries, null);
    }

    // No name lies between the prefix followed by the last code point and the next prefix, but names that go on with that code point.
    private static int EndOf(KeyedSet<T> all, string prefix, int from)
    {
        int i = Math.Max(from + 1, all.IndexFrom(prefix + "\U0010FFFF"));
        while (i < all.Count && all.At(i).Key.StartsWith(prefix, StringComparison.Ordinal))
            i++;
        return i;
    }
}

/// <summary>What part of the names a listing wants; it starts behind the name <c>After</c>, or at the start when that is null.</summary>
internal sealed record ListingQuery(string Prefix, string? Delimiter, string? After, int Max)
{
    /// <summary>The common prefix that a name is counted under; null for a name that stands for itself.</summary>
    public string? RolledUp(string key)
    {
        if (Delimiter is not { Length: > 0 })
            return null;
        int at = key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + Delimiter.Length)];
    }
}

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Which pages of a page blob changed since a snapshot of it.</summary>
internal static class BlobPageChanges
{
    private const int PageSize = 512;

    /// <summary>The ranges that were written since then, and those that were cleared.</summary>
    public static (List<ByteRange> Written, List<ByteRange> Cleared) Between(BlobContent before, BlobContent now)
    {
        var old = Pages(before);
        var current = Pages(now);
        var written = current.Where(page => old.GetValueOrDefault(page.Key) != page.Value).Select(page => page.Key);
        return (Ranges(written), Ranges(old.Keys.Where(page => page < now.Content.Length && !current.ContainsKey(page))));
    }

    // What was written is never changed but replaced: where it lies says whether it is the same.
    private static SortedDictionary<long, (object?, long)> Pages(BlobContent blob)
    {
        SortedDictionary<long, (object?, long)> pages = [];
        foreach ((long offset, Content piece) in blob.Pages)
        {
            for (long at = 0; at < piece.Length; at += PageSize)
                pages[offset + at] = piece.PlaceOf(at);
        }

        return pages;
    }

    private static List<ByteRange> Ranges(IEnumerable<long> pages)
    {
        List<ByteRange> ranges = [];
        foreach (long page in pages)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == page)
                ranges[^1] = ranges[^1] with { Last = page + PageSize - 1 };
            else
                ranges.Add(new(page, page + PageSize - 1));
        }

        return ranges;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Page blobs: of a fixed size, written anywhere in units of 512 bytes.</summary>
internal static class BlobPages
{
    private const int PageSize = 512;
    private const long LargestWrite = 4 << 20;
    private const long LargestBlob = 8L << 40;

    public static CloudAnswer Create(BlobCall call)
    {
        long size = Size(call);
        string? sequence = call.Header("x-ms-blob-sequence-number");
        BlobContent template = BlobWrites.Template(call, BlobContent.Page, Content.Zeros(size), bodyIsBlob: false) with
        {
            SequenceNumber = sequence is null ? 0 : Number("x-ms-blob-sequence-number", sequence),
        };
        return BlobCall.Written(201, call.Store(_ => template));
    }

    public static async Task<CloudAnswer> WriteAsync(BlobCall call)
    {
        string action = call.Header("x-ms-page-write") ?? throw BlobErrors.MissingHeader("x-ms-page-write");
        if (action.ToLowerInvariant() is not ("update" or "clear"))
            throw BlobErrors.InvalidHeader("x-ms-page-write", action);
        _ = call.Required(call.Container);
        ByteRange range = Range(call);
        Content? content = null;
        if (action.Equals("update", StringComparison.OrdinalIgnoreCase))
        {
            content = call.Header("x-ms-copy-source") is null
                ? (await call.ReceiveAsync(LargestWrite)).Content
                : (await BlobCopies.SourceRangeAsync(call)).Content;
            if (content.Length != range.Length)
                throw BlobErrors.InvalidHeader("Content-Length", $"{content.Length}");
        }

        BlobContent written = call.Change(blob =>
        {
            if (blob.Type != BlobContent.Page)
                throw BlobErrors.InvalidBlobType();
            if (range.Last >= blob.Content.Length)
                throw new CloudError(416, "InvalidPageRange", "The page range specified is invalid.");
            RequireSequenceNumber(call, blob.SequenceNumber);
            return With(blob, blob.Content.Length, Without(blob.Pages, range) is var left && content is null
                ? left : left.SetItem(range.First, content!));
        });
        return BlobCall.Written(201, written).With("x-ms-blob-sequence-number", $"{written.SequenceNumber}");
    }

    public static CloudAnswer List(BlobCall call)
    {
        (BlobEntry entry, BlobContent blob) = call.Required(call.Container);
        if (blob.Type != BlobContent.Page)
            throw BlobErrors.InvalidBlobType();
        BlobLease.RequireForRead(entry.Lease, call.LeaseId, call.Now);
        BlobConditions.RequireForRead(call.Request, blob);
        ByteRange wanted = call.Header("x-ms-range") is null && call.Header("Range") is null
            ? new(0, blob.Content.Length - 1) : Range(call);
        BlobContent? before = call.Request.Query.NonEmpty("prevsnapshot") is { } name
            ? entry.Snapshots.GetValueOrDefault(name)
                ?? throw new CloudError(409, "PreviousSnapshotNotFound", "The previous snapshot is not found.")
            : null;
        var (written, cleared) = before is null ? (Merged(blob.Pages), []) : BlobPageChanges.Between(before, blob);
        return BlobXml.Answer(new("PageList", Elements("PageRange", written, wanted), Elements("ClearRange", cleared, wanted)))
            .With("ETag", blob.ETag).With("Last-Modified", blob.Modified).With("x-ms-blob-content-length", $"{blob.Content.Length}");
    }

    /// <summary>Set Blob Properties on a page blob: its size or its sequence number.</summary>
    public static BlobContent Changed(BlobCall call, BlobContent blob)
    {
        if (blob.Type != BlobContent.Page)
            throw BlobErrors.InvalidBlobType();
        if (call.Header("x-ms-blob-content-length") is not null)
        {
            long size = Size(call);
            var kept = size < blob.Content.Length ? Without(blob.Pages, new(size, blob.Content.Length - 1)) : blob.Pages;
            blob = With(blob, size, kept);
        }

        string? action = call.Header("x-ms-sequence-number-action");
        string? given = call.Header("x-ms-blob-sequence-number");
        return action?.ToLowerInvariant() switch
        {
            null => blob,
            "increment" when given is null => blob with { SequenceNumber = blob.SequenceNumber + 1 },
            "max" when given is not null =>
                blob with { SequenceNumber = Math.Max(blob.SequenceNumber, Number("x-ms-blob-sequence-number", given)) },
            "update" when given is not null => blob with { SequenceNumber = Number("x-ms-blob-sequence-number", given) },
            _ => throw BlobErrors.InvalidHeader("x-ms-sequence-number-action", action),
        };
    }

    private static BlobContent With(BlobContent blob, long size, ImmutableSortedDictionary<long, Content> pages)
    {
        List<Content> parts = [];
        long end = 0;
        foreach ((long offset, Content page) in pages)
        {
            parts.Add(Content.Zeros(offset - end));
            parts.Add(page);
            end = offset + page.Length;
        }

        parts.Add(Content.Zeros(size - end));
        return blob with { Pages = pages, Content = Content.Concat(parts), Md5 = null };
    }

    private static ImmutableSortedDictionary<long, Content> Without(ImmutableSortedDictionary<long, Content> pages, ByteRange range)
    {
        foreach ((long offset, Content page) in pages.Where(page => page.Key <= range.Last && page.Key + page.Value.Length > range.First))
        {
            pages = pages.Remove(offset);
            if (offset < range.First)
                pages = pages.SetItem(offset, page.Slice(0, range.First - offset));
            long end = offset + page.Length;
            if (end > range.Last + 1)
                pages = pages.SetItem(range.Last + 1, page.Slice(range.Last + 1 - offset, end - range.Last - 1));
        }

        return pages;
    }

    private static IEnumerable<XElement> Elements(string name, IEnumerable<ByteRange> ranges, ByteRange wanted) => ranges
        .Where(range => range.Last >= wanted.First && range.First <= wanted.Last)
        .Select(range => new XElement(
            name,
            new XElement("Start", Math.Max(range.First, wanted.First)),
            new XElement("End", Math.Min(range.Last, wanted.Last))));

    private static List<ByteRange> Merged(ImmutableSortedDictionary<long, Content> pages)
    {
        List<ByteRange> merged = [];
        foreach ((long offset, Content page) in pages)
        {
            if (merged.Count > 0 && merged[^1].Last + 1 == offset)
                merged[^1] = merged[^1] with { Last = offset + page.Length - 1 };
            else
                merged.Add(new(offset, offset + page.Length - 1));
        }

        return merged;
    }

    private static ByteRange Range(BlobCall call)
    {
        string? header = call.Header("x-ms-range") ?? call.Header("Range");
        if (header is null)
            throw BlobErrors.MissingHeader("x-ms-range");
        return ByteRange.Of(header, long.MaxValue, out _) is { } range && range.First % PageSize == 0 && (range.Last + 1) % PageSize == 0
            ? range
            : throw BlobErrors.InvalidHeader("x-ms-range", header);
    }

    private static void RequireSequenceNumber(BlobCall call, long actual)
    {
        foreach ((string suffix, Func<long, bool> holds) in new (string, Func<long, bool>)[]
        {
            ("le", number => actual <= number), ("lt", number => actual < number), ("eq", number => actual == number),
        })
        {
            string header = $"x-ms-if-sequence-number-{suffix}";
            if (call.Header(header) is { } text && !holds(Number(header, text)))
            {
                throw new CloudError(
                    412, "SequenceNumberConditionNotMet", "The sequence number condition specified was not met.");
            }
        }
    }

    private static long Size(BlobCall call)
    {
        string text = call.Header("x-ms-blob-content-length") ?? throw BlobErrors.MissingHeader("x-ms-blob-content-length");
        long size = Number("x-ms-blob-content-length", text);
        return size % PageSize == 0 && size <= LargestBlob ? size : throw BlobErrors.InvalidHeader("x-ms-blob-content-length", text);
    }

    private static long Number(string header, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : throw BlobErrors.InvalidHeader(header, text);
}

using System.Globalization;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>The listing of a container, flat or by hierarchy.</summary>
internal static class BlobListing
{
    private const int LargestPage = 5000;
    private static readonly string[] Includes =
    [
        "snapshots", "metadata", "uncommittedblobs", "copy", "deleted", "tags", "versions", "deletedwithversions",
        "immutabilitypolicy", "legalhold", "permissions",
    ];

    public static CloudAnswer List(BlobCall call)
    {
        CloudQuery query = call.Request.Query;
        string[] include = (query["include"] ?? "").ToLowerInvariant()
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (include.FirstOrDefault(part => !Includes.Contains(part)) is { } unknown)
            throw BlobErrors.InvalidQuery("include", unknown);
        ListingQuery listing = new(query["prefix"] ?? "", query.NonEmpty("delimiter"), query.NonEmpty("marker"), MaxResults(call));
        BlobContainer container = call.Container;
        var page = Listing<BlobEntry>.Of(container.Blobs, listing, entry => IsListed(entry, include, call.Now));
        return BlobXml.Answer(new XElement(
            "EnumerationResults",
            new XAttribute("ServiceEndpoint", call.Emulator.AddressAt(call.Request.Host)),
            new XAttribute("ContainerName", container.Name),
            new XElement("Prefix", listing.Prefix),
            new XElement("Marker", listing.After),
            new XElement("MaxResults", listing.Max),
            listing.Delimiter is null ? null : new XElement("Delimiter", listing.Delimiter),
            new XElement("Blobs", page.Entries.SelectMany(entry => entry.Item is null
                ? [new XElement("BlobPrefix", BlobXml.Name(entry.Name))]
                : Elements(entry.Item, include, call.Now))),
            new XElement("NextMarker", page.Next)));
    }

    public static int MaxResults(BlobCall call)
    {
        if (call.Request.Query.NonEmpty("maxresults") is not { } text)
            return LargestPage;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            throw BlobErrors.InvalidQuery("maxresults", text);
        return number >= 1
            ? Math.Min(number, LargestPage)
            : throw new CloudError(
                400, "OutOfRangeQueryParameterValue",
                "One of the query parameters specified in the request URI is outside the permissible range.")
                .With("QueryParameterName", "maxresults").With("QueryParameterValue", text)
                .With("MinimumAllowed", "1").With("MaximumAllowed", "2147483647");
    }

    private static bool IsListed(BlobEntry entry, string[] include, DateTimeOffset now) => entry.Current is not null
        || (include.Contains("snapshots") && !entry.Snapshots.IsEmpty)
        || (include.Contains("uncommittedblobs") && !entry.Uncommitted.IsEmpty)
        || (include.Contains("deleted") && entry.Gone.Any(gone => IsListed(gone, include, now)));

    private static bool IsListed(BlobGone gone, string[] include, DateTimeOffset now) =>
        gone.Until > now && (gone.Snapshot is null || include.Contains("snapshots"));

    private static IEnumerable<XElement> Elements(BlobEntry entry, string[] include, DateTimeOffset now)
    {
        if (include.Contains("snapshots"))
        {
            foreach ((string name, BlobContent snapshot) in entry.Snapshots)
                yield return Element(entry, snapshot, name, include, now);
        }

        foreach (BlobGone gone in include.Contains("deleted") ? entry.Gone.Where(gone => IsListed(gone, include, now)) : [])
            yield return Deleted(Element(entry, gone.Content, gone.Snapshot, include, now), gone, now);

        if (entry.Current is not null)
            yield return Element(entry, entry.Current, null, include, now);
        else if (include.Contains("uncommittedblobs"))
            yield return Element(entry, new(BlobContent.Block, Content.Empty, "", now, now), null, include, now);
    }

    private static XElement Deleted(XElement element, BlobGone gone, DateTimeOffset now)
    {
        (element.Element("Snapshot") ?? element.Element("Name")!).AddAfterSelf(new XElement("Deleted", "true"));
        element.Element("Properties")!.Add(
            new XElement("DeletedTime", BlobXml.HttpDate(gone.Since)),
            new XElement("RemainingRetentionDays", (int)(gone.Until - now).TotalDays));
        return element;
    }

    private static XElement Element(BlobEntry entry, BlobContent blob, string? snapshot, string[] include, DateTimeOffset now) => new(
        "Blob",
        BlobXml.Name(entry.Name),
        BlobXml.Optional("Snapshot", snapshot),
        new XElement("Properties", Properties(entry, blob, snapshot, include, now)),
        include.Contains("metadata") && !blob.Metadata.IsEmpty
            ? new XElement("Metadata", blob.Metadata.Select(pair => new XElement(pair.Key, pair.Value)))
            : null,
        include.Contains("tags") && !blob.Tags.IsEmpty ? BlobTags.ToXml(blob) : null);

    private static IEnumerable<XElement?> Properties(
        BlobEntry entry, BlobContent blob, string? snapshot, string[] include, DateTimeOffset now)
    {
        yield return new("Creation-Time", BlobXml.HttpDate(blob.Created));
        yield return new("Last-Modified", BlobXml.HttpDate(blob.Modified));
        yield return new("Etag", blob.ETag.Trim('"'));
        yield return new("Content-Length", blob.Content.Length);
        foreach (string name in new[] { "Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition", "Cache-Control" })
            yield return BlobXml.Optional(name, blob.Headers.Where(header => header.Key == name).Select(header => header.Value)
                .FirstOrDefault());
        yield return BlobXml.Optional("Content-MD5", blob.Md5);
        yield return new("BlobType", blob.Type);
        yield return blob.Type == BlobContent.Page ? new("x-ms-blob-sequence-number", blob.SequenceNumber) : null;
        yield return blob.Type == BlobContent.Append ? new("Sealed", blob.IsSealed ? "true" : "false") : null;
        if (snapshot is null)
        {
            string state = BlobLease.StateOf(entry.Lease, now);
            yield return new("LeaseStatus", state is "leased" or "breaking" ? "locked" : "unlocked");
            yield return new("LeaseState", state);
            yield return state == "leased" ? new("LeaseDuration", entry.Lease!.IsInfinite ? "infinite" : "fixed") : null;
        }

        if (include.Contains("copy") && blob.Copy is { } copy)
        {
            yield return new("CopyId", copy.Id);
            yield return new("CopySource", copy.Source);
            yield return new("CopyStatus", "success");
            yield return new("CopyProgress", $"{blob.Content.Length}/{blob.Content.Length}");
            yield return new("CopyCompletionTime", BlobXml.HttpDate(copy.Completed));
        }

        yield return new("ServerEncrypted", "true");
        yield return blob.Type == BlobContent.Block ? new("AccessTier", blob.Tier) : null;
        yield return blob.Type == BlobContent.Block ? new("AccessTierInferred", blob.TierSet is null ? "true" : "false") : null;
        yield return blob.TierSet is null ? null : new("AccessTierChangeTime", BlobXml.HttpDate(blob.TierSet.Value));
        yield return blob.Tags.IsEmpty ? null : new("TagCount", blob.Tags.Count);
    }
}

using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>The listing of all versions, which pages inside the versions of one key too.</summary>
internal static class S3VersionListing
{
    public static CloudAnswer List(S3Call call)
    {
        var encoded = S3Listings.Encoded.Of(call);
        string keyMarker = call.Request.Query["key-marker"] ?? "";
        string versionMarker = call.Request.Query["version-id-marker"] ?? "";
        if (versionMarker.Length > 0 && keyMarker.Length == 0)
            throw S3Errors.InvalidArgument(
                "A version-id marker cannot be specified without a key marker.", "version-id-marker", versionMarker);
        ListingQuery query = S3Listings.Query(call, keyMarker.Length == 0 ? null : keyMarker);
        List<XElement> entries = Entries(call.Bucket, query, keyMarker, versionMarker, encoded, out (string Key, string? Version)? next);
        return S3Xml.Answer(S3Xml.Element(
            "ListVersionsResult",
            S3Listings.Head(call, query, encoded),
            S3Xml.Element("KeyMarker", encoded.Text(keyMarker)),
            S3Xml.Element("VersionIdMarker", versionMarker),
            next is { } key ? S3Xml.Element("NextKeyMarker", encoded.Text(key.Key)) : null,
            next?.Version is { } version ? S3Xml.Element("NextVersionIdMarker", version) : null,
            S3Xml.Element("MaxKeys", query.Max),
            S3Xml.Element("IsTruncated", next is not null),
            entries));
    }

    private static List<XElement> Entries(
        S3Bucket bucket, ListingQuery query, string keyMarker, string versionMarker, S3Listings.Encoded encoded,
            out (string Key, string? Version)? next)
    {
        List<XElement> entries = [];
        next = null;
        (string Key, string? Version) last = default;
        foreach (var (element, at) in All(bucket, query, keyMarker, versionMarker, encoded))
        {
            if (entries.Count == query.Max)
            {
                next = query.Max == 0 ? null : last;
                break;
            }

            entries.Add(element);
            last = at;
        }

        return entries;
    }

    private static IEnumerable<(XElement Element, (string Key, string? Version) At)> All(
        S3Bucket bucket, ListingQuery query, string keyMarker, string versionMarker, S3Listings.Encoded encoded)
    {
        if (versionMarker.Length > 0 && bucket.Objects[keyMarker] is { } resumed && query.RolledUp(keyMarker) is null)
        {
            foreach (S3Version version in resumed.Versions.SkipWhile(version => version.Id != versionMarker).Skip(1))
                yield return (Element(version, isLatest: false, encoded), (version.Key, version.Id));
        }

        // One entry more than wanted shows whether there are more; each key has at least one version.
        var page = Listing<S3Object>.Of(bucket.Objects, query with { Max = query.Max + 1 });
        foreach ((string name, S3Object? stored) in page.Entries)
        {
            if (stored is null)
            {
                foreach (XElement prefix in S3Listings.CommonPrefixes([name], encoded))
                    yield return (prefix, (name, null));
                continue;
            }

            foreach (S3Version version in stored.Versions)
                yield return (Element(version, version == stored.Latest, encoded), (version.Key, version.Id));
        }
    }

    private static XElement Element(S3Version version, bool isLatest, S3Listings.Encoded encoded) => S3Xml.Element(
        version.IsDeleteMarker ? "DeleteMarker" : "Version",
        S3Xml.Element("Key", encoded.Text(version.Key)),
        S3Xml.Element("VersionId", version.Id),
        S3Xml.Element("IsLatest", isLatest),
        S3Xml.Element("LastModified", S3Xml.Instant(version.Modified)),
        version.IsDeleteMarker ? null : S3Xml.Element("ETag", version.QuotedETag),
        version.IsDeleteMarker ? null : S3Xml.Element("Size", version.Content.Length),
        version.IsDeleteMarker ? null : S3Xml.Element("StorageClass", version.StorageClass),
        S3Xml.Owner());
}

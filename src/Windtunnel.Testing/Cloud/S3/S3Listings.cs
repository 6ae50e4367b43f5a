using System.Text;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>The listings of a bucket: keys in two versions of the protocol, versions, and open uploads.</summary>
internal static class S3Listings
{
    private const int LargestPage = 1000;
    private const string TokenStart = "1";

    public static CloudAnswer List(S3Call call)
    {
        Encoded encoded = Encoded.Of(call);
        string marker = call.Request.Query["marker"] ?? "";
        ListingQuery query = Query(call, marker.Length == 0 ? null : marker);
        var page = Listing<S3Object>.Of(call.Bucket.Objects, query, IsListed);
        return S3Xml.Answer(S3Xml.Element(
            "ListBucketResult",
            Head(call, query, encoded),
            S3Xml.Element("Marker", encoded.Text(marker)),
            page.Next is not null && query.Delimiter is not null ? S3Xml.Element("NextMarker", encoded.Text(page.Next)) : null,
            S3Xml.Element("MaxKeys", query.Max),
            S3Xml.Element("IsTruncated", page.Next is not null),
            page.Items.Select(item => Contents(item.Item.Latest, encoded, withOwner: true)),
            CommonPrefixes(page.CommonPrefixes, encoded)));
    }

    public static CloudAnswer ListV2(S3Call call)
    {
        Encoded encoded = Encoded.Of(call);
        string? token = call.Request.Query["continuation-token"];
        string? startAfter = call.Request.Query.NonEmpty("start-after");
        ListingQuery query = Query(call, token is null ? startAfter : Resumed(token));
        var page = Listing<S3Object>.Of(call.Bucket.Objects, query, IsListed);
        bool withOwner = call.Request.Query["fetch-owner"] == "true";
        return S3Xml.Answer(S3Xml.Element(
            "ListBucketResult",
            Head(call, query, encoded),
            S3Xml.Optional("ContinuationToken", token),
            startAfter is null ? null : S3Xml.Element("StartAfter", encoded.Text(startAfter)),
            page.Next is null ? null : S3Xml.Element("NextContinuationToken", Token(page.Next)),
            S3Xml.Element("KeyCount", page.Entries.Count),
            S3Xml.Element("MaxKeys", query.Max),
            S3Xml.Element("IsTruncated", page.Next is not null),
            page.Items.Select(item => Contents(item.Item.Latest, encoded, withOwner)),
            CommonPrefixes(page.CommonPrefixes, encoded)));
    }

    public static CloudAnswer ListUploads(S3Call call)
    {
        Encoded encoded = Encoded.Of(call);
        string keyMarker = call.Request.Query["key-marker"] ?? "";
        string uploadMarker = call.Request.Query["upload-id-marker"] ?? "";
        // Without an upload's id the listing goes on behind all uploads of the key.
        string? after = keyMarker.Length == 0 ? null : uploadMarker.Length == 0 ? $"{keyMarker}\u0001" : $"{keyMarker}\0{uploadMarker}";
        int max = Math.Min(S3Multipart.Number(call, "max-uploads", LargestPage), LargestPage);
        ListingQuery query = Query(call, after) with { Max = max };
        var page = Listing<S3Upload>.Of(call.Bucket.Uploads, query);
        string[] next = page.Next?.Split('\0') ?? [];
        return S3Xml.Answer(S3Xml.Element(
            "ListMultipartUploadsResult",
            S3Xml.Element("Bucket", call.BucketName),
            S3Xml.Element("KeyMarker", encoded.Text(keyMarker)),
            S3Xml.Element("UploadIdMarker", uploadMarker),
            next.Length == 0 ? null : S3Xml.Element("NextKeyMarker", encoded.Text(next[0])),
            next.Length < 2 ? null : S3Xml.Element("NextUploadIdMarker", next[1]),
            query.Delimiter is null ? null : S3Xml.Element("Delimiter", encoded.Text(query.Delimiter)),
            S3Xml.Element("Prefix", encoded.Text(query.Prefix)),
            S3Xml.Optional("EncodingType", encoded.Name),
            S3Xml.Element("MaxUploads", max),
            S3Xml.Element("IsTruncated", page.Next is not null),
            page.Items.Select(item => S3Xml.Element(
                "Upload",
                S3Xml.Element("Key", encoded.Text(item.Item.Key)),
                S3Xml.Element("UploadId", item.Item.Id),
                S3Xml.Owner("Initiator"),
                S3Xml.Owner(),
                S3Xml.Element("StorageClass", item.Item.Template.StorageClass),
                S3Xml.Element("Initiated", S3Xml.Instant(item.Item.Initiated)))),
            CommonPrefixes(page.CommonPrefixes, encoded)));
    }

    public static ListingQuery Query(S3Call call, string? after) => new(
        call.Request.Query["prefix"] ?? "",
        call.Request.Query.NonEmpty("delimiter"),
        after,
        Math.Min(S3Multipart.Number(call, "max-keys", LargestPage), LargestPage));

    public static IEnumerable<XElement?> Head(S3Call call, ListingQuery query, Encoded encoded) =>
    [
        S3Xml.Element("Name", call.BucketName),
        S3Xml.Element("Prefix", encoded.Text(query.Prefix)),
        query.Delimiter is null ? null : S3Xml.Element("Delimiter", encoded.Text(query.Delimiter)),
        S3Xml.Optional("EncodingType", encoded.Name),
    ];

    public static IEnumerable<XElement> CommonPrefixes(IEnumerable<string> prefixes, Encoded encoded) =>
        prefixes.Select(prefix => S3Xml.Element("CommonPrefixes", S3Xml.Element("Prefix", encoded.Text(prefix))));

    private static bool IsListed(S3Object stored) => !stored.Latest.IsDeleteMarker;

    private static XElement Contents(S3Version version, Encoded encoded, bool withOwner) => S3Xml.Element(
        "Contents",
        S3Xml.Element("Key", encoded.Text(version.Key)),
        S3Xml.Element("LastModified", S3Xml.Instant(version.Modified)),
        S3Xml.Element("ETag", version.QuotedETag),
        version.Checksum is null ? null : S3Xml.Element("ChecksumAlgorithm", version.Checksum.Algorithm.Name),
        version.Checksum is null ? null : S3Xml.Element("ChecksumType", version.Checksum.Type),
        S3Xml.Element("Size", version.Content.Length),
        withOwner ? S3Xml.Owner() : null,
        S3Xml.Element("StorageClass", version.StorageClass));

    private static string Token(string last) => TokenStart + Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    private static string Resumed(string token)
    {
        Span<byte> bytes = new byte[token.Length];
        return token.StartsWith(TokenStart, StringComparison.Ordinal) && Convert.TryFromBase64String(token[1..], bytes, out int length)
            ? Encoding.UTF8.GetString(bytes[..length])
            : throw S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }

    /// <summary>How names are written into a listing: as they are, or percent-encoded with a plus for a space.</summary>
    internal sealed record Encoded(string? Name)
    {
        public static Encoded Of(S3Call call) => call.Request.Query["encoding-type"] switch
        {
            null => new((string?)null),
            "url" => new("url"),
            { } other => throw S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", other),
        };

        public string Text(string name) => Name is null
            ? name
            : PercentEncoding.Encode(name, keepSlash: true).Replace("%20", "+", StringComparison.Ordinal)
                .Replace("%2A", "*", StringComparison.Ordinal);
    }
}

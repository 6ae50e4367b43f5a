using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud.S3;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>What the XML API does beside reading and writing one object: listing a bucket, and copying.</summary>
internal static class GcsXml
{
    public const string ContentType = "application/xml; charset=UTF-8";
    private const string Meta = "x-goog-meta-";

    public static readonly XNamespace Namespace = "http://doc.s3.amazonaws.com/2006-03-01";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static CloudAnswer Answer(XElement root) => new CloudAnswer(200).With(S3Xml.Write(root), ContentType);

    /// <summary>The document that the headers of a write stand for.</summary>
    public static JsonObject Document(GcsCall call)
    {
        JsonObject document = [];
        foreach ((string header, string field) in new[]
        {
            ("Content-Type", "contentType"), ("Content-Encoding", "contentEncoding"), ("Cache-Control", "cacheControl"),
            ("Content-Disposition", "contentDisposition"), ("Content-Language", "contentLanguage"),
            ("x-goog-storage-class", "storageClass"), ("x-goog-custom-time", "customTime"),
        })
        {
            if (call.Header(header) is { Length: > 0 } value)
                document[field] = value;
        }

        JsonObject metadata = [];
        foreach (string header in call.Request.Headers.Keys.Where(name => name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase)))
            metadata[header[Meta.Length..].ToLowerInvariant()] = call.Header(header);
        if (metadata.Count > 0)
            document["metadata"] = metadata;
        return document;
    }

    /// <summary>The preconditions that headers name, in the form of the JSON API's parameters.</summary>
    public static CloudQuery Conditions(GcsCall call, string kind = "") => CloudQuery.Parse(string.Join('&', new[]
    {
        ($"x-goog-{kind}if-generation-match", "ifGenerationMatch"), ($"x-goog-{kind}if-metageneration-match", "ifMetagenerationMatch"),
    }
        .Where(pair => call.Header(pair.Item1) is not null).Select(pair => $"{pair.Item2}={call.Header(pair.Item1)}")));

    public static CloudAnswer Written(CloudAnswer answer, GcsObject stored) => answer
        .With("ETag", $"\"{ETag(stored)}\"")
        .With("x-goog-hash", stored.Md5 is null ? $"crc32c={stored.Crc32C}" : $"crc32c={stored.Crc32C},md5={stored.Md5}")
        .With("x-goog-generation", $"{stored.Generation}")
        .With("x-goog-metageneration", $"{stored.Metageneration}")
        .With("x-goog-stored-content-length", $"{stored.Content.Length}");

    public static CloudAnswer List(GcsCall call)
    {
        CloudQuery query = call.Query;
        bool isSecond = query["list-type"] == "2";
        string? after = query.NonEmpty(isSecond ? "continuation-token" : "marker") ?? (isSecond ? query.NonEmpty("start-after") : null);
        long max = Math.Min(GcsConditions.Number(query, "max-keys") ?? 1000, 1000);
        ListingQuery wanted = new(query["prefix"] ?? "", query.NonEmpty("delimiter"), after, (int)max);
        var page = Listing<GcsName>.Of(call.Bucket.Names, wanted, name => name.Live is not null);
        return Answer(Element(
            "ListBucketResult",
            Element("Name", call.BucketName),
            Element("Prefix", wanted.Prefix),
            isSecond ? Element("KeyCount", page.Entries.Count) : Element("Marker", after),
            Element("MaxKeys", max),
            wanted.Delimiter is null ? null : Element("Delimiter", wanted.Delimiter),
            Element("IsTruncated", page.Next is not null),
            page.Next is null ? null : Element(isSecond ? "NextContinuationToken" : "NextMarker", page.Next),
            page.Items.Select(item => Contents(item.Item.Live!)),
            page.CommonPrefixes.Select(prefix => Element("CommonPrefixes", Element("Prefix", prefix)))));
    }

    public static CloudAnswer Copy(GcsCall call)
    {
        string path = PercentEncoding.Decode(call.Header("x-goog-copy-source")!).TrimStart('/');
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
            throw GcsErrors.Invalid("x-goog-copy-source must be /bucket/object.");
        GcsBucket bucket = call.World.Current.Buckets[path[..slash]] ?? throw GcsErrors.BucketNotFound();
        GcsObject source = bucket.Live(path[(slash + 1)..]) ?? throw GcsErrors.ObjectNotFound(bucket.Name, path[(slash + 1)..]);
        GcsConditions.Require(Conditions(call, "copy-source-"), source, isRead: false);
        bool replaces = call.Header("x-goog-metadata-directive") == "REPLACE";
        GcsObject made = GcsWriting.Put(call, call.BucketName, Conditions(call), source with
        {
            Name = call.ObjectName,
            Generation = call.Emulator.NextGeneration(),
            Metageneration = 1,
            Fields = replaces ? GcsResources.FieldsOfObject(Document(call)) : source.Fields,
            Created = call.Now,
            Updated = call.Now,
            Deleted = null,
        });
        return Written(
            Answer(Element("CopyObjectResult", Element("LastModified", GcsResources.Instant(made.Updated)), Element("ETag",
                $"\"{ETag(made)}\""))),
            made);
    }

    /// <summary>The hash of the content where there is one, as the XML API writes it, without quotes.</summary>
    public static string ETag(GcsObject stored) => stored.Md5 is { } md5
        ? Convert.ToHexStringLower(Convert.FromBase64String(md5))
        : Convert.ToBase64String(Encoding.ASCII.GetBytes($"{stored.Generation}"));

    private static XElement Contents(GcsObject stored) => Element(
        "Contents",
        Element("Key", stored.Name),
        Element("Generation", stored.Generation),
        Element("MetaGeneration", stored.Metageneration),
        Element("LastModified", GcsResources.Instant(stored.Updated)),
        Element("ETag", $"\"{ETag(stored)}\""),
        Element("Size", stored.Content.Length),
        Element("StorageClass", (string?)stored.Fields["storageClass"] ?? "STANDARD"));
}

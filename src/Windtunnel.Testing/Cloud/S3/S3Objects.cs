using System.Collections.Immutable;
using System.Globalization;

namespace Windtunnel.Testing.Cloud.S3;

internal static class S3Objects
{
    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("response-content-type", "Content-Type"), ("response-content-language", "Content-Language"), ("response-expires", "Expires"),
        ("response-cache-control", "Cache-Control"), ("response-content-disposition", "Content-Disposition"),
        ("response-content-encoding", "Content-Encoding"),
    ];

    private static readonly string[] Attributes = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    public static async Task<CloudAnswer> PutAsync(S3Call call)
    {
        S3Conditions.RequireWrite(call.Request, call.Bucket.Latest(call.Key), call.Key);
        S3Version template = S3Headers.Template(call);
        S3Body body = await S3Body.ReceiveAsync(call);
        S3Version stored = Store(call, template with { Content = body.Content, ETag = body.Md5, Checksum = body.Checksum }, call.Request);
        return Written(call, new(200), stored)
            .With("ETag", stored.QuotedETag)
            .With(body.Checksum.Algorithm.Header, body.Checksum.Value)
            .With("x-amz-checksum-type", body.Checksum.Type);
    }

    /// <summary>Puts a new version on top, if the conditions of the request hold at that moment.</summary>
    public static S3Version Store(S3Call call, S3Version version, CloudRequest? conditions) => call.ChangeBucket(bucket =>
    {
        if (conditions is not null)
            S3Conditions.RequireWrite(conditions, bucket.Latest(version.Key), version.Key);
        S3Version stored = version with { Id = call.NextVersionId(bucket), Modified = call.Now };
        return (bucket.With(stored), stored);
    });

    public static CloudAnswer Written(S3Call call, CloudAnswer answer, S3Version stored) => answer
        .With("x-amz-server-side-encryption", stored.Encryption)
        .With("x-amz-server-side-encryption-aws-kms-key-id", stored.EncryptionKey)
        .With("x-amz-version-id", call.Bucket.Versioning is null ? null : stored.Id);

    public static CloudAnswer Get(S3Call call)
    {
        S3Version version = call.RequireVersion();
        if (!S3Conditions.AllowRead(call.Request, version, call.Now))
            return Described(call, new(304), version, isWhole: false);
        if (!call.Request.IsHead)
            RequireThawed(version);
        if (call.Request.Query["partNumber"] is { } part)
            return Part(call, version, part);

        long total = version.Content.Length;
        string? header = call.Header("If-Range") is { } fresh && !S3Conditions.Matches(fresh, version.ETag) ? null : call.Header("Range");
        ByteRange? range = ByteRange.Of(header, total, out bool isSatisfiable);
        if (!isSatisfiable)
        {
            throw new CloudError(416, "InvalidRange", "The requested range is not satisfiable")
                .With("RangeRequested", header).With("ActualObjectSize", $"{total}")
                .WithHeader("Content-Range", $"bytes */{total}");
        }

        return range is { } wanted
            ? Partial(call, version, wanted) : Body(call, Described(call, new(200), version, isWhole: true), version, version.Content);
    }

    /// <exception cref="CloudError">The object is archived, and would have to be restored first.</exception>
    public static void RequireThawed(S3Version version)
    {
        if (version.StorageClass is "GLACIER" or "DEEP_ARCHIVE")
        {
            throw new CloudError(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
                .With("StorageClass", version.StorageClass);
        }
    }

    public static CloudAnswer Delete(S3Call call)
    {
        string? ifMatch = call.Header("If-Match");
        return Answer(call.ChangeBucket(bucket => Removed(call, bucket, call.Key, call.Request.Query["versionId"], ifMatch)));
    }

    /// <summary>Removes a version, or puts a delete marker on top where versions are kept.</summary>
    public static (S3Bucket, S3Deletion) Removed(S3Call call, S3Bucket bucket, string key, string? versionId, string? ifMatch)
    {
        S3Conditions.RequireDelete(call.Request, ifMatch, bucket.Objects[key], key);
        if (versionId is not null)
        {
            S3Call.RequireVersionId(versionId);
            S3Version? found = bucket.Objects[key]?.Versions.FirstOrDefault(version => version.Id == versionId);
            return found is null
                ? (bucket, new(versionId, null))
                : (bucket.Without(found), new(versionId, found.IsDeleteMarker ? versionId : null));
        }

        if (bucket.Versioning is null)
        {
            S3Version? only = bucket.Objects[key]?.Latest;
            return (only is null ? bucket : bucket.Without(only), new(null, null));
        }

        S3Version marker = new(key, call.NextVersionId(bucket), call.Now) { IsDeleteMarker = true };
        return (bucket.With(marker), new(null, marker.Id));
    }

    /// <summary>Objects cannot be locked here, as in a bucket that was made without that.</summary>
    public static CloudAnswer RefuseLock(S3Call call)
    {
        call.RequireVersion();
        throw S3Errors.NoObjectLock();
    }

    public static CloudAnswer GetAttributes(S3Call call)
    {
        S3Version version = call.RequireVersion();
        string[] wanted = call.Header("x-amz-object-attributes") is { } header
            ? header.Split(',', StringSplitOptions.TrimEntries)
            : throw S3Errors.InvalidArgument("The x-amz-object-attributes header specifying the attributes to be retrieved is missing.");
        if (wanted.FirstOrDefault(name => !Attributes.Contains(name)) is { } unknown)
            throw S3Errors.InvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", unknown);
        bool Wants(string name) => wanted.Contains(name);
        return S3Xml.Answer(S3Xml.Element(
            "GetObjectAttributesResponse",
            Wants("ETag") ? S3Xml.Element("ETag", version.ETag) : null,
            Wants("Checksum") && version.Checksum is { } sum
                ? S3Xml.Element("Checksum", S3Xml.Element(sum.Algorithm.Element, sum.Value), S3Xml.Element("ChecksumType", sum.Type))
                : null,
            Wants("ObjectParts") && !version.Parts.IsEmpty ? S3Multipart.Attributes(call, version) : null,
            Wants("StorageClass") ? S3Xml.Element("StorageClass", version.StorageClass) : null,
            Wants("ObjectSize") ? S3Xml.Element("ObjectSize", version.Content.Length) : null))
            .With("Last-Modified", version.Modified)
            .With("x-amz-version-id", call.Bucket.Versioning is null ? null : version.Id);
    }

    private static CloudAnswer Answer(S3Deletion deletion) => new CloudAnswer(204)
        .With("x-amz-delete-marker", deletion.MarkerId is null ? null : "true")
        .With("x-amz-version-id", deletion.MarkerId ?? deletion.VersionId);

    private static CloudAnswer Part(S3Call call, S3Version version, string number)
    {
        if (call.Header("Range") is not null)
            throw S3Errors.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted)
            || wanted is < 1 or > S3Multipart.MostParts)
            throw S3Multipart.InvalidPartNumber(number);
        int count = Math.Max(1, version.Parts.Length);
        if (wanted > count)
            throw new CloudError(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
                .With("PartNumberRequested", number).With("ActualPartCount", $"{count}");
        long start = version.Parts.Take(wanted - 1).Sum(part => part.Content.Length);
        long length = version.Parts.IsEmpty ? version.Content.Length : version.Parts[wanted - 1].Content.Length;
        CloudAnswer answer = length == 0
            ? Body(call, Described(call, new(206), version, isWhole: true), version, Content.Empty)
            : Partial(call, version, new(start, start + length - 1));
        return answer.With("x-amz-mp-parts-count", version.Parts.IsEmpty ? null : $"{count}");
    }

    private static CloudAnswer Partial(S3Call call, S3Version version, ByteRange range)
    {
        bool isWhole = range.Length == version.Content.Length;
        CloudAnswer answer = Described(call, new(206), version, isWhole).With("Content-Range", range.ContentRange(version.Content.Length));
        return Body(call, answer, version, version.Content.Slice(range.First, range.Length));
    }

    private static CloudAnswer Body(S3Call call, CloudAnswer answer, S3Version version, Content content)
    {
        string type = call.Request.Query["response-content-type"] ?? version.Headers.First(header => header.Key == "Content-Type").Value;
        return answer.With(content, type);
    }

    private static CloudAnswer Described(S3Call call, CloudAnswer answer, S3Version version, bool isWhole)
    {
        ImmutableArray<KeyValuePair<string, string>> headers = version.Headers;
        foreach ((string name, string value) in headers)
        {
            if (name != "Content-Type" && !Overrides.Any(o => o.Header == name && call.Request.Query.Has(o.Parameter)))
                answer.With(name, value);
        }

        foreach ((string parameter, string header) in Overrides)
        {
            if (header != "Content-Type" && call.Request.Query[parameter] is { } value)
                answer.With(header, value);
        }

        if (isWhole && call.Header("x-amz-checksum-mode") == "ENABLED" && version.Checksum is { } sum)
            answer.With(sum.Algorithm.Header, sum.Value).With("x-amz-checksum-type", sum.Type);
        return answer
            .With("ETag", version.QuotedETag)
            .With("Last-Modified", version.Modified)
            .With("Accept-Ranges", "bytes")
            .With("x-amz-server-side-encryption", version.Encryption)
            .With("x-amz-server-side-encryption-aws-kms-key-id", version.EncryptionKey)
            .With("x-amz-storage-class", version.StorageClass == S3Headers.Standard ? null : version.StorageClass)
            .With("x-amz-tagging-count", version.Tags.IsEmpty ? null : $"{version.Tags.Length}")
            .With("x-amz-version-id", call.Bucket.Versioning is null ? null : version.Id);
    }
}

/// <summary>What a delete did.</summary>
/// <param name="VersionId">The version that was named; null when none was.</param>
/// <param name="MarkerId">The delete marker that was made or removed; null when none was.</param>
internal sealed record S3Deletion(string? VersionId, string? MarkerId);

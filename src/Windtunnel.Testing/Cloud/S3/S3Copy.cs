using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud.S3;

internal static class S3Copy
{
    private const long LargestSource = 5L << 30;

    public static async Task<CloudAnswer> CopyObjectAsync(S3Call call)
    {
        S3Bucket target = call.Bucket;
        (S3Bucket bucket, S3Version source) = Source(call);
        S3Version template = S3Headers.Template(call);
        bool replaces = Directive(call, "x-amz-metadata-directive");
        bool replacesTags = Directive(call, "x-amz-tagging-directive");
        bool isOntoItself = source.Key == call.Key && bucket.Name == target.Name && bucket.Latest(call.Key) == source;
        if (isOntoItself && !replaces && !replacesTags && !ChangesStorage(call))
        {
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
                + "storage class, website redirect location or encryption attributes.");
        }

        if (source.Content.Length > LargestSource)
        {
            throw S3Errors.InvalidRequest(
                $"The specified copy source is larger than the maximum allowable size for a copy source: {LargestSource}");
        }

        S3Version stored = S3Objects.Store(
            call,
            template with
            {
                Content = source.Content,
                ETag = source.Parts.IsEmpty ? source.ETag : await Md5Async(source, call.Cancellation),
                Checksum = await ChecksumAsync(call, source),
                Headers = replaces ? template.Headers : source.Headers,
                Tags = replacesTags ? template.Tags : source.Tags,
                StorageClass = S3Headers.StorageClass(call.Request) ?? S3Headers.Standard,
            },
            call.Request);
        CloudAnswer answer = S3Xml.Answer(S3Xml.Element(
            "CopyObjectResult",
            S3Xml.Element("LastModified", S3Xml.Instant(stored.Modified)),
            S3Xml.Element("ETag", stored.QuotedETag),
            stored.Checksum is { } sum ? S3Xml.Element(sum.Algorithm.Element, sum.Value) : null,
            stored.Checksum is { } typed ? S3Xml.Element("ChecksumType", typed.Type) : null));
        return S3Objects.Written(call, answer, stored).With("x-amz-copy-source-version-id", bucket.Versioning is null ? null : source.Id);
    }

    /// <summary>The object that <c>x-amz-copy-source</c> names, when the conditions on it hold.</summary>
    public static (S3Bucket Bucket, S3Version Version) Source(S3Call call)
    {
        string header = call.Header("x-amz-copy-source")!.TrimStart('/');
        int question = header.IndexOf("?versionId=", StringComparison.Ordinal);
        string? versionId = question < 0 ? null : header[(question + "?versionId=".Length)..];
        string path = Decoded(question < 0 ? header : header[..question]);
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == path.Length - 1)
        {
            throw S3Errors.InvalidArgument(
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source",
                    call.Header("x-amz-copy-source"));
        }

        S3Bucket bucket = call.BucketNamed(path[..slash]);
        S3Version source;
        try
        {
            source = S3Call.VersionIn(bucket, path[(slash + 1)..], versionId);
        }
        catch (CloudError e) when (e.Status == 405)
        {
            throw S3Errors.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
        }

        S3Conditions.RequireCopy(call.Request, source, call.Now);
        S3Objects.RequireThawed(source);
        return (bucket, source);
    }

    private static string Decoded(string path)
    {
        try
        {
            return PercentEncoding.Decode(path, plusIsSpace: true).TrimStart('/');
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidArgument("Copy Source must be URL-encoded as UTF-8", "x-amz-copy-source", path);
        }
    }

    private static bool Directive(S3Call call, string header) => call.Header(header) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        { } other =>
            throw S3Errors.InvalidArgument(
            $"Unknown {(header.Contains("tagging", StringComparison.Ordinal) ? "tagging" : "metadata")} directive.", header, other),
    };

    private static bool ChangesStorage(S3Call call) => call.Header("x-amz-storage-class") is not null
        || call.Header("x-amz-server-side-encryption") is not null
        || call.Header("x-amz-website-redirect-location") is not null;

    // The algorithm is the one that was asked for, or the source's; what was composed of parts is computed anew.
    private static async Task<S3Checksum?> ChecksumAsync(S3Call call, S3Version source)
    {
        S3ChecksumAlgorithm? algorithm = S3ChecksumAlgorithm.Named(call.Header("x-amz-checksum-algorithm")) ?? source.Checksum?.Algorithm;
        if (algorithm is null || (source.Checksum is { Type: S3Checksum.FullObject } same && same.Algorithm == algorithm))
            return source.Checksum;
        Digest digest = await algorithm.Create().AppendAsync(source.Content, call.Cancellation);
        return new(algorithm, digest.Base64, S3Checksum.FullObject);
    }

    // A copy is one part, whatever its source was.
    private static async Task<string> Md5Async(S3Version source, CancellationToken cancellation) =>
        (await Digest.Of(HashAlgorithmName.MD5).AppendAsync(source.Content, cancellation)).Hex;
}

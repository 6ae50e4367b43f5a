namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Which operation a request is, and what carries it out.</summary>
internal static class S3Operations
{
    private static readonly Dictionary<string, Func<S3Call, Task<CloudAnswer>>> Supported = Table();

    // Subresources that S3 has and the emulator has not. Other unknown parameters are ignored, as S3 does.
    private static readonly Dictionary<string, string> NotEmulated = new(StringComparer.Ordinal)
    {
        ["analytics"] = "BucketAnalyticsConfiguration",
        ["inventory"] = "BucketInventoryConfiguration",
        ["metrics"] = "BucketMetricsConfiguration",
        ["intelligent-tiering"] = "BucketIntelligentTieringConfiguration",
        ["policyStatus"] = "BucketPolicyStatus",
        ["session"] = "Session",
        ["torrent"] = "ObjectTorrent",
        ["restore"] = "RestoreObject",
        ["select"] = "SelectObjectContent",
        ["renameObject"] = "RenameObject",
        ["metadataTable"] = "BucketMetadataTableConfiguration",
    };

    public static IReadOnlyCollection<string> Names => Supported.Keys;

    public static CloudOperation Identify(CloudRequest request)
    {
        (string? bucket, string? key) = Resource(request);
        string method = request.Method;
        string? name = bucket is null ? (method == "GET" ? "ListBuckets" : null)
            : Unemulated(request) ?? (key is null ? OfBucket(request) : OfObject(request));
        return new(name ?? $"{method} {(key is null ? bucket is null ? "SERVICE" : "BUCKET" : "OBJECT")}", bucket, key);
    }

    public static Task<CloudAnswer> CarryOutAsync(S3Call call)
    {
        if (Supported.TryGetValue(call.Operation.Name, out var carryOut))
            return carryOut(call);
        string[] words = call.Operation.Name.Split(' ');
        throw words.Length == 2 ? S3Errors.MethodNotAllowed(words[0], words[1]) : S3Errors.NotEmulated(call.Operation.Name);
    }

    private static (string? Bucket, string? Key) Resource(CloudRequest request)
    {
        string path;
        try
        {
            path = PercentEncoding.Decode(request.RawPath)[1..];
        }
        catch (FormatException)
        {
            throw new CloudError(400, "InvalidURI", "Couldn't parse the specified URI.").With("URI", request.RawPath);
        }

        if (VirtualHost(request.Host) is { } named)
            return (named, path.Length == 0 ? null : path);
        if (path.Length == 0)
            return (null, null);
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || slash == path.Length - 1
            ? (slash < 0 ? path : path[..slash], null)
            : (path[..slash], path[(slash + 1)..]);
    }

    // bucket.localhost and, through a handler, bucket.s3.amazonaws.com.
    private static string? VirtualHost(string host)
    {
        host = host.Split(':')[0];
        int at = host.EndsWith(".localhost", StringComparison.Ordinal) ? host.Length - ".localhost".Length
            : host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? host.IndexOf(".s3.", StringComparison.Ordinal)
            : -1;
        return at > 0 ? host[..at] : null;
    }

    private static string? Unemulated(CloudRequest request)
    {
        string verb = request.Method switch { "PUT" => "Put", "DELETE" => "Delete", "POST" => "", _ => "Get" };
        return request.Query.Where(p => NotEmulated.ContainsKey(p.Name)).Select(p => verb + NotEmulated[p.Name]).FirstOrDefault();
    }

    private static string? OfBucket(CloudRequest request)
    {
        CloudQuery query = request.Query;
        S3BucketSettings? settings = S3BucketSettings.All.FirstOrDefault(setting => query.Has(setting.Parameter));
        return request.Method switch
        {
            "GET" => query.Has("acl") ? "GetBucketAcl"
                : query.Has("location") ? "GetBucketLocation"
                : query.Has("uploads") ? "ListMultipartUploads"
                : query.Has("versions") ? "ListObjectVersions"
                : settings is not null ? $"Get{settings.Operation}"
                : query["list-type"] == "2" ? "ListObjectsV2"
                : "ListObjects",
            "PUT" => query.Has("acl") ? "PutBucketAcl" : settings is not null ? $"Put{settings.Operation}" : "CreateBucket",
            "DELETE" => settings is not null ? $"Delete{settings.Operation}" : "DeleteBucket",
            "POST" => query.Has("delete") ? "DeleteObjects" : IsForm(request) ? "PostObject" : null,
            "HEAD" => "HeadBucket",
            _ => null,
        };
    }

    private static string? OfObject(CloudRequest request)
    {
        CloudQuery query = request.Query;
        bool isCopy = request.Header("x-amz-copy-source") is not null;
        return request.Method switch
        {
            "GET" => query.Has("acl") ? "GetObjectAcl"
                : query.Has("attributes") ? "GetObjectAttributes"
                : query.Has("tagging") ? "GetObjectTagging"
                : query.Has("legal-hold") ? "GetObjectLegalHold"
                : query.Has("retention") ? "GetObjectRetention"
                : query.Has("uploadId") ? "ListParts"
                : "GetObject",
            "PUT" => query.Has("acl") ? "PutObjectAcl"
                : query.Has("tagging") ? "PutObjectTagging"
                : query.Has("legal-hold") ? "PutObjectLegalHold"
                : query.Has("retention") ? "PutObjectRetention"
                : query.Has("uploadId") ? (isCopy ? "UploadPartCopy" : "UploadPart")
                : isCopy ? "CopyObject"
                : "PutObject",
            "DELETE" => query.Has("tagging") ? "DeleteObjectTagging" : query.Has("uploadId") ? "AbortMultipartUpload" : "DeleteObject",
            "POST" => query.Has("uploads") ? "CreateMultipartUpload" : query.Has("uploadId") ? "CompleteMultipartUpload" : null,
            "HEAD" => "HeadObject",
            _ => null,
        };
    }

    public static bool IsForm(CloudRequest request) =>
        request.Header("Content-Type")?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    private static Dictionary<string, Func<S3Call, Task<CloudAnswer>>> Table()
    {
        Dictionary<string, Func<S3Call, Task<CloudAnswer>>> table = new(StringComparer.Ordinal)
        {
            ["ListBuckets"] = Now(S3Buckets.List),
            ["CreateBucket"] = S3Buckets.CreateAsync,
            ["HeadBucket"] = Now(S3Buckets.Head),
            ["DeleteBucket"] = Now(S3Buckets.Delete),
            ["GetBucketLocation"] = Now(S3Buckets.Location),
            ["GetBucketAcl"] = Now(S3Acl.Get),
            ["PutBucketAcl"] = S3Acl.PutAsync,
            ["ListObjects"] = Now(S3Listings.List),
            ["ListObjectsV2"] = Now(S3Listings.ListV2),
            ["ListObjectVersions"] = Now(S3VersionListing.List),
            ["ListMultipartUploads"] = Now(S3Listings.ListUploads),
            ["PutObject"] = S3Objects.PutAsync,
            ["GetObject"] = Now(S3Objects.Get),
            ["HeadObject"] = Now(S3Objects.Get),
            ["DeleteObject"] = Now(S3Objects.Delete),
            ["DeleteObjects"] = S3DeleteMany.DeleteAsync,
            ["PostObject"] = S3PostForm.PostAsync,
            ["CopyObject"] = S3Copy.CopyObjectAsync,
            ["GetObjectAttributes"] = Now(S3Objects.GetAttributes),
            ["GetObjectAcl"] = Now(S3Acl.Get),
            ["PutObjectAcl"] = S3Acl.PutAsync,
            ["GetObjectTagging"] = Now(S3Tags.Get),
            ["PutObjectTagging"] = S3Tags.PutAsync,
            ["DeleteObjectTagging"] = Now(S3Tags.Delete),
            ["GetObjectLegalHold"] = Now(S3Objects.RefuseLock),
            ["PutObjectLegalHold"] = Now(S3Objects.RefuseLock),
            ["GetObjectRetention"] = Now(S3Objects.RefuseLock),
            ["PutObjectRetention"] = Now(S3Objects.RefuseLock),
            ["CreateMultipartUpload"] = Now(S3Multipart.Create),
            ["UploadPart"] = S3Multipart.UploadPartAsync,
            ["UploadPartCopy"] = S3Multipart.UploadPartCopyAsync,
            ["ListParts"] = Now(S3Multipart.ListParts),
            ["AbortMultipartUpload"] = Now(S3Multipart.Abort),
            ["CompleteMultipartUpload"] = S3MultipartCompletion.CompleteAsync,
        };
        foreach (S3BucketSettings settings in S3BucketSettings.All)
        {
            table[$"Get{settings.Operation}"] = Now(settings.Get);
            table[$"Put{settings.Operation}"] = settings.PutAsync;
            table[$"Delete{settings.Operation}"] = Now(settings.Delete);
        }

        return table;
    }

    private static Func<S3Call, Task<CloudAnswer>> Now(Func<S3Call, CloudAnswer> carryOut) => call => Task.FromResult(carryOut(call));
}

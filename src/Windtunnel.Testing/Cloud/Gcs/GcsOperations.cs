namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Which operation a request is, and what carries it out.</summary>
internal static class GcsOperations
{
    private static readonly Dictionary<string, Func<GcsCall, Task<CloudAnswer>>> Supported = new(StringComparer.Ordinal)
    {
        ["buckets.list"] = Now(GcsBuckets.List),
        ["buckets.insert"] = GcsBuckets.InsertAsync,
        ["buckets.get"] = Now(GcsBuckets.Get),
        ["buckets.patch"] = GcsBuckets.PatchAsync,
        ["buckets.update"] = GcsBuckets.PatchAsync,
        ["buckets.delete"] = Now(GcsBuckets.Delete),
        ["buckets.lockRetentionPolicy"] = Now(GcsBuckets.LockRetentionPolicy),
        ["buckets.getIamPolicy"] = Now(GcsBuckets.GetPolicy),
        ["buckets.setIamPolicy"] = GcsBuckets.SetPolicyAsync,
        ["buckets.testIamPermissions"] = Now(GcsBuckets.TestPermissions),
        ["objects.list"] = Now(GcsListing.List),
        ["objects.insert"] = GcsUploads.InsertAsync,
        ["objects.insert.continue"] = GcsResumable.ContinueAsync,
        ["objects.insert.cancel"] = Now(GcsResumable.Cancel),
        ["objects.get"] = Now(GcsObjects.Get),
        ["objects.download"] = GcsObjects.DownloadAsync,
        ["objects.put"] = GcsUploads.PutXmlAsync,
        ["objects.patch"] = GcsObjects.PatchAsync,
        ["objects.update"] = GcsObjects.PatchAsync,
        ["objects.delete"] = Now(GcsObjects.Delete),
        ["objects.compose"] = GcsCombining.ComposeAsync,
        ["objects.rewrite"] = GcsCombining.RewriteAsync,
        ["objects.copy"] = GcsCombining.CopyAsync,
        ["objects.move"] = Now(GcsCombining.Move),
        ["projects.serviceAccount.get"] = Now(call => call.Answer(new()
        {
            ["kind"] = "storage#serviceAccount",
            ["email_address"] = GcsSignature.Account,
        })),
        ["oauth2.token"] = GcsTokens.ExchangeAsync,
        ["batch"] = GcsBatch.SubmitAsync,
        ["xml.buckets.get"] = Now(GcsXml.List),
        ["xml.objects.copy"] = Now(GcsXml.Copy),
        ["xml.uploads.insert"] = Now(GcsXmlUploads.Start),
        ["xml.uploads.put"] = GcsXmlUploads.UploadPartAsync,
        ["xml.uploads.complete"] = GcsXmlUploads.CompleteAsync,
        ["xml.uploads.delete"] = Now(GcsXmlUploads.Abort),
        ["xml.uploads.get"] = Now(GcsXmlUploads.ListParts),
        ["xml.uploads.list"] = Now(GcsXmlUploads.ListUploads),
    };

    static GcsOperations()
    {
        foreach (string operation in GcsAcl.Operations)
            Supported[operation] = GcsAcl.CarryOutAsync;
    }

    public static IReadOnlyCollection<string> Names => Supported.Keys;

    public static CloudOperation Identify(CloudRequest request)
    {
        string[] parts;
        try
        {
            // An object's name is one segment, in which a slash is encoded.
            parts = [.. request.RawPath[1..].Split('/').Select(part => PercentEncoding.Decode(part))];
        }
        catch (FormatException)
        {
            throw GcsErrors.Invalid("The path of the request is not well encoded.");
        }

        string method = request.Method;
        bool isUpload = parts is ["upload", "storage", "v1", ..] or ["resumable", "upload", "storage", "v1", ..];
        bool isDownload = parts is ["download", "storage", "v1", ..];
        string[] rest = parts is ["storage", "v1", ..]
            ? parts[2..] : isUpload || isDownload ? parts[(Array.IndexOf(parts, "v1") + 1)..] : [];
        return rest switch
        {
            ["b", var bucket, "o"] when isUpload => new(OfUpload(request), bucket),
            ["b"] => new(method switch { "GET" => "buckets.list", "POST" => "buckets.insert", _ => Unknown(request) }),
            ["b", var bucket] => new(OfBucket(request), bucket),
            ["b", var bucket, "lockRetentionPolicy"] when method == "POST" => new("buckets.lockRetentionPolicy", bucket),
            ["b", var bucket, "iam"] => new(method == "PUT" ? "buckets.setIamPolicy" : "buckets.getIamPolicy", bucket),
            ["b", var bucket, "iam", "testPermissions"] => new("buckets.testIamPermissions", bucket),
            ["b", var bucket, "o"] => new(method == "GET" ? "objects.list" : Unknown(request), bucket),
            ["b", var bucket, "o", var name] => new(OfObject(request, isDownload), bucket, name),
            ["b", var bucket, "o", var name, "acl", ..] => new(OfAcl(request, "objectAccessControls", rest.Length == 6), bucket, name),
            ["b", var bucket, "acl", ..] => new(OfAcl(request, "bucketAccessControls", rest.Length == 4), bucket),
            ["b", var bucket, "defaultObjectAcl", ..] => new(OfAcl(request, "defaultObjectAccessControls", rest.Length == 4), bucket),
            ["b", var bucket, "o", var name, "moveTo", "o", _] => new("objects.move", bucket, name),
            ["b", var bucket, "o", var name, "restore"] => new("objects.restore", bucket, name),
            ["projects", _, "serviceAccount"] => new("projects.serviceAccount.get"),
            ["b", var bucket, "o", var name, "compose"] => new("objects.compose", bucket, name),
            ["b", var bucket, "o", var name, "rewriteTo", "b", _, "o", _] => new("objects.rewrite", bucket, name),
            ["b", var bucket, "o", var name, "copyTo", "b", _, "o", _] => new("objects.copy", bucket, name),
            [] when parts is ["batch", ..] => new("batch"),
            [] when parts is ["token"] && method == "POST" => new("oauth2.token"),
            [] when parts[0].Length > 0 && parts[0] is not ("storage" or "upload" or "download") => OfXml(request, parts),
            _ => new(Unknown(request)),
        };
    }

    public static Task<CloudAnswer> CarryOutAsync(GcsCall call) => Supported.TryGetValue(call.Operation.Name, out var carryOut)
        ? carryOut(call)
        : throw GcsErrors.NotEmulated(call.Operation.Name);

    private static string OfUpload(CloudRequest request) => (request.Method, request.Query.Has("upload_id")) switch
    {
        ("POST", false) => "objects.insert",
        ("PUT" or "POST", true) => "objects.insert.continue",
        ("DELETE", true) => "objects.insert.cancel",
        _ => Unknown(request),
    };

    private static string OfBucket(CloudRequest request) => request.Method switch
    {
        "GET" or "HEAD" => "buckets.get",
        "PATCH" => "buckets.patch",
        "PUT" => "buckets.update",
        "DELETE" => "buckets.delete",
        _ => Unknown(request),
    };

    private static string OfObject(CloudRequest request, bool isDownload) => request.Method switch
    {
        "GET" or "HEAD" => isDownload || request.Query["alt"] == "media" ? "objects.download" : "objects.get",
        "PATCH" => "objects.patch",
        "PUT" => "objects.update",
        "DELETE" => "objects.delete",
        _ => Unknown(request),
    };

    private static string OfAcl(CloudRequest request, string list, bool isOfAnEntity) => (request.Method, isOfAnEntity) switch
    {
        ("GET", false) => $"{list}.list",
        ("POST", false) => $"{list}.insert",
        ("GET", true) => $"{list}.get",
        ("PUT", true) => $"{list}.update",
        ("PATCH", true) => $"{list}.patch",
        ("DELETE", true) => $"{list}.delete",
        _ => Unknown(request),
    };

    private static CloudOperation OfXml(CloudRequest request, string[] parts)
    {
        string key = string.Join('/', parts[1..]);
        CloudQuery query = request.Query;
        if (key.Length == 0)
        {
            return new(request.Method switch
            {
                "GET" => query.Has("uploads") ? "xml.uploads.list" : query.Raw.Length == 0 || IsListing(query) ? "xml.buckets.get"
                    : Unknown(request),
                "HEAD" => "buckets.get",
                "DELETE" => "buckets.delete",
                _ => Unknown(request),
            }, parts[0]);
        }

        string name = request.Method switch
        {
            "GET" when query.Has("uploadId") => "xml.uploads.get",
            "GET" or "HEAD" => "objects.download",
            "PUT" when query.Has("uploadId") => "xml.uploads.put",
            "PUT" when query.Has("upload_id") => "objects.insert.continue",
            "PUT" => request.Header("x-goog-copy-source") is null ? "objects.put" : "xml.objects.copy",
            "POST" when query.Has("uploads") => "xml.uploads.insert",
            "POST" when query.Has("uploadId") => "xml.uploads.complete",
            "POST" when request.Header("x-goog-resumable") == "start" => "objects.insert",
            "DELETE" when query.Has("uploadId") => "xml.uploads.delete",
            "DELETE" => query.Has("upload_id") ? "objects.insert.cancel" : "objects.delete",
            _ => $"the XML API's {request.Method} of an object",
        };
        return new(name, parts[0], key);
    }

    private static bool IsListing(CloudQuery query) => query.All(parameter => parameter.Name
        is "prefix" or "delimiter" or "marker" or "max-keys" or "list-type" or "continuation-token" or "start-after" or "encoding-type"
        or "fetch-owner" || parameter.Name.StartsWith("X-Goog-", StringComparison.Ordinal));

    private static string Unknown(CloudRequest request) => $"{request.Method} {request.RawPath}";

    private static Func<GcsCall, Task<CloudAnswer>> Now(Func<GcsCall, CloudAnswer> carryOut) => call => Task.FromResult(carryOut(call));
}

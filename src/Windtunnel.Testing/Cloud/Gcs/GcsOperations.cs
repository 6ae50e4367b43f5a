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
        ["objectAccessControls.list"] = Now(GcsObjects.ListAcl),
    };

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
            ["b", var bucket, "iam"] => new(method == "PUT" ? "buckets.setIamPolicy" : "buckets.getIamPolicy", bucket),
            ["b", var bucket, "iam", "testPermissions"] => new("buckets.testIamPermissions", bucket),
            ["b", var bucket, "o"] => new(method == "GET" ? "objects.list" : Unknown(request), bucket),
            ["b", var bucket, "o", var name] => new(OfObject(request, isDownload), bucket, name),
            ["b", var bucket, "o", var name, "acl"] => new(
                method == "GET" ? "objectAccessControls.list" : "objectAccessControls.insert", bucket, name),
            ["b", var bucket, "o", var name, "compose"] => new("objects.compose", bucket, name),
            ["b", var bucket, "o", var name, "rewriteTo", "b", _, "o", _] => new("objects.rewrite", bucket, name),
            ["b", var bucket, "o", var name, "copyTo", "b", _, "o", _] => new("objects.copy", bucket, name),
            [] when parts.Length >= 2 && parts[0] is not ("storage" or "upload" or "download" or "batch") => OfXml(request, parts),
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

    private static CloudOperation OfXml(CloudRequest request, string[] parts)
    {
        string name = request.Method switch
        {
            "GET" or "HEAD" => "objects.download",
            "PUT" when request.Header("x-goog-copy-source") is null && !request.Query.Has("uploadId") => "objects.put",
            "DELETE" => "objects.delete",
            _ => $"the XML API's {request.Method} of an object",
        };
        return new(name, parts[0], string.Join('/', parts[1..]));
    }

    private static string Unknown(CloudRequest request) => $"{request.Method} {request.RawPath}";

    private static Func<GcsCall, Task<CloudAnswer>> Now(Func<GcsCall, CloudAnswer> carryOut) => call => Task.FromResult(carryOut(call));
}

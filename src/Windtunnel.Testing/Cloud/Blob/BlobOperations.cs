namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Which operation a request is, and what carries it out.</summary>
internal static class BlobOperations
{
    private static readonly Dictionary<string, Func<BlobCall, Task<CloudAnswer>>> Supported = new(StringComparer.Ordinal)
    {
        ["ListContainers"] = Now(BlobContainers.List),
        ["GetServiceProperties"] = Now(BlobAccount.GetProperties),
        ["SetServiceProperties"] = BlobAccount.SetPropertiesAsync,
        ["GetAccountInformation"] = Now(BlobAccount.AccountInformation),
        ["FindBlobsByTags"] = Now(BlobTags.Find),
        // Such keys are for tokens of Entra ID, which are refused before.
        ["GetUserDelegationKey"] = _ => throw BlobErrors.AuthenticationFailed("Only authentication scheme Bearer is supported"),
        ["SubmitBatch"] = BlobBatch.SubmitAsync,
        ["CreateContainer"] = Now(BlobContainers.Create),
        ["GetContainerProperties"] = Now(BlobContainers.Get),
        ["DeleteContainer"] = Now(BlobContainers.Delete),
        ["SetContainerMetadata"] = Now(BlobContainers.SetMetadata),
        ["GetContainerAcl"] = Now(BlobContainers.GetAcl),
        ["SetContainerAcl"] = BlobContainers.SetAclAsync,
        ["LeaseContainer"] = Now(BlobContainers.Lease),
        ["ListBlobs"] = Now(BlobListing.List),
        ["FindBlobsByTagsInContainer"] = Now(BlobTags.Find),
        ["GetBlob"] = BlobReads.GetAsync,
        ["GetBlobProperties"] = Now(BlobReads.Head),
        ["PutBlob"] = BlobWrites.PutAsync,
        ["PutBlobFromUrl"] = Now(BlobCopies.PutFromUrl),
        ["CopyBlob"] = Now(BlobCopies.Copy),
        ["AbortCopyBlob"] = Now(BlobCopies.Abort),
        ["DeleteBlob"] = Now(BlobWrites.Delete),
        ["UndeleteBlob"] = Now(BlobSoftDelete.Undelete),
        ["GetBlobMetadata"] = Now(BlobWrites.GetMetadata),
        ["SetBlobMetadata"] = Now(BlobWrites.SetMetadata),
        ["SetBlobProperties"] = Now(BlobWrites.SetProperties),
        ["SetBlobTier"] = Now(BlobWrites.SetTier),
        ["GetBlobTags"] = Now(BlobTags.Get),
        ["SetBlobTags"] = BlobTags.SetAsync,
        ["LeaseBlob"] = Now(BlobWrites.Lease),
        ["SnapshotBlob"] = Now(BlobWrites.Snapshot),
        ["PutBlock"] = BlobBlocks.StageAsync,
        ["PutBlockFromUrl"] = BlobBlocks.StageAsync,
        ["PutBlockList"] = BlobBlocks.CommitAsync,
        ["GetBlockList"] = Now(BlobBlocks.List),
        ["AppendBlock"] = BlobBlocks.AppendAsync,
        ["AppendBlockFromUrl"] = BlobBlocks.AppendAsync,
        ["SealBlob"] = Now(BlobBlocks.Seal),
        ["PutPage"] = BlobPages.WriteAsync,
        ["PutPageFromUrl"] = BlobPages.WriteAsync,
        ["GetPageRanges"] = Now(BlobPages.List),
    };

    private static readonly string[] NotEmulated =
    [
        "GetServiceStats", "QueryBlob", "IncrementalCopyBlob", "SetImmutabilityPolicy", "SetLegalHold",
            "SetBlobExpiry",
        "RestoreContainer", "RenameContainer",
    ];

    public static IReadOnlyCollection<string> Names => Supported.Keys;

    public static CloudOperation Identify(CloudRequest request)
    {
        string[] parts;
        try
        {
            parts = PercentEncoding.Decode(request.RawPath)[1..].Split('/', 3);
        }
        catch (FormatException)
        {
            throw new CloudError(400, "InvalidUri", "The requested URI does not represent any resource on the server.");
        }

        string? container = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null;
        string? blob = parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null;
        bool isContainer = request.Query["restype"] == "container";
        if (container is not null && blob is null && !isContainer && request.Query["comp"] != "batch")
            (container, blob) = ("$root", container);
        string? name = blob is not null ? OfBlob(request) : container is not null ? OfContainer(request) : OfService(request);
        return new(name ?? $"{request.Method}?comp={request.Query["comp"]}", container, blob);
    }

    public static Task<CloudAnswer> CarryOutAsync(BlobCall call)
    {
        if (Supported.TryGetValue(call.Operation.Name, out var carryOut))
            return carryOut(call);
        if (NotEmulated.Contains(call.Operation.Name))
            throw BlobErrors.NotEmulated(call.Operation.Name);
        throw call.Request.Method is "GET" or "HEAD" or "PUT" or "DELETE" or "POST"
            ? BlobErrors.InvalidQuery("comp", call.Request.Query["comp"])
            : new CloudError(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.")
                .WithHeader("Allow", "GET,HEAD,PUT,DELETE,POST");
    }

    private static string? OfService(CloudRequest request)
    {
        string? comp = request.Query["comp"];
        return (request.Method, request.Query["restype"]) switch
        {
            ("GET" or "HEAD", "account") => "GetAccountInformation",
            ("GET", "service") => comp == "stats" ? "GetServiceStats" : comp == "properties" ? "GetServiceProperties" : null,
            ("PUT", "service") => comp == "properties" ? "SetServiceProperties" : null,
            ("POST", "service") => comp == "userdelegationkey" ? "GetUserDelegationKey" : null,
            ("POST", _) => comp == "batch" ? "SubmitBatch" : null,
            ("GET", _) => comp == "list" ? "ListContainers" : comp == "blobs" ? "FindBlobsByTags" : null,
            _ => null,
        };
    }

    private static string? OfContainer(CloudRequest request) => (request.Method, request.Query["comp"]) switch
    {
        ("PUT", null) => "CreateContainer",
        ("GET" or "HEAD", null or "metadata") => "GetContainerProperties",
        ("DELETE", null) => "DeleteContainer",
        ("PUT", "metadata") => "SetContainerMetadata",
        ("GET" or "HEAD", "acl") => "GetContainerAcl",
        ("PUT", "acl") => "SetContainerAcl",
        ("PUT", "lease") => "LeaseContainer",
        ("GET", "list") => "ListBlobs",
        ("GET", "blobs") => "FindBlobsByTagsInContainer",
        ("POST", "batch") => "SubmitBatch",
        ("PUT", "undelete") => "RestoreContainer",
        ("PUT", "rename") => "RenameContainer",
        ("GET" or "HEAD", "properties") => "GetAccountInformation",
        _ => null,
    };

    private static string? OfBlob(CloudRequest request)
    {
        bool isFromUrl = request.Header("x-ms-copy-source") is not null;
        return (request.Method, request.Query["comp"]) switch
        {
            ("GET", null) => "GetBlob",
            ("HEAD", null) => "GetBlobProperties",
            ("PUT", null) => !isFromUrl ? "PutBlob" : request.Header("x-ms-blob-type") is null ? "CopyBlob" : "PutBlobFromUrl",
            ("DELETE", null) => "DeleteBlob",
            ("PUT", "block") => isFromUrl ? "PutBlockFromUrl" : "PutBlock",
            ("PUT", "blocklist") => "PutBlockList",
            ("GET", "blocklist") => "GetBlockList",
            ("PUT", "appendblock") => isFromUrl ? "AppendBlockFromUrl" : "AppendBlock",
            ("PUT", "seal") => "SealBlob",
            ("PUT", "page") => isFromUrl ? "PutPageFromUrl" : "PutPage",
            ("GET", "pagelist") => "GetPageRanges",
            ("PUT", "properties") => "SetBlobProperties",
            ("GET" or "HEAD", "metadata") => "GetBlobMetadata",
            ("PUT", "metadata") => "SetBlobMetadata",
            ("PUT", "snapshot") => "SnapshotBlob",
            ("PUT", "lease") => "LeaseBlob",
            ("PUT", "tier") => "SetBlobTier",
            ("PUT", "tags") => "SetBlobTags",
            ("GET", "tags") => "GetBlobTags",
            ("PUT", "undelete") => "UndeleteBlob",
            ("PUT", "copy") => "AbortCopyBlob",
            ("PUT", "incrementalcopy") => "IncrementalCopyBlob",
            ("PUT" or "DELETE", "immutabilityPolicies") => "SetImmutabilityPolicy",
            ("PUT", "legalhold") => "SetLegalHold",
            ("PUT", "expiry") => "SetBlobExpiry",
            ("POST", "query") => "QueryBlob",
            _ => null,
        };
    }

    private static Func<BlobCall, Task<CloudAnswer>> Now(Func<BlobCall, CloudAnswer> carryOut) => call => Task.FromResult(carryOut(call));
}

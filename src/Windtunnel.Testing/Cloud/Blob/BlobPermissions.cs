namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Which letter of a shared access signature allows which operation; any one of those listed is enough.</summary>
internal static class BlobPermissions
{
    private static readonly Dictionary<string, string> Needed = new(StringComparer.Ordinal)
    {
        ["GetBlob"] = "r",
        ["GetBlobProperties"] = "r",
        ["GetBlobMetadata"] = "r",
        ["GetBlockList"] = "r",
        ["GetPageRanges"] = "r",
        ["PutBlob"] = "cw",
        ["PutBlobFromUrl"] = "cw",
        ["PutBlock"] = "w",
        ["PutBlockFromUrl"] = "w",
        ["PutBlockList"] = "cw",
        ["AppendBlock"] = "aw",
        ["AppendBlockFromUrl"] = "aw",
        ["PutPage"] = "w",
        ["PutPageFromUrl"] = "w",
        ["SealBlob"] = "aw",
        ["CopyBlob"] = "cw",
        ["AbortCopyBlob"] = "w",
        ["SnapshotBlob"] = "cw",
        ["SetBlobMetadata"] = "w",
        ["SetBlobProperties"] = "w",
        ["SetBlobTier"] = "w",
        ["LeaseBlob"] = "wd",
        ["DeleteBlob"] = "d",
        ["UndeleteBlob"] = "w",
        ["SetBlobTags"] = "t",
        ["GetBlobTags"] = "t",
        ["ListBlobs"] = "l",
        ["FindBlobsByTags"] = "f",
        ["FindBlobsByTagsInContainer"] = "f",
        ["SubmitBatch"] = "rwdlacut",
        ["ListContainers"] = "l",
        ["CreateContainer"] = "cw",
        ["DeleteContainer"] = "d",
        ["GetContainerProperties"] = "r",
        ["SetContainerMetadata"] = "w",
        ["LeaseContainer"] = "wd",
        ["GetServiceProperties"] = "r",
        ["SetServiceProperties"] = "w",
        ["GetAccountInformation"] = "rwdlacup",
    };

    // These are for the whole account, or for the key alone.
    private static readonly string[] NotOfAResource =
        ["CreateContainer", "DeleteContainer", "GetContainerProperties", "SetContainerMetadata", "LeaseContainer"];

    public static bool Allow(BlobCall call, string granted, bool isOfAccount)
    {
        string operation = call.Operation.Name;
        if (!Needed.TryGetValue(operation, out string? needed) || (!isOfAccount && NotOfAResource.Contains(operation)))
            return false;
        if (!granted.AsSpan().ContainsAny(needed))
            return false;
        // The right to create is no right to replace.
        bool mayOnlyCreate = needed == "cw" && !granted.Contains('w', StringComparison.Ordinal);
        return !mayOnlyCreate || operation == "SnapshotBlob" || call.Operation.Key is null
            || call.World.Current.Containers[call.ContainerName]?.Blobs[call.BlobName]?.Current is null;
    }
}

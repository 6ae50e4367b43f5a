namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Writes of whole blobs, and of what surrounds their content.</summary>
internal static class BlobWrites
{
    private const long LargestPut = 5000L << 20;
    private static readonly string[] Tiers = ["Hot", "Cool", "Cold", "Archive"];
    private static readonly string[] PageTiers = ["P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50", "P60", "P70", "P80"];

    public static async Task<CloudAnswer> PutAsync(BlobCall call)
    {
        string type = call.Header("x-ms-blob-type") ?? throw BlobErrors.MissingHeader("x-ms-blob-type");
        _ = call.Container;
        if (type == BlobContent.Page)
            return BlobPages.Create(call);
        if (type is not (BlobContent.Block or BlobContent.Append))
            throw BlobErrors.InvalidHeader("x-ms-blob-type", type);
        (Content content, string md5) = await call.ReceiveAsync(LargestPut);
        if (type == BlobContent.Append && content.Length > 0)
            throw BlobErrors.InvalidHeader("Content-Length", $"{content.Length}");
        RequireClaimedMd5(call, md5);
        BlobContent template = Template(call, type, content, bodyIsBlob: true);
        BlobContent stored = call.Store(_ => type == BlobContent.Block ? template with { Md5 = md5 } : template);
        return BlobCall.Written(201, stored).With("Content-MD5", stored.Md5);
    }

    public static BlobContent Template(BlobCall call, string type, Content content, bool bodyIsBlob)
    {
        string? tier = Tier(call);
        return new(type, content, "", call.Now, call.Now)
        {
            Headers = BlobHeaders.Of(call.Request, bodyIsBlob),
            Metadata = call.Metadata(),
            Tags = BlobTags.OfHeader(call.Header("x-ms-tags")),
            Tier = tier ?? "Hot",
            TierSet = tier is null ? null : call.Now,
        };
    }

    public static CloudAnswer Delete(BlobCall call)
    {
        string? snapshots = call.Header("x-ms-delete-snapshots");
        if (snapshots is not (null or "include" or "only"))
            throw BlobErrors.InvalidHeader("x-ms-delete-snapshots", snapshots);
        int? days = BlobSoftDelete.DaysOf(call.World.Current);
        call.ChangeContainer(container =>
        {
            (BlobEntry entry, BlobContent blob) = call.Required(container);
            BlobConditions.RequireForWrite(call.Request, blob);
            if (call.Request.Query.NonEmpty("snapshot") is not { } snapshot)
                return (container.With(Without(call, entry, snapshots, days)), true);
            BlobEntry kept = BlobSoftDelete.Keep(entry, snapshot, blob, days, call.Now);
            return (container.With(kept with { Snapshots = kept.Snapshots.Remove(snapshot) }), true);
        });
        return new CloudAnswer(202).With("x-ms-delete-type-permanent", days is null ? "true" : "false");
    }

    private static BlobEntry Without(BlobCall call, BlobEntry entry, string? snapshots, int? days)
    {
        BlobLease.RequireForWrite(entry.Lease, call.LeaseId, call.Now);
        if (!entry.Snapshots.IsEmpty && snapshots is null)
            throw new CloudError(409, "SnapshotsPresent", "This operation is not permitted while the blob has snapshots.");
        BlobEntry kept = BlobSoftDelete.KeepSnapshots(entry, days, call.Now);
        return snapshots == "only"
            ? kept with { Snapshots = kept.Snapshots.Clear() }
            : new BlobEntry(entry.Name) { Gone = BlobSoftDelete.Keep(kept, null, entry.Current, days, call.Now).Gone };
    }

    public static CloudAnswer SetMetadata(BlobCall call)
    {
        var metadata = call.Metadata();
        return BlobCall.Written(200, call.Change(blob => blob with { Metadata = metadata }));
    }

    public static CloudAnswer GetMetadata(BlobCall call)
    {
        (_, BlobContent blob) = call.Required(call.Container);
        BlobConditions.RequireForRead(call.Request, blob);
        CloudAnswer answer = new CloudAnswer(200).With("ETag", blob.ETag).With("Last-Modified", blob.Modified);
        foreach ((string name, string value) in blob.Metadata)
            answer.With($"x-ms-meta-{name}", value);
        return answer;
    }

    public static CloudAnswer SetProperties(BlobCall call)
    {
        bool isPageChange = call.Header("x-ms-blob-content-length") is not null || call.Header("x-ms-sequence-number-action") is not null;
        BlobContent changed = call.Change(blob => isPageChange ? BlobPages.Changed(call, blob) : blob with
        {
            Headers = BlobHeaders.Of(call.Request, bodyIsBlob: false),
            Md5 = call.Header("x-ms-blob-content-md5"),
        });
        return new CloudAnswer(200).With("ETag", changed.ETag).With("Last-Modified", changed.Modified)
            .With("x-ms-blob-sequence-number", changed.Type == BlobContent.Page ? $"{changed.SequenceNumber}" : null);
    }

    public static CloudAnswer SetTier(BlobCall call)
    {
        string tier = Tier(call) ?? throw BlobErrors.MissingHeader("x-ms-access-tier");
        string before = call.Required(call.Container).Blob.Tier;
        call.Change(
            blob => PageTiers.Contains(tier) == (blob.Type == BlobContent.Page) && blob.Type != BlobContent.Append
                ? blob with { Tier = tier, TierSet = call.Now }
                : throw new CloudError(
                    409, "AccessTierNotSupportedForBlobType", "The access tier is not supported for this blob type."),
            isModification: false);
        return new(before == "Archive" && tier != "Archive" ? 202 : 200);
    }

    public static CloudAnswer Lease(BlobCall call) => call.ChangeContainer(container =>
    {
        (BlobEntry entry, BlobContent blob) = call.Required(container);
        BlobConditions.RequireForWrite(call.Request, blob);
        (BlobLease? lease, CloudAnswer answer) = BlobLeaseOperations.CarryOut(call, entry.Lease);
        return (container.With(entry with { Lease = lease }), answer.With("ETag", blob.ETag).With("Last-Modified", blob.Modified));
    });

    public static CloudAnswer Snapshot(BlobCall call)
    {
        var metadata = call.Metadata();
        return call.ChangeContainer(container =>
        {
            (BlobEntry entry, BlobContent blob) = call.Required(container);
            BlobLease.RequireForRead(entry.Lease, call.LeaseId, call.Now);
            BlobConditions.RequireForWrite(call.Request, blob);
            string name = call.SnapshotName(entry);
            BlobContent snapshot = metadata.IsEmpty ? blob : blob with { Metadata = metadata, ETag = call.NextETag(), Modified = call.Now };
            CloudAnswer answer = BlobCall.Written(201, snapshot).With("x-ms-snapshot", name);
            return (container.With(entry with { Snapshots = entry.Snapshots.SetItem(name, snapshot) }), answer);
        });
    }

    private static string? Tier(BlobCall call) => call.Header("x-ms-access-tier") is not { } tier || Tiers.Contains(tier)
        || PageTiers.Contains(tier)
        ? call.Header("x-ms-access-tier")
        : throw BlobErrors.InvalidHeader("x-ms-access-tier", tier);

    private static void RequireClaimedMd5(BlobCall call, string md5)
    {
        if (call.Header("x-ms-blob-content-md5") is { } claimed && claimed != md5)
        {
            throw new CloudError(
                400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server.")
                .With("UserSpecifiedMd5", claimed).With("ServerCalculatedMd5", md5);
        }
    }
}

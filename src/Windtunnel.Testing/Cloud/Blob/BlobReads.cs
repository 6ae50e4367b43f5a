using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>GET and HEAD of a blob.</summary>
internal static class BlobReads
{
    private const long LargestHashedRange = 4 << 20;

    public static async Task<CloudAnswer> GetAsync(BlobCall call)
    {
        (BlobEntry entry, BlobContent blob) = Readable(call);
        if (blob.Tier == "Archive")
            throw BlobCall.Archived();
        string? header = call.Header("x-ms-range") ?? call.Header("Range");
        long total = blob.Content.Length;
        // A suffix is no range that the service knows.
        bool isSuffix = header?.Contains("=-", StringComparison.Ordinal) == true;
        ByteRange? range = ByteRange.Of(isSuffix ? null : header, total, out bool isSatisfiable);
        if (!isSatisfiable)
            throw BlobErrors.InvalidRange(total);
        if (range is not { } wanted)
        {
            CloudAnswer whole = BlobHeaders.Describe(call, entry, blob, new(200)).With("Content-MD5", blob.Md5);
            return whole.With(blob.Content, BlobHeaders.ContentType(call, blob));
        }

        Content part = blob.Content.Slice(wanted.First, wanted.Length);
        return BlobHeaders.Describe(call, entry, blob, new(206))
            .With("Content-Range", wanted.ContentRange(total))
            .With("x-ms-blob-content-md5", blob.Md5)
            .With("Content-MD5", await RangeHashAsync(call, part))
            .With(part, BlobHeaders.ContentType(call, blob));
    }

    public static CloudAnswer Head(BlobCall call)
    {
        (BlobEntry entry, BlobContent blob) = Readable(call);
        CloudAnswer answer = BlobHeaders.Describe(call, entry, blob, new(200)).With("Content-MD5", blob.Md5);
        if (blob.Type == BlobContent.Block)
        {
            answer.With("x-ms-access-tier", blob.Tier)
                .With("x-ms-access-tier-inferred", blob.TierSet is null ? "true" : "false")
                .With("x-ms-access-tier-change-time", BlobXml.HttpDate(blob.TierSet ?? blob.Created));
        }

        return answer.With(blob.Content, BlobHeaders.ContentType(call, blob));
    }

    private static (BlobEntry, BlobContent) Readable(BlobCall call)
    {
        (BlobEntry entry, BlobContent blob) = call.Required(call.Container);
        BlobLease.RequireForRead(entry.Lease, call.LeaseId, call.Now);
        BlobConditions.RequireForRead(call.Request, blob);
        return (entry, blob);
    }

    private static async Task<string?> RangeHashAsync(BlobCall call, Content part)
    {
        if (!string.Equals(call.Header("x-ms-range-get-content-md5"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        return part.Length <= LargestHashedRange
            ? (await Digest.Of(HashAlgorithmName.MD5).AppendAsync(part, call.Cancellation)).Base64
            : throw BlobErrors.InvalidHeader("x-ms-range-get-content-md5", "true");
    }
}

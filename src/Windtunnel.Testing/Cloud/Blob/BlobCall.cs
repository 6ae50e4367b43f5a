using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>One request, with the world it acts on.</summary>
internal sealed record BlobCall(CloudOperation Operation, CloudRequest Request, BlobEmulator Emulator)
{
    private const string Meta = "x-ms-meta-";
    private const int LongestMetadata = 8192;

    public string ContainerName => Operation.Container!;

    public string BlobName => Operation.Key!;

    public World<BlobState> World => Emulator.World;

    public DateTimeOffset Now => Emulator.Clock.Now;

    public CancellationToken Cancellation => Request.Cancellation;

    /// <exception cref="CloudError">There is no such container.</exception>
    public BlobContainer Container => World.Current.Containers[ContainerName] ?? throw BlobErrors.ContainerNotFound();

    public string? LeaseId => Header("x-ms-lease-id");

    public string? Header(string name) => Request.Header(name);

    public string NextETag() => string.Create(CultureInfo.InvariantCulture, $"\"0x8DD{Emulator.Ids.Next():X13}\"");

    /// <summary>The blob or the snapshot that the request names.</summary>
    public (BlobEntry Entry, BlobContent Blob) Required(BlobContainer container)
    {
        BlobEntry entry = container.Blobs[BlobName] ?? throw BlobErrors.BlobNotFound();
        if (Request.Query.NonEmpty("versionid") is not null)
            throw BlobErrors.NotEmulated("versions of blobs");
        if (Request.Query.NonEmpty("snapshot") is not { } snapshot)
            return (entry, entry.Current ?? throw BlobErrors.BlobNotFound());
        if (!DateTimeOffset.TryParse(snapshot, CultureInfo.InvariantCulture, out _))
            throw BlobErrors.InvalidQuery("snapshot", snapshot);
        return (entry, entry.Snapshots.GetValueOrDefault(snapshot) ?? throw BlobErrors.BlobNotFound());
    }

    public T ChangeContainer<T>(Func<BlobContainer, (BlobContainer, T)> change) => World.Change(state =>
    {
        BlobContainer container = state.Containers[ContainerName] ?? throw BlobErrors.ContainerNotFound();
        (BlobContainer changed, T result) = change(container);
        return (state with { Containers = state.Containers.With(ContainerName, changed) }, result);
    });

    /// <summary>Makes a blob or replaces it, when lease and conditions allow it at that moment. What was staged is forgotten.</summary>
    public BlobContent Store(Func<BlobEntry, BlobContent> make) => ChangeContainer(container =>
    {
        BlobEntry entry = container.Blobs[BlobName] ?? new(BlobName);
        BlobLease.RequireForWrite(entry.Lease, LeaseId, Now);
        BlobConditions.RequireForWrite(Request, entry.Current, creates: true);
        if (entry.Current is { Tier: "Archive" })
            throw Archived();
        BlobContent made = make(entry) with { ETag = NextETag(), Modified = Now };
        made = made with { Created = entry.Current?.Created ?? Now };
        entry = BlobSoftDelete.Keep(entry, SnapshotName(entry), entry.Current, BlobSoftDelete.DaysOf(World.Current), Now);
        BlobEntry stored = entry with { Current = made, Lease = BlobLease.IsActive(entry.Lease, Now) ? entry.Lease : null };
        return (container.With(stored with { Uncommitted = stored.Uncommitted.Clear() }), made);
    });

    /// <summary>The name of the next snapshot: its time, and two of one instant still have two names.</summary>
    public string SnapshotName(BlobEntry entry) => Now.AddTicks(entry.Snapshots.Count + entry.Gone.Length).UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Changes a blob that exists, when lease and conditions allow it at that moment.</summary>
    public BlobContent Change(Func<BlobContent, BlobContent> change, bool isModification = true) => ChangeContainer(container =>
    {
        (BlobEntry entry, BlobContent blob) = Required(container);
        if (blob == entry.Current)
            BlobLease.RequireForWrite(entry.Lease, LeaseId, Now);
        BlobConditions.RequireForWrite(Request, blob);
        BlobContent changed = change(blob);
        if (isModification)
            changed = changed with { ETag = NextETag(), Modified = Now };
        BlobEntry stored = blob == entry.Current
            ? entry with { Current = changed }
            : entry with { Snapshots = entry.Snapshots.SetItem(Request.Query["snapshot"]!, changed) };
        return (container.With(stored), changed);
    });

    public static CloudError Archived() => new(409, "BlobArchived", "This operation is not permitted on an archived blob.");

    public ImmutableArray<KeyValuePair<string, string>> Metadata()
    {
        var metadata = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string header in Request.Headers.Keys.Where(name => name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase)))
        {
            string name = header[Meta.Length..];
            if (name.Length == 0)
                throw new CloudError(400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty.");
            if (char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                throw new CloudError(
                    400, "InvalidMetadata", "The metadata specified is invalid. It has characters that are not permitted.");
            metadata.Add(new(name, Header(header) ?? ""));
        }

        return metadata.Sum(pair => pair.Key.Length + pair.Value.Length) <= LongestMetadata
            ? metadata.ToImmutable()
            : throw new CloudError(400, "MetadataTooLarge", "The size of the specified metadata exceeds the maximum size permitted.");
    }

    /// <summary>Takes in the body and checks the hashes that the request names.</summary>
    public async Task<(Content Content, string Md5)> ReceiveAsync(long largest = long.MaxValue)
    {
        long length = Request.ContentLength
            ?? throw new CloudError(411, "MissingContentLengthHeader", "Content-Length HTTP header is missing.");
        if (Header("x-ms-structured-body") is not null)
            throw BlobErrors.NotEmulated("structured messages (x-ms-structured-body)");
        if (length > largest)
            throw new CloudError(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.")
                .With("MaxLimit", $"{largest}");
        byte[]? claimedMd5 =
            Claimed("Content-MD5", 16, "InvalidMd5",
            "The MD5 value specified in the request is invalid. The MD5 value must be 128 bits and Base64-encoded.");
        byte[]? claimedCrc = Claimed("x-ms-content-crc64", 8, "InvalidCrc64", "The CRC64 value specified in the request is invalid.");
        Digest md5 = Digest.Of(HashAlgorithmName.MD5);
        Digest crc = Digest.Of(CyclicCode.Crc64Nvme);
        ContentWriter writer = new(claimedCrc is null ? [md5] : [md5, crc]);
        writer.Expect(length);
        await writer.CopyFromAsync(Request.Body, Cancellation);
        if (claimedMd5 is not null && !claimedMd5.AsSpan().SequenceEqual(md5.Value))
        {
            throw new CloudError(
                400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server.")
                .With("UserSpecifiedMd5", Header("Content-MD5")).With("ServerCalculatedMd5", md5.Base64);
        }

        // The service writes this checksum with its lowest byte first.
        if (claimedCrc is not null && !claimedCrc.Reverse().SequenceEqual(crc.Value))
            throw new CloudError(
                400, "Crc64Mismatch",
                "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server.");
        return (writer.ToContent(), md5.Base64);
    }

    public async Task<byte[]> ReceiveDocumentAsync()
    {
        const int Largest = 8 << 20;
        (Content content, _) = await ReceiveAsync(Largest);
        return await content.ToArrayAsync(Cancellation);
    }

    public static CloudAnswer Written(int status, BlobContent blob) => new CloudAnswer(status)
        .With("ETag", blob.ETag).With("Last-Modified", blob.Modified).With("x-ms-request-server-encrypted", "true");

    private byte[]? Claimed(string header, int bytes, string code, string message)
    {
        if (Header(header) is not { } text)
            return null;
        Span<byte> value = stackalloc byte[64];
        return Convert.TryFromBase64String(text, value, out int length) && length == bytes
            ? value[..length].ToArray()
            : throw new CloudError(400, code, message);
    }
}

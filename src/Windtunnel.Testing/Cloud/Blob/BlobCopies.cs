using System.Security.Cryptography;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Copies from an address, which must be one of this emulator.</summary>
internal static class BlobCopies
{
    public static CloudAnswer Copy(BlobCall call)
    {
        _ = call.Container;
        BlobContent source = Source(call);
        BlobCopy copy = new($"{call.Emulator.Ids.NextGuid()}", call.Header("x-ms-copy-source")!, call.Now);
        BlobContent stored = Copied(call, source, copy);
        return BlobCall.Written(202, stored).With("x-ms-copy-id", copy.Id).With("x-ms-copy-status", "success");
    }

    public static CloudAnswer PutFromUrl(BlobCall call)
    {
        _ = call.Container;
        BlobContent stored = Copied(call, Source(call), copy: null);
        return BlobCall.Written(201, stored).With("Content-MD5", stored.Md5);
    }

    /// <summary>Nothing is ever pending here: a copy is complete when it is answered.</summary>
    public static CloudAnswer Abort(BlobCall call)
    {
        call.Required(call.Container);
        throw new CloudError(409, "NoPendingCopyOperation", "There is currently no pending copy operation.");
    }

    /// <summary>The bytes that a block takes from another blob.</summary>
    public static async Task<(Content Content, string Md5)> SourceRangeAsync(BlobCall call)
    {
        Content content = Source(call).Content;
        if (call.Header("x-ms-source-range") is { } header)
        {
            ByteRange range = ByteRange.Of(header, content.Length, out bool isSatisfiable)
                ?? throw BlobErrors.InvalidHeader("x-ms-source-range", header);
            content = isSatisfiable ? content.Slice(range.First, range.Length) : throw BlobErrors.InvalidRange(content.Length);
        }

        string md5 = (await Digest.Of(HashAlgorithmName.MD5).AppendAsync(content, call.Cancellation)).Base64;
        if (call.Header("x-ms-source-content-md5") is { } claimed && claimed != md5)
            throw new CloudError(
                400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server.");
        return (content, md5);
    }

    private static BlobContent Copied(BlobCall call, BlobContent source, BlobCopy? copy)
    {
        var metadata = call.Metadata();
        BlobContent template = BlobWrites.Template(call, source.Type, source.Content, bodyIsBlob: false);
        bool setsHeaders = call.Header("x-ms-blob-content-type") is not null;
        return call.Store(_ => source with
        {
            Created = call.Now,
            Headers = setsHeaders ? template.Headers : source.Headers,
            Metadata = metadata.IsEmpty ? source.Metadata : metadata,
            Tags = template.Tags,
            Tier = template.Tier,
            TierSet = template.TierSet,
            IsSealed = false,
            Copy = copy,
        });
    }

    private static BlobContent Source(BlobCall call)
    {
        string address = call.Header("x-ms-copy-source")!;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? source))
            throw BlobErrors.InvalidHeader("x-ms-copy-source", address);
        if (source.Authority != call.Request.Host)
            throw NotVerified($"The emulator copies from itself only, and {source.Authority} is another server.");
        CloudRequest request =
            CloudRequest.Of("GET", address, new Microsoft.AspNetCore.Http.HeaderDictionary(), Stream.Null, call.Cancellation);
        CloudOperation operation = BlobOperations.Identify(request);
        if (operation is not { Container: not null, Key: not null })
            throw BlobErrors.InvalidHeader("x-ms-copy-source", address);
        BlobCall read = new(operation with { Name = "GetBlob" }, request, call.Emulator);
        try
        {
            // Within an account the right to the target is enough.
            if (request.Query.Has("sig"))
                BlobAuthorization.Require(read);
            (_, BlobContent blob) = read.Required(read.Container);
            BlobConditions.RequireForSource(call.Request, blob);
            return blob.Tier == "Archive" ? throw BlobCall.Archived() : blob;
        }
        catch (CloudError e) when (e.Status is 403 or 404)
        {
            throw NotVerified(e.Message, e.Status);
        }
    }

    private static CloudError NotVerified(string why, int status = 404) => new(status, "CannotVerifyCopySource", why);
}

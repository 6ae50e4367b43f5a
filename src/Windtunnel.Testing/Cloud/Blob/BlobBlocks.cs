using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>Blocks: staged one by one, committed as a list; and those of append blobs.</summary>
internal static class BlobBlocks
{
    private const long LargestBlock = 4000L << 20;
    private const int LongestId = 64;
    private const int MostBlocks = 50_000;

    public static async Task<CloudAnswer> StageAsync(BlobCall call)
    {
        string id = BlockId(call);
        _ = call.Container;
        (Content content, string md5) = call.Header("x-ms-copy-source") is null
            ? await call.ReceiveAsync(LargestBlock)
            : await BlobCopies.SourceRangeAsync(call);
        call.ChangeContainer(container =>
        {
            BlobEntry entry = container.Blobs[call.BlobName] ?? new(call.BlobName);
            BlobLease.RequireForWrite(entry.Lease, call.LeaseId, call.Now);
            if (entry.Current is { } current && current.Type != BlobContent.Block)
                throw BlobErrors.InvalidBlobType();
            if (entry.Uncommitted.Keys.FirstOrDefault() is { } other
                && Convert.FromBase64String(other).Length != Convert.FromBase64String(id).Length)
                throw new CloudError(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid.");
            return (container.With(entry with { Uncommitted = entry.Uncommitted.SetItem(id, content) }), true);
        });
        return new CloudAnswer(201).With("x-ms-request-server-encrypted", "true")
            .With("Content-MD5", call.Header("Content-MD5") is null ? null : md5);
    }

    public static async Task<CloudAnswer> CommitAsync(BlobCall call)
    {
        _ = call.Container;
        byte[] document = await call.ReceiveDocumentAsync();
        XElement list = BlobXml.Read(document, "BlockList");
        BlobContent template = BlobWrites.Template(call, BlobContent.Block, Content.Empty, bodyIsBlob: false);
        BlobContent stored = call.Store(entry =>
        {
            if (entry.Current is { } current && current.Type != BlobContent.Block)
                throw BlobErrors.InvalidBlobType();
            var blocks = list.Elements().Select(element => Block(entry, element)).ToImmutableArray();
            if (blocks.Length > MostBlocks)
                throw new CloudError(400, "BlockListTooLong", "The block list may not contain more than 50,000 blocks.");
            return template with
            {
                Content = Content.Concat(blocks.Select(block => block.Content)),
                Blocks = blocks,
                Md5 = call.Header("x-ms-blob-content-md5"),
            };
        });
        Digest md5 = Digest.Of(HashAlgorithmName.MD5);
        md5.Append(document);
        return BlobCall.Written(201, stored).With("Content-MD5", md5.Base64);
    }

    public static CloudAnswer List(BlobCall call)
    {
        string type = call.Request.Query["blocklisttype"] ?? "committed";
        if (type is not ("committed" or "uncommitted" or "all"))
            throw BlobErrors.InvalidQuery("blocklisttype", type);
        BlobEntry entry = call.Container.Blobs[call.BlobName] ?? throw BlobErrors.BlobNotFound();
        if (entry.Current is null && entry.Uncommitted.IsEmpty)
            throw BlobErrors.BlobNotFound();
        BlobContent? blob = call.Request.Query.NonEmpty("snapshot") is null ? entry.Current : call.Required(call.Container).Blob;
        BlobLease.RequireForRead(entry.Lease, call.LeaseId, call.Now);
        if (blob is { Type: not BlobContent.Block })
            throw BlobErrors.InvalidBlobType();
        XElement list = new("BlockList");
        if (type != "uncommitted")
            list.Add(new XElement("CommittedBlocks", blob?.Blocks.Select(block => Element(block.Id, block.Content))));
        if (type != "committed")
            list.Add(new XElement("UncommittedBlocks", entry.Uncommitted.Select(block => Element(block.Key, block.Value))));
        return BlobXml.Answer(list).With("ETag", blob?.ETag).With("x-ms-blob-content-length", $"{blob?.Content.Length ?? 0}")
            .With("Last-Modified", blob is null ? null : BlobXml.HttpDate(blob.Modified));
    }

    public static async Task<CloudAnswer> AppendAsync(BlobCall call)
    {
        _ = call.Required(call.Container);
        (Content content, string md5) = call.Header("x-ms-copy-source") is null
            ? await call.ReceiveAsync(100L << 20)
            : await BlobCopies.SourceRangeAsync(call);
        if (content.Length == 0)
            throw BlobErrors.InvalidHeader("Content-Length", "0");
        long offset = 0;
        BlobContent appended = call.Change(blob =>
        {
            if (blob.Type != BlobContent.Append)
                throw BlobErrors.InvalidBlobType();
            if (blob.IsSealed)
                throw Sealed();
            offset = blob.Content.Length;
            RequireCondition(call, "x-ms-blob-condition-appendpos", offset, offset, "AppendPositionConditionNotMet");
            RequireCondition(call, "x-ms-blob-condition-maxsize", offset + content.Length, null, "MaxBlobSizeConditionNotMet");
            if (blob.AppendedBlocks == MostBlocks)
                throw new CloudError(
                    409, "BlockCountExceedsLimit", "The committed block count cannot exceed the maximum limit of 50,000 blocks.");
            return blob with { Content = Content.Concat([blob.Content, content]), AppendedBlocks = blob.AppendedBlocks + 1 };
        });
        return BlobCall.Written(201, appended)
            .With("x-ms-blob-append-offset", $"{offset}")
            .With("x-ms-blob-committed-block-count", $"{appended.AppendedBlocks}")
            .With("Content-MD5", call.Header("Content-MD5") is null ? null : md5);
    }

    public static CloudAnswer Seal(BlobCall call)
    {
        BlobContent blob = call.Change(blob =>
        {
            if (blob.Type != BlobContent.Append)
                throw BlobErrors.InvalidBlobType();
            RequireCondition(
                call, "x-ms-blob-condition-appendpos", blob.Content.Length, blob.Content.Length, "AppendPositionConditionNotMet");
            return blob with { IsSealed = true };
        });
        return new CloudAnswer(200).With("ETag", blob.ETag).With("Last-Modified", blob.Modified).With("x-ms-blob-sealed", "true");
    }

    private static CloudError Sealed() => new(
        409, "BlobIsSealed",
            "The specified blob is sealed, and its contents can't be modified unless the blob is re-created after a delete.");

    // The position must be a certain one; the size must not be passed.
    private static void RequireCondition(BlobCall call, string header, long actual, long? exact, string code)
    {
        if (call.Header(header) is not { } text)
            return;
        if (!long.TryParse(text, out long wanted) || wanted < 0)
            throw BlobErrors.InvalidHeader(header, text);
        if (exact is null ? actual > wanted : actual != wanted)
            throw new CloudError(412, code, $"The condition of {header} was not met.");
    }

    private static string BlockId(BlobCall call)
    {
        string id = call.Request.Query.NonEmpty("blockid")
            ?? throw new CloudError(
                400, "MissingRequiredQueryParameter", "A query parameter that's mandatory for this request is not specified.")
                .With("QueryParameterName", "blockid");
        Span<byte> bytes = new byte[id.Length];
        return Convert.TryFromBase64String(id, bytes, out int length) && length is > 0 and <= LongestId
            ? id
            : throw BlobErrors.InvalidQuery("blockid", id, "Not a valid base64 string.");
    }

    private static (string Id, Content Content) Block(BlobEntry entry, XElement element)
    {
        string id = element.Value.Trim();
        Content? committed = entry.Current?.Blocks.FirstOrDefault(block => block.Id == id).Content;
        Content? uncommitted = entry.Uncommitted.GetValueOrDefault(id);
        Content? found = element.Name.LocalName switch
        {
            "Latest" => uncommitted ?? committed,
            "Uncommitted" => uncommitted,
            "Committed" => committed,
            _ => throw BlobErrors.InvalidXml(),
        };
        return (id, found ?? throw new CloudError(400, "InvalidBlockList", "The specified block list is invalid."));
    }

    private static XElement Element(string id, Content content) =>
        new("Block", new XElement("Name", id), new XElement("Size", content.Length));
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud.S3;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Uploads in parts, which clients send side by side. Only the XML API has them.</summary>
internal static class GcsXmlUploads
{
    private const int MostParts = 10_000;
    private const long SmallestPart = 5 << 20;

    public static CloudAnswer Start(GcsCall call)
    {
        _ = call.Bucket;
        GcsWriting.RequireName(call.ObjectName);
        GcsUpload upload = new(call.Emulator.Ids.NextText(40), call.BucketName, call.ObjectName, GcsXml.Document(call),
            GcsXml.Conditions(call));
        Keep(call, upload);
        return GcsXml.Answer(GcsXml.Element(
            "InitiateMultipartUploadResult",
            GcsXml.Element("Bucket", call.BucketName), GcsXml.Element("Key", call.ObjectName), GcsXml.Element("UploadId", upload.Id)));
    }

    public static async Task<CloudAnswer> UploadPartAsync(GcsCall call)
    {
        long number = GcsConditions.Number(call.Query, "partNumber") ?? 0;
        if (number is < 1 or > MostParts)
            throw Refused(400, "InvalidArgument", $"Part number must be an integer between 1 and {MostParts}, inclusive.");
        Required(call);
        Digest md5 = Digest.Of(HashAlgorithmName.MD5), crc = Digest.Of(CyclicCode.Crc32C);
        ContentWriter writer = new([md5, crc]);
        await writer.CopyFromAsync(call.Request.Body, call.Cancellation);
        GcsWriting.RequireClaims(call, [], md5, crc);
        Content content = writer.ToContent();
        call.Change(state =>
        {
            GcsUpload upload = Required(call);
            GcsUpload changed = upload with { Parts = upload.Parts.SetItem((int)number, new(content, md5.Hex, call.Now)) };
            return (state with { Uploads = state.Uploads.SetItem(upload.Id, changed) }, true);
        });
        return new CloudAnswer(200).With("ETag", $"\"{md5.Hex}\"").With("x-goog-hash", $"crc32c={crc.Base64},md5={md5.Base64}")
            .With(Content.Empty, "text/html; charset=UTF-8");
    }

    public static async Task<CloudAnswer> CompleteAsync(GcsCall call)
    {
        GcsUpload upload = Required(call);
        byte[] body = await ReadAsync(call);
        XElement document;
        try
        {
            document = S3Xml.Read(body, "CompleteMultipartUpload");
        }
        catch (CloudError)
        {
            throw Refused(400, "MalformedCompleteMultipartUpload", "The XML of the list of parts is malformed.");
        }

        List<GcsPart> parts = [];
        int last = 0;
        foreach (XElement listed in document.Children("Part"))
        {
            _ = int.TryParse(listed.Text("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            if (number <= last)
                throw Refused(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            last = number;
            GcsPart? part = upload.Parts.GetValueOrDefault(number);
            parts.Add(part is not null && listed.Text("ETag")?.Trim('"') == part.ETag
                ? part
                : throw Refused(400, "InvalidPart", $"Part {number} could not be found, or its entity tag does not match."));
        }

        if (parts.Count == 0)
            throw Refused(400, "MalformedCompleteMultipartUpload", "The list of parts is empty.");
        if (parts.SkipLast(1).Any(part => part.Content.Length < SmallestPart))
            throw Refused(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum object size specified.");
        GcsObject stored = await ComposedAsync(call, upload, Content.Concat(parts.Select(part => part.Content)));
        call.Change(state => (state with { Uploads = state.Uploads.Remove(upload.Id) }, true));
        return GcsXml.Written(
            GcsXml.Answer(GcsXml.Element(
                "CompleteMultipartUploadResult",
                GcsXml.Element("Location", $"{GcsEmulator.AddressAt(call.Request.Host)}{call.Request.RawPath}"),
                GcsXml.Element("Bucket", upload.Bucket), GcsXml.Element("Key", upload.Name),
                GcsXml.Element("ETag", $"\"{GcsXml.ETag(stored)}\""))),
            stored);
    }

    public static CloudAnswer Abort(GcsCall call)
    {
        call.Change(state => (state with { Uploads = state.Uploads.Remove(Required(call).Id) }, true));
        return new(204);
    }

    public static CloudAnswer ListParts(GcsCall call)
    {
        GcsUpload upload = Required(call);
        return GcsXml.Answer(GcsXml.Element(
            "ListPartsResult",
            GcsXml.Element("Bucket", upload.Bucket), GcsXml.Element("Key", upload.Name), GcsXml.Element("UploadId", upload.Id),
            GcsXml.Element("IsTruncated", false),
            upload.Parts.Select(part => GcsXml.Element(
                "Part",
                GcsXml.Element("PartNumber", part.Key),
                GcsXml.Element("LastModified", GcsResources.Instant(part.Value.Modified)),
                GcsXml.Element("ETag", $"\"{part.Value.ETag}\""),
                GcsXml.Element("Size", part.Value.Content.Length)))));
    }

    public static CloudAnswer ListUploads(GcsCall call)
    {
        _ = call.Bucket;
        string prefix = call.Query["prefix"] ?? "";
        return GcsXml.Answer(GcsXml.Element(
            "ListMultipartUploadsResult",
            GcsXml.Element("Bucket", call.BucketName), GcsXml.Element("IsTruncated", false),
            call.World.Current.Uploads.Values
                .Where(upload => upload.Bucket == call.BucketName && upload.IsInParts && upload.Name.StartsWith(prefix,
                    StringComparison.Ordinal))
                .OrderBy(upload => upload.Name, Utf8Order.Instance)
                .Select(upload => GcsXml.Element("Upload", GcsXml.Element("Key", upload.Name), GcsXml.Element("UploadId", upload.Id)))));
    }

    // Like a composed object, one of parts has no MD5.
    private static async Task<GcsObject> ComposedAsync(GcsCall call, GcsUpload upload, Content content)
    {
        Digest crc = await Digest.Of(CyclicCode.Crc32C).AppendAsync(content, call.Cancellation);
        JsonObject fields = GcsResources.FieldsOfObject(upload.Fields);
        return GcsWriting.Put(
            call, upload.Bucket, upload.Query, new(upload.Name, call.Emulator.NextGeneration(), content, fields,
                call.Now)
            { Crc32C = crc.Base64 });
    }

    private static async Task<byte[]> ReadAsync(GcsCall call)
    {
        ContentWriter writer = new([]);
        await writer.CopyFromAsync(call.Request.Body, call.Cancellation);
        return await writer.ToContent().ToArrayAsync(call.Cancellation);
    }

    private static void Keep(GcsCall call, GcsUpload upload) => call.Change(state =>
        (state with { Uploads = state.Uploads.SetItem(upload.Id, upload with { IsInParts = true }) }, true));

    private static GcsUpload Required(GcsCall call)
    {
        GcsUpload? upload = call.World.Current.Uploads.GetValueOrDefault(call.Query["uploadId"] ?? "");
        return upload is { IsInParts: true } && upload.Bucket == call.BucketName && upload.Name == call.ObjectName
            ? upload
            : throw Refused(404, "NoSuchUpload", "The specified upload does not exist.");
    }

    private static CloudError Refused(int status, string code, string message) => new(status, code, message) { IsXml = true };
}

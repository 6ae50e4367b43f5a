using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Makes one object of the parts that the client lists.</summary>
internal static class S3MultipartCompletion
{
    private const long SmallestPart = 5 << 20;

    public static async Task<CloudAnswer> CompleteAsync(S3Call call)
    {
        S3Upload upload = S3Multipart.Required(call, call.Bucket);
        XElement document = S3Xml.Read(await S3Body.ReceiveDocumentAsync(WithoutObjectChecksum(call)), "CompleteMultipartUpload");
        ImmutableArray<S3Part> parts = Chosen(upload, document);
        Content content = Content.Concat(parts.Select(part => part.Content));
        S3Checksum checksum = await ChecksumAsync(upload, parts, content, call.Cancellation);
        RequireClaims(call, checksum, content.Length);

        S3Version stored = call.ChangeBucket(bucket =>
        {
            S3Conditions.RequireWrite(call.Request, bucket.Latest(call.Key), call.Key);
            S3Multipart.Required(call, bucket);
            S3Version version = upload.Template with
            {
                Id = call.NextVersionId(bucket),
                Modified = call.Now,
                Content = content,
                ETag = Composed(parts.Select(part => Convert.FromHexString(part.ETag)), Digest.Of(HashAlgorithmName.MD5)).Hex
                    + $"-{parts.Length}",
                Checksum = checksum,
                Parts = parts,
            };
            return (bucket.With(version) with { Uploads = bucket.Uploads.Without(S3Multipart.NameOf(upload)) }, version);
        });
        return S3Objects.Written(call, Answer(call, stored, upload), stored);
    }

    // The checksum header of this call is the object's, not the document's.
    private static S3Call WithoutObjectChecksum(S3Call call)
    {
        Microsoft.AspNetCore.Http.HeaderDictionary headers = new();
        foreach (var header in call.Request.Headers.Where(header => S3ChecksumAlgorithm.OfHeader(header.Key) is null))
            headers[header.Key] = header.Value;
        return call with
        {
            Request = new()
            {
                Method = call.Request.Method,
                RawPath = call.Request.RawPath,
                Query = call.Request.Query,
                Headers = headers,
                Body = call.Request.Body,
                Cancellation = call.Request.Cancellation,
            },
        };
    }

    private static ImmutableArray<S3Part> Chosen(S3Upload upload, XElement document)
    {
        var parts = ImmutableArray.CreateBuilder<S3Part>();
        foreach (XElement listed in document.Children("Part"))
        {
            if (!int.TryParse(listed.Text("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                throw S3Errors.MalformedXml();
            string etag = (listed.Text("ETag") ?? throw S3Errors.MalformedXml()).Trim('"');
            if (parts.Count > 0 && number <= parts[^1].Number)
                throw new CloudError(
                    400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
                    .With("UploadId", upload.Id);
            if (upload is { Algorithm: { } algorithm, ChecksumType: S3Checksum.Composite } && listed.Text(algorithm.Element) is null)
            {
                throw S3Errors.InvalidRequest(
                    $"The upload was created using a {algorithm.Name.ToLowerInvariant()} checksum. The complete request must include the "
                    + $"checksum for each part. It was missing for part {number} in the request.");
            }

            S3Part? part = upload.Parts.GetValueOrDefault(number);
            if (part is null || part.ETag != etag || !HasListedChecksum(upload, part, listed))
                throw InvalidPart(upload, number, etag);
            parts.Add(part);
        }

        if (parts.Count == 0)
            throw S3Errors.MalformedXml();
        foreach (S3Part part in parts.SkipLast(1).Where(part => part.Content.Length < SmallestPart))
        {
            throw new CloudError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                .With("ProposedSize", $"{part.Content.Length}").With("MinSizeAllowed", $"{SmallestPart}")
                .With("PartNumber", $"{part.Number}").With("ETag", part.ETag);
        }

        return parts.ToImmutable();
    }

    private static CloudError InvalidPart(S3Upload upload, int number, string etag) => new CloudError(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may "
        + "not match the part's entity tag.")
        .With("UploadId", upload.Id).With("PartNumber", $"{number}").With("ETag", etag);

    private static bool HasListedChecksum(S3Upload upload, S3Part part, XElement listed) =>
        upload.Algorithm is null || listed.Text(upload.Algorithm.Element) is not { } checksum || checksum == part.Checksum?.Value;

    private static async Task<S3Checksum> ChecksumAsync(
        S3Upload upload, ImmutableArray<S3Part> parts, Content content, CancellationToken cancellation)
    {
        S3ChecksumAlgorithm algorithm = upload.Algorithm ?? S3ChecksumAlgorithm.Crc64Nvme;
        if (upload.ChecksumType == S3Checksum.Composite)
        {
            Digest composed = Composed(parts.Select(part => Convert.FromBase64String(part.Checksum!.Value)), algorithm.Create());
            return new(algorithm, $"{composed.Base64}-{parts.Length}", S3Checksum.Composite);
        }

        return new(algorithm, (await algorithm.Create().AppendAsync(content, cancellation)).Base64, S3Checksum.FullObject);
    }

    private static Digest Composed(IEnumerable<byte[]> values, Digest digest)
    {
        foreach (byte[] value in values)
            digest.Append(value);
        return digest;
    }

    private static void RequireClaims(S3Call call, S3Checksum checksum, long length)
    {
        string? claimed = call.Header(checksum.Algorithm.Header);
        string composite =
            checksum.Value[..(checksum.Value.IndexOf('-', StringComparison.Ordinal) is var at and >= 0 ? at : checksum.Value.Length)];
        if (claimed is not null && claimed != checksum.Value && claimed != composite)
            throw S3Errors.BadDigest(checksum.Algorithm.Name);
        if (call.Header("x-amz-mp-object-size") is { } size && size != length.ToString(CultureInfo.InvariantCulture))
            throw S3Errors.InvalidRequest("The provided 'x-amz-mp-object-size' header value does not match the size of the object.");
    }

    private static CloudAnswer Answer(S3Call call, S3Version stored, S3Upload upload) => S3Xml.Answer(S3Xml.Element(
        "CompleteMultipartUploadResult",
        S3Xml.Element("Location", $"http://{call.Request.Host}/{call.BucketName}/{PercentEncoding.Encode(call.Key, keepSlash: true)}"),
        S3Xml.Element("Bucket", call.BucketName),
        S3Xml.Element("Key", call.Key),
        S3Xml.Element("ETag", stored.QuotedETag),
        upload.Algorithm is null ? null : S3Xml.Element(stored.Checksum!.Algorithm.Element, stored.Checksum.Value),
        upload.Algorithm is null ? null : S3Xml.Element("ChecksumType", stored.Checksum!.Type)));
}

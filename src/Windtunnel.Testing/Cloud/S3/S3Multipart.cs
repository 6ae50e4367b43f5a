using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>Multipart uploads, up to their completion.</summary>
internal static class S3Multipart
{
    public const int MostParts = 10_000;
    private const int UploadIdLength = 64;
    private const int LargestPage = 1000;

    public static CloudAnswer Create(S3Call call)
    {
        S3Version template = S3Headers.Template(call);
        S3ChecksumAlgorithm? algorithm = S3ChecksumAlgorithm.Named(call.Header("x-amz-checksum-algorithm"));
        string? type = ChecksumType(call, algorithm);
        S3Upload upload =
            new(call.Emulator.Ids.NextToken(UploadIdLength), template, call.Now) { Algorithm = algorithm, ChecksumType = type };
        call.ChangeBucket(bucket => bucket with { Uploads = bucket.Uploads.With(NameOf(upload), upload) });
        return S3Xml.Answer(S3Xml.Element(
            "InitiateMultipartUploadResult",
            S3Xml.Element("Bucket", call.BucketName), S3Xml.Element("Key", call.Key), S3Xml.Element("UploadId", upload.Id)))
            .With("x-amz-server-side-encryption", template.Encryption)
            .With("x-amz-checksum-algorithm", algorithm?.Name)
            .With("x-amz-checksum-type", type);
    }

    public static async Task<CloudAnswer> UploadPartAsync(S3Call call)
    {
        int number = PartNumber(call);
        S3Upload upload = Required(call, call.Bucket);
        RequireChecksumOf(upload, S3ClaimedChecksum.Of(call.Request).Algorithm);
        S3Body body = await S3Body.ReceiveAsync(call, preferred: upload.Algorithm);
        Add(call, new(number, body.Content, body.Md5, call.Now, body.Checksum));
        return new CloudAnswer(200)
            .With("ETag", $"\"{body.Md5}\"")
            .With("x-amz-server-side-encryption", upload.Template.Encryption)
            .With(body.Checksum.Algorithm.Header, body.Checksum.Value);
    }

    public static async Task<CloudAnswer> UploadPartCopyAsync(S3Call call)
    {
        int number = PartNumber(call);
        S3Upload upload = Required(call, call.Bucket);
        (S3Bucket bucket, S3Version source) = S3Copy.Source(call);
        Content content = call.Header("x-amz-copy-source-range") is { } range ? CopiedRange(source, range) : source.Content;
        S3ChecksumAlgorithm algorithm = upload.Algorithm ?? S3ChecksumAlgorithm.Crc64Nvme;
        string md5 = (await Digest.Of(HashAlgorithmName.MD5).AppendAsync(content, call.Cancellation)).Hex;
        Digest checksum = await algorithm.Create().AppendAsync(content, call.Cancellation);
        S3Part part = new(number, content, md5, call.Now, new(algorithm, checksum.Base64, S3Checksum.FullObject));
        Add(call, part);
        return S3Xml.Answer(S3Xml.Element(
            "CopyPartResult",
            S3Xml.Element("LastModified", S3Xml.Instant(part.Modified)),
            S3Xml.Element("ETag", $"\"{md5}\""),
            upload.Algorithm is null ? null : S3Xml.Element(algorithm.Element, checksum.Base64)))
            .With("x-amz-copy-source-version-id", bucket.Versioning is null ? null : source.Id);
    }

    public static CloudAnswer Abort(S3Call call)
    {
        call.ChangeBucket(bucket => bucket with { Uploads = bucket.Uploads.Without(NameOf(Required(call, bucket))) });
        return new(204);
    }

    public static CloudAnswer ListParts(S3Call call)
    {
        S3Upload upload = Required(call, call.Bucket);
        int max = Math.Min(Number(call, "max-parts", LargestPage), LargestPage);
        int after = Number(call, "part-number-marker", 0);
        S3Part[] rest = [.. upload.Parts.Values.Where(part => part.Number > after)];
        S3Part[] page = rest[..Math.Min(max, rest.Length)];
        return S3Xml.Answer(S3Xml.Element(
            "ListPartsResult",
            S3Xml.Element("Bucket", call.BucketName),
            S3Xml.Element("Key", upload.Key),
            S3Xml.Element("UploadId", upload.Id),
            S3Xml.Owner("Initiator"),
            S3Xml.Owner(),
            S3Xml.Element("StorageClass", upload.Template.StorageClass),
            S3Xml.Element("PartNumberMarker", after),
            S3Xml.Element("NextPartNumberMarker", page.Length == 0 ? 0 : page[^1].Number),
            S3Xml.Element("MaxParts", max),
            S3Xml.Element("IsTruncated", page.Length < rest.Length),
            S3Xml.Optional("ChecksumAlgorithm", upload.Algorithm?.Name),
            S3Xml.Optional("ChecksumType", upload.ChecksumType),
            page.Select(part => S3Xml.Element(
                "Part",
                S3Xml.Element("PartNumber", part.Number),
                S3Xml.Element("LastModified", S3Xml.Instant(part.Modified)),
                S3Xml.Element("ETag", $"\"{part.ETag}\""),
                S3Xml.Element("Size", part.Content.Length),
                upload.Algorithm is null || part.Checksum is null
                    ? null : S3Xml.Element(part.Checksum.Algorithm.Element, part.Checksum.Value)))));
    }

    public static XElement Attributes(S3Call call, S3Version version)
    {
        int max = Math.Min(HeaderNumber(call, "x-amz-max-parts", LargestPage), LargestPage);
        int after = HeaderNumber(call, "x-amz-part-number-marker", 0);
        bool isListed = version.Checksum is { Type: S3Checksum.Composite };
        S3Part[] rest = isListed ? [.. version.Parts.Where(part => part.Number > after)] : [];
        S3Part[] page = rest[..Math.Min(max, rest.Length)];
        return S3Xml.Element(
            "ObjectParts",
            S3Xml.Element("PartsCount", version.Parts.Length),
            !isListed ? null : new object[]
            {
                S3Xml.Element("PartNumberMarker", after),
                S3Xml.Element("NextPartNumberMarker", page.Length == 0 ? 0 : page[^1].Number),
                S3Xml.Element("MaxParts", max),
                S3Xml.Element("IsTruncated", page.Length < rest.Length),
            },
            page.Select(part => S3Xml.Element(
                "Part",
                S3Xml.Element("PartNumber", part.Number),
                S3Xml.Element("Size", part.Content.Length),
                part.Checksum is null ? null : S3Xml.Element(part.Checksum.Algorithm.Element, part.Checksum.Value))));
    }

    /// <summary>The upload that the request names.</summary>
    public static S3Upload Required(S3Call call, S3Bucket bucket)
    {
        string id = call.Request.Query["uploadId"] ?? "";
        return bucket.Uploads[NameOf(call.Key, id)] ?? throw S3Errors.NoSuchUpload(id);
    }

    public static string NameOf(S3Upload upload) => NameOf(upload.Key, upload.Id);

    public static CloudError InvalidPartNumber(string? given) =>
        S3Errors.InvalidArgument($"Part number must be an integer between 1 and {MostParts}, inclusive", "partNumber", given);

    public static int Number(S3Call call, string parameter, int absent)
    {
        string? text = call.Request.Query.NonEmpty(parameter);
        if (text is null)
            return absent;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= 0
            ? number
            : throw S3Errors.InvalidArgument(
                long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? $"Argument {parameter} must be an integer between 0 and 2147483647"
                    : $"Provided {parameter} not an integer or within integer range",
                parameter,
                text);
    }

    private static int HeaderNumber(S3Call call, string header, int absent) => call.Header(header) is not { } text ? absent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw S3Errors.InvalidArgument($"Provided {header} not an integer or within integer range", header, text);

    private static string NameOf(string key, string id) => $"{key}\0{id}";

    private static void Add(S3Call call, S3Part part) => call.ChangeBucket(bucket =>
    {
        S3Upload upload = Required(call, bucket);
        return bucket with
        {
            Uploads =
            bucket.Uploads.With(NameOf(upload), upload with { Parts = upload.Parts.SetItem(part.Number, part) })
        };
    });

    // The checksum of a composite object is made of those that came with its parts; that of a whole one is not.
    private static void RequireChecksumOf(S3Upload upload, S3ChecksumAlgorithm? given)
    {
        bool isMissing = given is null && upload.ChecksumType == S3Checksum.Composite;
        if (upload.Algorithm is { } wanted && (isMissing || (given is not null && given != wanted)))
        {
            throw S3Errors.InvalidRequest(
                $"Checksum Type mismatch occurred, expected checksum Type: {wanted.Name.ToLowerInvariant()}, actual "
                + $"checksum Type: {given?.Name.ToLowerInvariant() ?? "null"}");
        }
    }

    private static int PartNumber(S3Call call)
    {
        string? given = call.Request.Query["partNumber"];
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MostParts
            ? number
            : throw InvalidPartNumber(given);
    }

    private static Content CopiedRange(S3Version source, string header)
    {
        long total = source.Content.Length;
        string[] ends = header.StartsWith("bytes=", StringComparison.Ordinal) ? header["bytes=".Length..].Split('-') : [];
        if (ends.Length != 2
            || !long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            || !long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            || last < first)
        {
            throw S3Errors.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based "
                + "offsets of the first and last bytes to copy",
                "x-amz-copy-source-range",
                header);
        }

        return last < total
            ? source.Content.Slice(first, last - first + 1)
            : throw S3Errors.InvalidArgument(
                $"Range specified is not valid for source object of size: {total}", "x-amz-copy-source-range", header);
    }

    private static string? ChecksumType(S3Call call, S3ChecksumAlgorithm? algorithm)
    {
        string? given = call.Header("x-amz-checksum-type");
        if (algorithm is null)
            return given is null
                ? null : throw S3Errors.InvalidRequest(
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        string natural = algorithm == S3ChecksumAlgorithm.Crc64Nvme ? S3Checksum.FullObject : S3Checksum.Composite;
        bool isPossible = given is null
            || (given == S3Checksum.FullObject && algorithm.IsCyclic)
            || (given == S3Checksum.Composite && algorithm != S3ChecksumAlgorithm.Crc64Nvme);
        return isPossible
            ? given ?? natural
            : throw S3Errors.InvalidRequest(
                $"The {given} checksum type cannot be used with the {algorithm.Name.ToLowerInvariant()} checksum algorithm.");
    }
}

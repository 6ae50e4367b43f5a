using System.Collections.Immutable;
using System.Text;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>What a write says about an object in its headers.</summary>
internal static class S3Headers
{
    public const string OwnerId = "77696e6474756e6e656c77696e6474756e6e656c77696e6474756e6e656c7769";
    public const string OwnerName = "windtunnel";

    /// <summary>The number of the account that all buckets are of.</summary>
    public const string Account = "123456789012";
    public const string Standard = "STANDARD";
    public const string DefaultEncryption = "AES256";
    public const string DefaultContentType = "binary/octet-stream";
    private const string Meta = "x-amz-meta-";
    private const int LongestMetadata = 2048;
    private const int LongestHeaders = 8192;

    private static readonly string[] Stored =
        ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires",
            "x-amz-website-redirect-location"];

    private static readonly string[] StorageClasses =
    [
        Standard, "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
        "EXPRESS_ONEZONE", "OUTPOSTS", "SNOW",
    ];

    private static readonly string[] HarmlessAcls = ["private", "bucket-owner-full-control"];

    /// <summary>A version without content, with all that the headers of the request set.</summary>
    public static S3Version Template(S3Call call)
    {
        (CloudRequest request, string key) = (call.Request, call.Key);
        RequireKey(key);
        RequireNoAcl(request, call.Bucket);
        return new S3Version(key, S3Version.NullId, call.Now)
        {
            Headers = ContentHeaders(request),
            Tags = S3Tags.OfHeader(request.Header("x-amz-tagging")),
            StorageClass = StorageClass(request) ?? Standard,
            Encryption = Encryption(request),
            EncryptionKey = request.Header("x-amz-server-side-encryption-aws-kms-key-id"),
        };
    }

    public static void RequireKey(string key)
    {
        int bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > 1024)
        {
            throw new CloudError(400, "KeyTooLongError", "Your key is too long")
                .With("Size", $"{bytes}").With("MaxSizeAllowed", "1024");
        }
    }

    public static void RequireNoAcl(CloudRequest request, S3Bucket? bucket = null)
    {
        bool grants = request.Headers.Keys.Any(name => name.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase));
        if (grants || (request.Header("x-amz-acl") is { } acl && !HarmlessAcls.Contains(acl)))
            throw S3Acl.Refusal(bucket);
    }

    /// <summary>Refuses what changes the meaning of a call in a way that the emulator does not know.</summary>
    public static void RequireEmulated(CloudRequest request)
    {
        foreach ((string name, var value) in request.Headers)
        {
            if (!name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
                continue;
            if (name.Contains("server-side-encryption-customer-", StringComparison.OrdinalIgnoreCase))
                throw S3Errors.CustomerKeyOverHttp();
            if (name.EndsWith("expected-bucket-owner", StringComparison.OrdinalIgnoreCase) && value != Account)
                throw S3Errors.AccessDenied();
            if (string.Equals(name, "x-amz-write-offset-bytes", StringComparison.OrdinalIgnoreCase))
                throw S3Errors.HeaderNotImplemented(name);
        }
    }

    public static void RequireReasonableSize(CloudRequest request)
    {
        long size = request.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => (long)(value?.Length ?? 0)));
        if (size > LongestHeaders + LongestMetadata)
        {
            throw new CloudError(
                400, "RequestHeaderSectionTooLarge", "Your request header section exceeds the maximum allowed request header size.")
                .With("MaxSizeAllowed", $"{LongestHeaders}");
        }
    }

    public static string? StorageClass(CloudRequest request)
    {
        string? given = request.Header("x-amz-storage-class");
        return given is null || StorageClasses.Contains(given)
            ? given
            : throw new CloudError(400, "InvalidStorageClass", "The storage class you specified is not valid")
                .With("StorageClassRequested", given);
    }

    public static ImmutableArray<KeyValuePair<string, string>> ContentHeaders(CloudRequest request)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string name in Stored)
        {
            if (request.Header(name) is { Length: > 0 } value && Kept(name, value) is { } kept)
                headers.Add(new(name, kept));
        }

        if (!headers.Any(header => header.Key == "Content-Type"))
            headers.Add(new("Content-Type", DefaultContentType));
        headers.AddRange(Metadata(request));
        return headers.ToImmutable();
    }

    private static List<KeyValuePair<string, string>> Metadata(CloudRequest request)
    {
        List<KeyValuePair<string, string>> metadata = [];
        foreach (string name in request.Headers.Keys.Where(name => name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase)))
            metadata.Add(new(name.ToLowerInvariant(), request.Header(name) ?? ""));
        int size = metadata.Sum(pair => pair.Key.Length - Meta.Length + Encoding.UTF8.GetByteCount(pair.Value));
        return size <= LongestMetadata
            ? metadata
            : throw new CloudError(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
                .With("Size", $"{size}").With("MaxSizeAllowed", $"{LongestMetadata}");
    }

    // The framing of the transfer is no property of the object.
    private static string? Kept(string name, string value)
    {
        if (name != "Content-Encoding")
            return value;
        string kept = string.Join(',', value.Split(',', StringSplitOptions.TrimEntries).Where(part => part != "aws-chunked"));
        return kept.Length == 0 ? null : kept;
    }

    private static string Encryption(CloudRequest request)
    {
        if (request.Header("x-amz-object-lock-mode") is not null || request.Header("x-amz-object-lock-legal-hold") is not null)
            throw S3Errors.NoObjectLock();
        return request.Header("x-amz-server-side-encryption") switch
        {
            null => DefaultEncryption,
            "AES256" or "aws:kms" or "aws:kms:dsse" => request.Header("x-amz-server-side-encryption")!,
            { } other =>
                throw S3Errors.InvalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption", other),
        };
    }
}

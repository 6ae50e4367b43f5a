using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>What uploads, compositions and copies have in common: making an object.</summary>
internal static class GcsWriting
{
    /// <summary>Stores what was uploaded, if the hashes that the client named are right and the conditions hold.</summary>
    public static async Task<GcsObject> StoreAsync(
        GcsCall call, string bucket, string name, JsonObject document, Content content, CloudQuery conditions)
    {
        RequireName(name);
        Digest md5 = await Digest.Of(HashAlgorithmName.MD5).AppendAsync(content, call.Cancellation);
        Digest crc = await Digest.Of(CyclicCode.Crc32C).AppendAsync(content, call.Cancellation);
        RequireClaims(call, document, md5, crc);
        return Put(
            call, bucket, conditions, new(name, call.Emulator.NextGeneration(), content, GcsResources.FieldsOfObject(document), call.Now)
            {
                Crc32C = crc.Base64,
                Md5 = md5.Base64,
            });
    }

    /// <exception cref="CloudError">A hash that the document or a header names is another.</exception>
    public static void RequireClaims(GcsCall call, JsonObject document, Digest md5, Digest crc)
    {
        RequireHash("crc32c", document["crc32c"]?.ToString() ?? Claimed(call, "crc32c"), crc.Base64);
        RequireHash("md5Hash", document["md5Hash"]?.ToString() ?? Claimed(call, "md5") ?? call.Header("Content-MD5"), md5.Base64);
    }

    /// <summary>Makes an object the live one, when the conditions hold at that moment.</summary>
    public static GcsObject Put(GcsCall call, string bucketName, CloudQuery conditions, GcsObject made) =>
        call.ChangeBucket(bucketName, bucket =>
    {
        GcsObject? before = bucket.Live(made.Name);
        GcsConditions.Require(conditions, before, isRead: false);
        GcsObjects.RequireMutable(bucket, before, call.Now);
        return (bucket.With(made), made);
    });

    public static void RequireName(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes == 0)
            throw GcsErrors.Required("name");
        bool isValid = bytes <= 1024 && name is not ("." or "..") && !name.AsSpan().ContainsAny('\r', '\n')
            && !name.StartsWith(".well-known/acme-challenge/", StringComparison.Ordinal);
        if (!isValid)
            throw GcsErrors.Invalid("Disallowed unicode characters present in object name, or the name is too long.");
    }

    private static string? Claimed(GcsCall call, string hash) => call.Header("x-goog-hash")?.Split(',', StringSplitOptions.TrimEntries)
        .Where(part => part.StartsWith($"{hash}=", StringComparison.Ordinal)).Select(part => part[(hash.Length + 1)..]).FirstOrDefault();

    private static void RequireHash(string name, string? claimed, string actual)
    {
        if (claimed is not null && claimed != actual)
        {
            throw GcsErrors.Invalid(
                $"Provided {name} hash \"{claimed}\" doesn't match calculated hash \"{actual}\".");
        }
    }
}

using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Reading, describing, changing and deleting one object.</summary>
internal static class GcsObjects
{
    public static CloudAnswer Get(GcsCall call) => call.Answer(GcsResources.Object(call, call.BucketName, Readable(call)));

    public static async Task<CloudAnswer> DownloadAsync(GcsCall call)
    {
        GcsObject found = Readable(call);
        bool isGzip = (string?)found.Fields["contentEncoding"] == "gzip";
        bool isAccepted = call.Header("Accept-Encoding")?.Contains("gzip", StringComparison.Ordinal) == true;
        if (isGzip && !isAccepted)
            return Described(new(200), found, isTranscoded: true).With(await UnzippedAsync(found, call.Cancellation), found.ContentType);
        ByteRange? range = ByteRange.Of(call.Header("Range"), found.Content.Length, out bool isSatisfiable);
        if (!isSatisfiable)
        {
            throw new CloudError(416, "requestedRangeNotSatisfiable", $"Request range not satisfiable: {call.Header("Range")}")
                .WithHeader("Content-Range", $"bytes */{found.Content.Length}");
        }

        return range is { } wanted
            ? Described(new(206), found, isTranscoded: false).With("Content-Range", wanted.ContentRange(found.Content.Length))
                .With(found.Content.Slice(wanted.First, wanted.Length), found.ContentType)
            : Described(new(200), found, isTranscoded: false).With(found.Content, found.ContentType);
    }

    public static async Task<CloudAnswer> PatchAsync(GcsCall call)
    {
        JsonObject patch = GcsResources.FieldsOfObject(await call.ReadJsonAsync());
        bool isWhole = call.Request.Method == "PUT";
        GcsObject changed = call.ChangeBucket(call.BucketName, bucket =>
        {
            GcsObject before = call.RequiredIn(bucket);
            GcsConditions.Require(call.Query, before, isRead: false);
            GcsObject after = before with
            {
                Fields = isWhole ? patch : GcsResources.Patched(before.Fields, patch),
                Metageneration = before.Metageneration + 1,
                Updated = call.Now,
            };
            GcsResources.RequireLaterCustomTime(before.Fields, after.Fields);
            return (bucket.Changed(after), after);
        });
        return call.Answer(GcsResources.Object(call, call.BucketName, changed));
    }

    public static CloudAnswer Delete(GcsCall call)
    {
        call.ChangeBucket(call.BucketName, bucket =>
        {
            GcsObject found = call.RequiredIn(bucket);
            GcsConditions.Require(call.Query, found, isRead: false);
            RequireMutable(bucket, found, call.Now);
            return (bucket.Without(found, call.Query.NonEmpty("generation") is not null, call.Now), true);
        });
        return new(204);
    }

    /// <summary>An object that is held or retained is neither deleted nor overwritten.</summary>
    public static void RequireMutable(GcsBucket bucket, GcsObject? found, DateTimeOffset now)
    {
        if (found is null)
            return;
        if (found.IsHeld)
        {
            throw new CloudError(
                403, "forbidden",
                    $"Object '{bucket.Name}/{found.Name}' is under active Temporary hold or Event-Based hold and cannot be deleted or "
                    + "overwritten.");
        }

        DateTimeOffset until = found.RetainedUntil(bucket);
        if (until > now)
        {
            throw new CloudError(
                403, "retentionPolicyNotMet",
                $"Object '{bucket.Name}/{found.Name}' is subject to bucket's retention policy or object retention and cannot be deleted or "
                + $"overwritten until {GcsResources.Instant(until)}");
        }
    }

    private static GcsObject Readable(GcsCall call)
    {
        GcsObject found = call.RequiredIn(call.Bucket);
        GcsConditions.Require(call.Query, found, isRead: true);
        GcsConditions.RequireHeaders(call, found);
        return found;
    }

    private static CloudAnswer Described(CloudAnswer answer, GcsObject found, bool isTranscoded)
    {
        foreach ((string field, string header) in new[]
        {
            ("cacheControl", "Cache-Control"), ("contentDisposition", "Content-Disposition"), ("contentLanguage", "Content-Language"),
        })
        {
            answer.With(header, (string?)found.Fields[field]);
        }

        string? encoding = (string?)found.Fields["contentEncoding"];
        if (found.Fields["metadata"] is JsonObject metadata)
        {
            foreach ((string name, JsonNode? value) in metadata)
                answer.With($"x-goog-meta-{HeaderText.Safe(name).Replace(':', '-')}", value?.ToString());
        }

        return answer
            .With("Content-Encoding", isTranscoded ? null : encoding)
            .With("Warning", isTranscoded ? "214 UploadServer gunzipped" : null)
            .With("ETag", $"\"{GcsResources.Etag(found.Metageneration, found.Generation)}\"")
            .With("Last-Modified", found.Updated)
            .With("Accept-Ranges", "bytes")
            .With("x-goog-hash", found.Md5 is null ? $"crc32c={found.Crc32C}" : $"crc32c={found.Crc32C},md5={found.Md5}")
            .With("x-goog-generation", $"{found.Generation}")
            .With("x-goog-metageneration", $"{found.Metageneration}")
            .With("x-goog-storage-class", (string?)found.Fields["storageClass"] ?? "STANDARD")
            .With("x-goog-stored-content-encoding", encoding ?? "identity")
            .With("x-goog-stored-content-length", $"{found.Content.Length}");
    }

    private static async Task<Content> UnzippedAsync(GcsObject found, CancellationToken cancellation)
    {
        using MemoryStream zipped = new(await found.Content.ToArrayAsync(cancellation));
        await using GZipStream unzipped = new(zipped, CompressionMode.Decompress);
        ContentWriter writer = new([]);
        try
        {
            await writer.CopyFromAsync(unzipped, cancellation);
        }
        catch (InvalidDataException)
        {
            // What only calls itself gzip is given out as it is.
            return found.Content;
        }

        return writer.ToContent();
    }
}

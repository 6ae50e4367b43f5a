using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>How buckets and objects are written, and which of their fields clients set.</summary>
internal static class GcsResources
{
    public const string ContentType = "application/json; charset=UTF-8";
    private const string Project = "123456789";

    private static readonly string[] OfObjects =
    [
        "contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "metadata", "customTime",
            "temporaryHold",
        "eventBasedHold", "storageClass", "acl", "contexts", "retention",
    ];

    private static readonly string[] Computed =
        ["kind", "id", "name", "selfLink", "projectNumber", "metageneration", "timeCreated", "updated", "etag", "generation"];

    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Bucket(GcsCall call, GcsBucket bucket)
    {
        JsonObject resource = new()
        {
            ["kind"] = "storage#bucket",
            ["id"] = bucket.Name,
            ["selfLink"] = $"{GcsEmulator.AddressAt(call.Request.Host)}/storage/v1/b/{bucket.Name}",
            ["name"] = bucket.Name,
            ["projectNumber"] = Project,
            ["metageneration"] = $"{bucket.Metageneration}",
            ["timeCreated"] = Instant(bucket.Created),
            ["updated"] = Instant(bucket.Updated),
            ["etag"] = Etag(bucket.Metageneration, 0),
        };
        foreach ((string name, JsonNode? value) in bucket.Fields)
        {
            if (name is not ("acl" or "defaultObjectAcl") || call.Query["projection"] == "full")
                resource[name] = value?.DeepClone();
        }

        return resource;
    }

    public static JsonObject Object(GcsCall call, string bucket, GcsObject found)
    {
        string address = GcsEmulator.AddressAt(call.Request.Host);
        string path = $"b/{bucket}/o/{PercentEncoding.Encode(found.Name, keepSlash: false)}";
        JsonObject resource = new()
        {
            ["kind"] = "storage#object",
            ["id"] = $"{bucket}/{found.Name}/{found.Generation}",
            ["selfLink"] = $"{address}/storage/v1/{path}",
            ["mediaLink"] = $"{address}/download/storage/v1/{path}?generation={found.Generation}&alt=media",
            ["name"] = found.Name,
            ["bucket"] = bucket,
            ["generation"] = $"{found.Generation}",
            ["metageneration"] = $"{found.Metageneration}",
            ["contentType"] = found.ContentType,
            ["storageClass"] = "STANDARD",
            ["size"] = $"{found.Content.Length}",
            ["crc32c"] = found.Crc32C,
            ["etag"] = Etag(found.Metageneration, found.Generation),
            ["timeCreated"] = Instant(found.Created),
            ["updated"] = Instant(found.Updated),
            ["timeStorageClassUpdated"] = Instant(found.Created),
            ["timeFinalized"] = Instant(found.Created),
        };
        if (found.Md5 is not null)
            resource["md5Hash"] = found.Md5;
        if (found.Components is not null)
            resource["componentCount"] = found.Components;
        if (found.Deleted is { } deleted)
            resource["timeDeleted"] = Instant(deleted);
        foreach ((string name, JsonNode? value) in found.Fields)
        {
            if (name != "acl" || call.Query["projection"] == "full")
                resource[name] = value?.DeepClone();
        }

        return resource;
    }

    public static string Etag(long metageneration, long generation) =>
        Convert.ToBase64String(
            System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{generation}/{metageneration}")));

    /// <summary>What a document sets of an object.</summary>
    public static JsonObject FieldsOfObject(JsonObject document) => Checked(Filtered(document, OfObjects.Contains));

    public static JsonObject FieldsOfBucket(JsonObject document) => Filtered(document, name => !Computed.Contains(name));

    /// <summary>Changes fields as a PATCH wants it: null removes, objects are changed in their turn.</summary>
    public static JsonObject Patched(JsonObject fields, JsonObject patch)
    {
        JsonObject patched = (JsonObject)fields.DeepClone();
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
                patched.Remove(name);
            else if (value is JsonObject inner && patched[name] is JsonObject before)
                patched[name] = Patched(before, inner);
            else
                patched[name] = value.DeepClone();
        }

        return patched;
    }

    /// <summary>The time that a client gives an object can be moved on, but neither back nor away.</summary>
    public static void RequireLaterCustomTime(JsonObject before, JsonObject after)
    {
        if (CustomTime(before) is { } set && !(CustomTime(after) >= set))
            throw GcsErrors.Invalid("Custom time cannot be removed or set to an earlier time.");
    }

    private static DateTimeOffset? CustomTime(JsonObject fields) => fields["customTime"] is not { } time ? null
        : DateTimeOffset.TryParse(time.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw GcsErrors.Invalid($"Invalid value for customTime: '{time}'.");

    private static JsonObject Filtered(JsonObject document, Func<string, bool> isKept) => new(document
        .Where(field => isKept(field.Key))
        .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static JsonObject Checked(JsonObject fields)
    {
        if (fields["metadata"] is { } metadata
            && (metadata is not JsonObject pairs
                || pairs.Any(pair => pair.Value is not null && pair.Value.GetValueKind() != JsonValueKind.String)))
        {
            throw GcsErrors.Invalid("Invalid value for metadata: its values are texts.");
        }

        if (fields["contentType"] is { } type && type.GetValueKind() != JsonValueKind.String)
            throw GcsErrors.Invalid("Invalid value for contentType.");
        foreach (string hold in new[] { "temporaryHold", "eventBasedHold" })
        {
            if (fields[hold] is { } held && held.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
                throw GcsErrors.Invalid($"Invalid value for {hold}.");
        }

        _ = CustomTime(fields);
        return fields;
    }
}

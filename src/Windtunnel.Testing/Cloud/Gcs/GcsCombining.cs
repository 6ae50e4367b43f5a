using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Objects made of objects: composed, copied, rewritten, moved.</summary>
internal static class GcsCombining
{
    private const int MostSources = 32;

    public static async Task<CloudAnswer> ComposeAsync(GcsCall call)
    {
        JsonObject document = await call.ReadJsonAsync();
        GcsBucket bucket = call.Bucket;
        JsonObject[] listed = document["sourceObjects"] is JsonArray array
            ? [.. array.OfType<JsonObject>()] : throw GcsErrors.Required("sourceObjects");
        if (listed.Length is 0 or > MostSources)
            throw GcsErrors.Invalid(
                $"The number of source components provided ({listed.Length}) exceeds the maximum ({MostSources}), or is zero.");
        GcsObject[] sources = [.. listed.Select(source => Source(bucket, source))];
        JsonObject fields = GcsResources.FieldsOfObject(document["destination"] as JsonObject ?? []);
        fields["contentType"] ??= sources[0].ContentType;
        Content content = Content.Concat(sources.Select(source => source.Content));
        Digest crc = await Digest.Of(CyclicCode.Crc32C).AppendAsync(content, call.Cancellation);
        GcsWriting.RequireName(call.ObjectName);
        GcsObject made =
            GcsWriting.Put(
            call, call.BucketName, call.Query, new(call.ObjectName, call.Emulator.NextGeneration(), content, fields, call.Now)
            {
                Crc32C = crc.Base64,
                Components = sources.Sum(source => source.Components ?? 1),
            });
        return call.Answer(GcsResources.Object(call, call.BucketName, made));
    }

    public static async Task<CloudAnswer> RewriteAsync(GcsCall call)
    {
        GcsObject made = await CopiedAsync(call);
        return call.Answer(new()
        {
            ["kind"] = "storage#rewriteResponse",
            ["totalBytesRewritten"] = $"{made.Content.Length}",
            ["objectSize"] = $"{made.Content.Length}",
            ["done"] = true,
            ["resource"] = GcsResources.Object(call, GcsEmulator.TargetOf(call.Request).Bucket, made),
        });
    }

    public static async Task<CloudAnswer> CopyAsync(GcsCall call) =>
        call.Answer(GcsResources.Object(call, GcsEmulator.TargetOf(call.Request).Bucket, await CopiedAsync(call)));

    private static async Task<GcsObject> CopiedAsync(GcsCall call)
    {
        JsonObject document = await call.ReadJsonAsync();
        (string bucket, string name) = GcsEmulator.TargetOf(call.Request);
        GcsWriting.RequireName(name);
        GcsObject source = call.Bucket.Names[call.ObjectName]?.Find(GcsConditions.Number(call.Query, "sourceGeneration"))
            ?? throw GcsErrors.ObjectNotFound(call.BucketName, call.ObjectName);
        GcsConditions.Require(call.Query, source.Generation, source.Metageneration, isRead: false, "ifSource");
        JsonObject fields = GcsResources.FieldsOfObject(document);
        return GcsWriting.Put(call, bucket, call.Query, source with
        {
            Name = name,
            Generation = call.Emulator.NextGeneration(),
            Metageneration = 1,
            // A document that says anything replaces all metadata, as a rewrite does.
            Fields = fields.Count == 0 ? source.Fields : fields,
            Created = call.Now,
            Updated = call.Now,
            Deleted = null,
        });
    }

    private static GcsObject Source(GcsBucket bucket, JsonObject source)
    {
        string name = source["name"]?.ToString() ?? throw GcsErrors.Required("sourceObjects.name");
        long? generation = long.TryParse(source["generation"]?.ToString(), out long given) ? given : null;
        GcsObject found = bucket.Names[name]?.Find(generation) ?? throw GcsErrors.ObjectNotFound(bucket.Name, name);
        string? match = source["objectPreconditions"]?["ifGenerationMatch"]?.ToString();
        return match is null || match == $"{found.Generation}" ? found : throw GcsErrors.ConditionNotMet();
    }
}

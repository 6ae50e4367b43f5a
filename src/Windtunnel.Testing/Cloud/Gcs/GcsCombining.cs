using System.Text;
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
        if (Unfinished(call) is { } unfinished)
            return call.Answer(unfinished);
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

    /// <summary>Gives an object another name in its bucket.</summary>
    public static CloudAnswer Move(GcsCall call)
    {
        string name = GcsEmulator.TargetOf(call.Request).Name;
        GcsWriting.RequireName(name);
        GcsObject moved = call.ChangeBucket(call.BucketName, bucket =>
        {
            GcsObject source = call.RequiredIn(bucket);
            GcsConditions.Require(call.Query, source.Generation, source.Metageneration, isRead: false, "ifSource");
            GcsObject? before = bucket.Live(name);
            GcsConditions.Require(call.Query, before, isRead: false);
            GcsObjects.RequireMutable(bucket, before, call.Now);
            GcsObjects.RequireMutable(bucket, source, call.Now);
            GcsObject made = source with
            {
                Name = name,
                Generation = call.Emulator.NextGeneration(),
                Metageneration = 1,
                Created = call.Now,
                Updated = call.Now,
            };
            return (bucket.Without(source, isNamed: false, call.Now).With(made), made);
        });
        return call.Answer(GcsResources.Object(call, call.BucketName, moved));
    }

    // A client that limits the bytes of one call goes on with the token of the last.
    private static JsonObject? Unfinished(GcsCall call)
    {
        const long Unit = 1 << 20;
        string? token = call.Query.NonEmpty("rewriteToken");
        long? limit = GcsConditions.Number(call.Query, "maxBytesRewrittenPerCall");
        if (limit is null && token is null)
            return null;
        long most = limit ?? long.MaxValue / Unit / 2 * Unit;
        if (most < Unit || most % Unit != 0)
            throw GcsErrors.Invalid("maxBytesRewrittenPerCall must be an integral multiple of 1 MiB (1048576).");
        GcsObject source = SourceOf(call);
        string mark = $"{source.Generation}:";
        string told = token is null ? $"{mark}0" : Encoding.ASCII.GetString(Decoded(token));
        if (!told.StartsWith(mark, StringComparison.Ordinal) || !long.TryParse(told[mark.Length..], out long done))
            throw GcsErrors.Invalid("Invalid rewriteToken: it is of another object, or of another generation of this one.");
        long next = done + most;
        if (next >= source.Content.Length)
            return null;
        return new()
        {
            ["kind"] = "storage#rewriteResponse",
            ["totalBytesRewritten"] = $"{next}",
            ["objectSize"] = $"{source.Content.Length}",
            ["done"] = false,
            ["rewriteToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{mark}{next}")),
        };
    }

    private static byte[] Decoded(string token)
    {
        byte[] bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out int length) ? bytes[..length] : [];
    }

    private static GcsObject SourceOf(GcsCall call) =>
        call.Bucket.Names[call.ObjectName]?.Find(GcsConditions.Number(call.Query, "sourceGeneration"))
            ?? throw GcsErrors.ObjectNotFound(call.BucketName, call.ObjectName);

    public static async Task<CloudAnswer> CopyAsync(GcsCall call) =>
        call.Answer(GcsResources.Object(call, GcsEmulator.TargetOf(call.Request).Bucket, await CopiedAsync(call)));

    private static async Task<GcsObject> CopiedAsync(GcsCall call)
    {
        JsonObject document = await call.ReadJsonAsync();
        (string bucket, string name) = GcsEmulator.TargetOf(call.Request);
        GcsWriting.RequireName(name);
        GcsObject source = SourceOf(call);
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

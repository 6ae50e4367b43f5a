using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Gcs;

internal static partial class GcsBuckets
{
    public static async Task<CloudAnswer> InsertAsync(GcsCall call)
    {
        RequireProject(call);
        JsonObject document = await call.ReadJsonAsync();
        string name = document["name"]?.ToString() ?? "";
        RequireName(name);
        GcsBucket made = New(name, GcsResources.FieldsOfBucket(document), call.Now);
        call.Change(state => state.Buckets[name] is null
            ? (state with { Buckets = state.Buckets.With(name, made) }, true)
            : throw new CloudError(409, "conflict", "Your previous request to create the named bucket succeeded and you already own it."));
        return call.Answer(GcsResources.Bucket(call, made));
    }

    public static GcsBucket New(string name, JsonObject fields, DateTimeOffset now)
    {
        fields["location"] = fields["location"]?.ToString().ToUpperInvariant() ?? "US";
        fields["locationType"] ??= "multi-region";
        fields["storageClass"] ??= "STANDARD";
        fields["iamConfiguration"] ??= new JsonObject
        {
            ["uniformBucketLevelAccess"] = new JsonObject { ["enabled"] = false },
            ["publicAccessPrevention"] = "inherited",
        };
        return new(name, fields, now);
    }

    public static CloudAnswer Get(GcsCall call)
    {
        GcsBucket bucket = call.Bucket;
        GcsConditions.Require(call.Query, null, bucket.Metageneration, isRead: true);
        return call.Answer(GcsResources.Bucket(call, bucket));
    }

    public static CloudAnswer List(GcsCall call)
    {
        RequireProject(call);
        var page = Listing<GcsBucket>.Of(call.World.Current.Buckets, GcsListing.Query(call));
        return call.Answer(
            GcsListing.Page("storage#buckets", page.Items.Select(item => GcsResources.Bucket(call, item.Item)), [], page.Next));
    }

    public static async Task<CloudAnswer> PatchAsync(GcsCall call)
    {
        JsonObject patch = await call.ReadJsonAsync();
        bool isWhole = call.Request.Method == "PUT";
        GcsBucket changed = call.ChangeBucket(call.BucketName, bucket =>
        {
            GcsConditions.Require(call.Query, null, bucket.Metageneration, isRead: false);
            JsonObject fields = GcsResources.FieldsOfBucket(patch);
            GcsBucket after = bucket with
            {
                Fields = isWhole ? New(bucket.Name, fields, call.Now).Fields : GcsResources.Patched(bucket.Fields, fields),
                Metageneration = bucket.Metageneration + 1,
                Updated = call.Now,
            };
            RequireNotUnlocked(bucket.Fields, after.Fields);
            return (after, after);
        });
        return call.Answer(GcsResources.Bucket(call, changed));
    }

    public static CloudAnswer Delete(GcsCall call)
    {
        call.Change(state =>
        {
            GcsBucket bucket = state.Buckets[call.BucketName] ?? throw GcsErrors.BucketNotFound();
            GcsConditions.Require(call.Query, null, bucket.Metageneration, isRead: false);
            return bucket.Names.Count == 0
                ? (state with { Buckets = state.Buckets.Without(bucket.Name) }, true)
                : throw new CloudError(409, "conflict", "The bucket you tried to delete is not empty.");
        });
        return new(204);
    }

    public static CloudAnswer GetPolicy(GcsCall call) => call.Answer(call.Bucket.Policy ?? new()
    {
        ["kind"] = "storage#policy",
        ["resourceId"] = $"projects/_/buckets/{call.BucketName}",
        ["version"] = 1,
        ["etag"] = "CAE=",
        ["bindings"] = new JsonArray(),
    });

    public static async Task<CloudAnswer> SetPolicyAsync(GcsCall call)
    {
        JsonObject policy = await call.ReadJsonAsync();
        policy["kind"] = "storage#policy";
        policy["resourceId"] = $"projects/_/buckets/{call.BucketName}";
        policy["etag"] = "CAI=";
        call.ChangeBucket(call.BucketName, bucket => (bucket with { Policy = policy }, true));
        return call.Answer(policy);
    }

    public static CloudAnswer TestPermissions(GcsCall call)
    {
        _ = call.Bucket;
        return call.Answer(new()
        {
            ["kind"] = "storage#testIamPermissionsResponse",
            ["permissions"] = new JsonArray([.. call.Query.Where(p => p.Name == "permissions").Select(p => (JsonNode)p.Value)]),
        });
    }

    /// <summary>Makes a bucket's retention policy one that can only be prolonged.</summary>
    public static CloudAnswer LockRetentionPolicy(GcsCall call)
    {
        if (call.Query.NonEmpty("ifMetagenerationMatch") is null)
            throw GcsErrors.Required("ifMetagenerationMatch");
        GcsBucket locked = call.ChangeBucket(call.BucketName, bucket =>
        {
            GcsConditions.Require(call.Query, null, bucket.Metageneration, isRead: false);
            if (bucket.Fields["retentionPolicy"] is not JsonObject)
                throw GcsErrors.Invalid("The bucket has no retention policy that could be locked.");
            JsonObject fields = GcsResources.Patched(
                bucket.Fields, new() { ["retentionPolicy"] = new JsonObject { ["isLocked"] = true } });
            GcsBucket after = bucket with { Fields = fields, Metageneration = bucket.Metageneration + 1, Updated = call.Now };
            return (after, after);
        });
        return call.Answer(GcsResources.Bucket(call, locked));
    }

    public static void RequireName(string name)
    {
        bool isValid = ValidName().IsMatch(name)
            && name.Split('.').All(part => part.Length is > 0 and <= 63)
            && !name.StartsWith("goog", StringComparison.Ordinal)
            && !name.Contains("google", StringComparison.Ordinal)
            && !(name.Count(c => c == '.') == 3 && IPAddress.TryParse(name, out _));
        if (!isValid)
            throw GcsErrors.Invalid($"Invalid bucket name: '{name}'");
    }

    private static void RequireProject(GcsCall call)
    {
        if (call.Query.NonEmpty("project") is null)
            throw GcsErrors.Required("project");
    }

    // What was locked may be made longer, and nothing else.
    private static void RequireNotUnlocked(JsonObject before, JsonObject after)
    {
        if (before["retentionPolicy"]?["isLocked"]?.GetValue<bool>() != true)
            return;
        bool isKept = long.TryParse(after["retentionPolicy"]?["retentionPeriod"]?.ToString(), out long period)
            && period >= long.Parse(before["retentionPolicy"]!["retentionPeriod"]!.ToString(), CultureInfo.InvariantCulture);
        if (!isKept)
        {
            throw new CloudError(
                403, "forbidden", "Cannot remove or reduce the duration of a locked Retention Policy for a bucket.");
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$")]
    private static partial Regex ValidName();
}

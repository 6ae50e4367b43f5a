using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Access control lists of buckets and objects. They are kept and given back; everyone may do everything.</summary>
internal static class GcsAcl
{
    private static readonly Dictionary<string, (string Field, string Kind)> Lists = new(StringComparer.Ordinal)
    {
        ["objectAccessControls"] = ("acl", "storage#objectAccessControl"),
        ["bucketAccessControls"] = ("acl", "storage#bucketAccessControl"),
        ["defaultObjectAccessControls"] = ("defaultObjectAcl", "storage#objectAccessControl"),
    };

    public static IEnumerable<string> Operations =>
        Lists.Keys.SelectMany(_ => new[] { "list", "get", "insert", "patch", "update", "delete" }, (list, verb) => $"{list}.{verb}");

    public static async Task<CloudAnswer> CarryOutAsync(GcsCall call)
    {
        string[] name = call.Operation.Name.Split('.');
        (string field, string kind) = Lists[name[0]];
        string entity = PercentEncoding.Decode(call.Request.RawPath.Split('/')[^1]);
        JsonObject document = name[1] is "list" or "get" or "delete" ? [] : await call.ReadJsonAsync();
        if (name[1] is "list" or "get")
        {
            JsonArray entries = Entries(FieldsOf(call, call.Bucket), field, kind);
            return call.Answer(name[1] == "list" ? new() { ["kind"] = $"{kind}s", ["items"] = entries } : Found(entries, entity));
        }

        JsonObject changed = [];
        Change(call, fields =>
        {
            JsonArray entries = Entries(fields, field, kind);
            changed = name[1] == "insert" ? Inserted(entries, document, kind) : Found(entries, entity);
            if (name[1] == "delete")
                entries.Remove(changed);
            else
                changed["role"] = document["role"]?.ToString() ?? changed["role"]?.ToString() ?? throw GcsErrors.Required("role");
            fields[field] = entries;
        });
        return name[1] == "delete" ? new CloudAnswer(204) : call.Answer((JsonObject)changed.DeepClone());
    }

    private static JsonObject Found(JsonArray entries, string entity) =>
        entries.OfType<JsonObject>().FirstOrDefault(entry => entry["entity"]?.ToString() == entity)
            ?? throw new CloudError(404, "notFound", $"The specified ACL entry of '{entity}' does not exist.");

    private static JsonObject Inserted(JsonArray entries, JsonObject document, string kind)
    {
        string entity = document["entity"]?.ToString() ?? throw GcsErrors.Required("entity");
        if (entries.OfType<JsonObject>().FirstOrDefault(entry => entry["entity"]?.ToString() == entity) is { } there)
            return there;
        JsonObject made = new() { ["kind"] = kind, ["entity"] = entity };
        entries.Add(made);
        return made;
    }

    private static JsonArray Entries(JsonObject fields, string field, string kind) => fields[field] is JsonArray set
        ? (JsonArray)set.DeepClone()
        : [new JsonObject { ["kind"] = kind, ["entity"] = "project-owners-123456789", ["role"] = "OWNER" }];

    private static JsonObject FieldsOf(GcsCall call, GcsBucket bucket)
    {
        if (bucket.Fields["iamConfiguration"]?["uniformBucketLevelAccess"]?["enabled"]?.GetValue<bool>() == true)
            throw GcsErrors.Invalid("Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled.");
        return call.Operation.Key is null ? bucket.Fields : call.RequiredIn(bucket).Fields;
    }

    private static void Change(GcsCall call, Action<JsonObject> change) => call.ChangeBucket(call.BucketName, bucket =>
    {
        JsonObject fields = (JsonObject)FieldsOf(call, bucket).DeepClone();
        change(fields);
        if (call.Operation.Key is null)
            return (bucket with { Fields = fields, Metageneration = bucket.Metageneration + 1 }, true);
        GcsObject before = call.RequiredIn(bucket);
        return (bucket.Changed(before with { Fields = fields, Metageneration = before.Metageneration + 1 }), true);
    });
}

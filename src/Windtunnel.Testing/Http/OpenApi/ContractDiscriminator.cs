using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Lets the value of one property decide which of several schemas is meant.</summary>
internal static class ContractDiscriminator
{
    /// <summary>Adds to each choice which values of the property mean it; a choice without a name stays as it is.</summary>
    public static void Decide(JsonElement schema, JsonObject made, OpenApiDocument document)
    {
        if (!schema.TryGetProperty("discriminator", out JsonElement discriminator)
            || OpenApiDocument.Text(discriminator, "propertyName") is not { } property)
        {
            return;
        }

        string kind = schema.TryGetProperty("oneOf", out JsonElement choices) ? "oneOf" : "anyOf";
        if (!schema.TryGetProperty(kind, out choices) || choices.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        JsonNode?[] said = [.. ((JsonArray)made[kind]!).Select(choice => choice?.DeepClone())];
        made.Remove(kind);
        made["anyOf"] = new JsonArray([.. choices.EnumerateArray().Select((choice, index) =>
            OpenApiDocument.Text(choice, "$ref") is { } reference
                ? Meant(said[index], property, ValuesFor(discriminator, reference, document))
                : said[index])]);
    }

    private static JsonObject Meant(JsonNode? choice, string property, string[] values) => new()
    {
        ["allOf"] = new JsonArray(
            choice,
            new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray(property),
                ["properties"] = new JsonObject
                {
                    [property] = new JsonObject { ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) },
                },
            }),
    };

    /// <summary>What the mapping says; where it is silent, the schema's own name.</summary>
    private static string[] ValuesFor(JsonElement discriminator, string reference, OpenApiDocument document)
    {
        string name = reference.Split('/')[^1];
        string[] mapped = discriminator.TryGetProperty("mapping", out JsonElement mapping) && mapping.ValueKind == JsonValueKind.Object
            ? [.. mapping.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String
                && one.Value.GetString() is { } target
                && (target == reference || target == name || target.EndsWith($"/{name}", StringComparison.Ordinal)))
                .Select(one => one.Name)]
            : [];
        return mapped.Length > 0 ? mapped : name.Length > 0 ? [name] : throw document.Unreadable(
            $"the discriminator's choice '{reference}' has no name");
    }
}

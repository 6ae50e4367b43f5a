using System.Globalization;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Merges what a schema says by itself, by references and by <c>allOf</c> into one.</summary>
internal static class FlatSchema
{
    /// <param name="schema">The schema, or true or false.</param>
    /// <param name="root">What references lead into.</param>
    /// <param name="choose">One of several alternatives that is merged too; null: alternatives are left out.</param>
    public static JsonObject Of(JsonNode? schema, JsonObject root, Func<JsonArray, JsonNode?>? choose = null)
    {
        var flat = new JsonObject();
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<JsonNode?> open = new([schema]);
        while (open.TryPop(out JsonNode? part))
        {
            if (part is not JsonObject said)
            {
                continue;
            }

            if (said["$ref"] is JsonValue reference && seen.Add(reference.GetValue<string>()))
            {
                open.Push(root["$defs"]?[reference.GetValue<string>()["#/$defs/".Length..]]);
            }

            foreach ((string keyword, JsonNode? value) in said)
            {
                switch (keyword, value)
                {
                    case ("allOf", JsonArray all):
                        all.Reverse().ToList().ForEach(open.Push);
                        break;
                    case ("oneOf" or "anyOf", JsonArray choices):
                        open.Push(choose?.Invoke(choices));
                        break;
                    case ("$ref" or "$defs", _):
                        break;
                    default:
                        flat[keyword] = flat.ContainsKey(keyword) ? Both(keyword, flat[keyword], value) : value?.DeepClone();
                        break;
                }
            }
        }

        return flat;
    }

    /// <summary>The types it allows; empty when it says nothing of them.</summary>
    public static IEnumerable<string> TypesOf(JsonObject flat) => flat["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()),
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    public static decimal? Number(JsonObject flat, string keyword) => flat[keyword] is JsonValue value
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static JsonNode? Both(string keyword, JsonNode? one, JsonNode? other) => (keyword, one, other) switch
    {
        ("properties" or "patternProperties", JsonObject named, JsonObject more) => BothOfEach(named, more),
        ("required", JsonArray names, JsonArray more) => new JsonArray(
            [.. names.Concat(more).Select(name => name!.GetValue<string>()).Distinct().Select(name => (JsonNode)name)]),
        ("enum", JsonArray values, JsonArray more) => new JsonArray(
            [.. values.Where(value => more.Any(kept => JsonNode.DeepEquals(kept, value))).Select(value => value?.DeepClone())]),
        ("type", _, _) => new JsonArray([.. TypesOf(new() { ["type"] = one?.DeepClone() })
            .Intersect(TypesOf(new() { ["type"] = other?.DeepClone() })).Select(type => (JsonNode)type)]),
        ("minimum" or "exclusiveMinimum" or "minLength" or "minItems" or "minProperties" or "multipleOf", _, _) =>
            (IsMore(one, other) ? one : other)?.DeepClone(),
        ("maximum" or "exclusiveMaximum" or "maxLength" or "maxItems" or "maxProperties", _, _) =>
            (IsMore(one, other) ? other : one)?.DeepClone(),
        ("items" or "contains" or "additionalProperties" or "propertyNames", JsonObject, JsonObject) => All(one, other),
        ("items" or "additionalProperties", JsonValue, _) => one?.DeepClone(),

        // A pattern that stands for a format is met by what is made for the format.
        ("pattern", _, _) => one?.DeepClone(),
        _ => other?.DeepClone(),
    };

    private static JsonObject BothOfEach(JsonObject named, JsonObject more)
    {
        var both = (JsonObject)named.DeepClone();
        foreach ((string name, JsonNode? schema) in more)
        {
            both[name] = both.ContainsKey(name) ? All(both[name], schema) : schema?.DeepClone();
        }

        return both;
    }

    private static JsonObject All(JsonNode? one, JsonNode? other) =>
        new() { ["allOf"] = new JsonArray(one?.DeepClone(), other?.DeepClone()) };

    private static bool IsMore(JsonNode? one, JsonNode? other) =>
        Number(new() { ["n"] = one?.DeepClone() }, "n") > Number(new() { ["n"] = other?.DeepClone() }, "n");
}

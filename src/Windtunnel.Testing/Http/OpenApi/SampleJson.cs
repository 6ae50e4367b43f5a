using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Makes a value that a schema allows: from its examples where it has some, else by the seed.</summary>
internal sealed class SampleJson(OpenApiDocument document, Random random)
{
    /// <summary>Deeper than this only what is required is made, so that a schema that contains itself comes to an end.</summary>
    private const int DeepEnough = 4;
    private const int Deepest = 40;

    public JsonNode? Of(JsonElement schema, int depth = 0)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return new JsonObject();
        }

        schema = document.Schemas.Resolved(schema);
        return depth > Deepest
            ? throw document.Unreadable("a schema requires itself without end, so no value of it can be made")
            : Given(schema, out JsonNode? given) ? given : Made(schema, depth);
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static bool Given(JsonElement schema, out JsonNode? given)
    {
        given = null;
        foreach (string name in new[] { "example", "const", "default" })
        {
            if (schema.TryGetProperty(name, out JsonElement value))
            {
                given = Node(value);
                return true;
            }
        }

        if (schema.TryGetProperty("examples", out JsonElement examples) && examples.ValueKind == JsonValueKind.Array
            && examples.GetArrayLength() > 0)
        {
            given = Node(examples[0]);
            return true;
        }

        return false;
    }

    private JsonNode? Made(JsonElement schema, int depth)
    {
        if (schema.TryGetProperty("enum", out JsonElement values) && values.GetArrayLength() > 0)
        {
            return Node(values[random.Next(values.GetArrayLength())]);
        }

        foreach (string name in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(name, out JsonElement choices) && choices.GetArrayLength() > 0)
            {
                return Merged(schema, choices[0], depth);
            }
        }

        if (schema.TryGetProperty("allOf", out JsonElement parts))
        {
            return parts.EnumerateArray().Aggregate(
                Typed(schema, depth, onlyWhatIsSaid: true), (whole, part) => Joined(whole, Of(part, depth)));
        }

        return Typed(schema, depth, onlyWhatIsSaid: false);
    }

    private JsonNode? Merged(JsonElement schema, JsonElement choice, int depth) =>
        Joined(Typed(schema, depth, onlyWhatIsSaid: true), Of(choice, depth));

    private static JsonNode? Joined(JsonNode? whole, JsonNode? part)
    {
        if (whole is not JsonObject fields || part is not JsonObject more)
        {
            return part ?? whole;
        }

        foreach ((string name, JsonNode? value) in more)
        {
            fields[name] = value?.DeepClone();
        }

        return fields;
    }

    private JsonNode? Typed(JsonElement schema, int depth, bool onlyWhatIsSaid) => TypeOf(schema) switch
    {
        "object" => Object(schema, depth),
        "array" => Array(schema, depth),
        "string" => JsonValue.Create(SampleText.Of(schema, random)),
        "integer" => JsonValue.Create((long)Number(schema, 1)),
        "number" => JsonValue.Create(Number(schema, 0.25m)),
        "boolean" => JsonValue.Create(random.Next(2) == 1),
        "null" => null,
        _ => onlyWhatIsSaid ? null : JsonValue.Create("text"),
    };

    private static string? TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out JsonElement type))
        {
            return type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Select(one => one.GetString()).OrderBy(one => one == "null").FirstOrDefault()
                : type.GetString();
        }

        return schema.TryGetProperty("properties", out _) || schema.TryGetProperty("required", out _) ? "object"
            : schema.TryGetProperty("items", out _) ? "array" : null;
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        HashSet<string> required = schema.TryGetProperty("required", out JsonElement names)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];
        if (schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonProperty property in properties.EnumerateObject().Where(p => depth < DeepEnough || required.Contains(p.Name)))
            {
                made[property.Name] = Of(property.Value, depth + 1);
            }
        }

        schema.TryGetProperty("additionalProperties", out JsonElement additional);
        foreach (string name in required.Where(name => !made.ContainsKey(name)))
        {
            made[name] = Of(additional, depth + 1);
        }

        for (int extra = 1; made.Count < Count(schema, "minProperties", 0); extra++)
        {
            made[$"property{extra}"] = Of(additional, depth + 1);
        }

        return made;
    }

    private JsonArray Array(JsonElement schema, int depth)
    {
        schema.TryGetProperty("items", out JsonElement items);
        int least = Count(schema, "minItems", depth < DeepEnough ? 1 : 0);
        int count = Math.Min(least, Count(schema, "maxItems", int.MaxValue));
        var made = new JsonArray();
        bool isUnique = schema.TryGetProperty("uniqueItems", out JsonElement unique) && unique.ValueKind == JsonValueKind.True;
        for (int attempt = 0; made.Count < count && attempt < count * 20; attempt++)
        {
            JsonNode? item = Of(items, depth + 1);
            if (!isUnique || !made.Any(other => JsonNode.DeepEquals(other, item)))
            {
                made.Add(item);
            }
        }

        return made;
    }

    private decimal Number(JsonElement schema, decimal step)
    {
        decimal? least = Limit(schema, "minimum", "exclusiveMinimum", step);
        decimal? most = Limit(schema, "maximum", "exclusiveMaximum", -step);
        step = schema.TryGetProperty("multipleOf", out JsonElement multiple) && multiple.TryGetDecimal(out decimal of) ? of : step;
        decimal from = least ?? (most is { } top ? Math.Min(1, top) : 1);
        decimal first = Math.Ceiling(from / step) * step;
        decimal room = Math.Min(100, Math.Floor(((most ?? (first + (100 * step))) - first) / step));
        return first + (step * random.Next((int)Math.Max(0, room) + 1));
    }

    /// <summary>A limit, with one step inwards where it is exclusive.</summary>
    private static decimal? Limit(JsonElement schema, string name, string exclusiveName, decimal step)
    {
        decimal? limit = schema.TryGetProperty(name, out JsonElement value) && value.TryGetDecimal(out decimal number) ? number : null;
        return schema.TryGetProperty(exclusiveName, out JsonElement exclusive) ? exclusive.ValueKind switch
        {
            JsonValueKind.Number when exclusive.TryGetDecimal(out decimal beyond) => beyond + step,
            JsonValueKind.True => limit + step,
            _ => limit,
        } : limit;
    }

    internal static int Count(JsonElement schema, string name, int otherwise) =>
        schema.TryGetProperty(name, out JsonElement value) && value.TryGetDecimal(out decimal number) && number <= int.MaxValue
            ? (int)number
            : otherwise;
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>Makes a value for a schema: from its examples where it has some, else by the seed. Whether the schema allows it is for the
/// caller to check: what keywords demand together cannot always be met at the first attempt.</summary>
/// <param name="root">The schema with all that it refers to.</param>
/// <param name="random">Decides.</param>
/// <param name="attempt">0: as an author would have it, with examples and every property; later ones vary.</param>
internal sealed class SampleJson(JsonObject root, Random random, int attempt)
{
    /// <summary>Deeper than this only what is required is made, so that a schema that contains itself comes to an end.</summary>
    private const int DeepEnough = 4;
    private const int Deepest = 40;

    /// <summary>From this attempt on examples are not trusted.</summary>
    private const int WithoutExamples = 2;

    private bool Varies => attempt > 0;

    /// <exception cref="FormatException">A schema requires itself without end.</exception>
    public JsonNode? Make() => Of(root, 0);

    private JsonNode? Of(JsonNode? schema, int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException("a schema requires itself without end, so no value of it can be made");
        }

        JsonObject flat = FlatSchema.Of(schema, root, choices => Chosen(choices, depth));
        Condition(flat, depth);
        return Given(flat, out JsonNode? given) ? given : Made(flat, depth);
    }

    private JsonNode? Chosen(JsonArray choices, int depth)
    {
        if (depth >= DeepEnough)
        {
            // What refers to nothing more comes to an end.
            return choices.MinBy(choice => References(choice));
        }

        return choices[Varies ? random.Next(choices.Count) : 0];
    }

    private int References(JsonNode? choice) => Regex.Count(
        FlatSchema.Of(choice, root).ToJsonString(), "\"\\$ref\"", RegexOptions.None, TimeSpan.FromSeconds(1));

    private void Condition(JsonObject flat, int depth)
    {
        if (!flat.TryGetPropertyValue("if", out JsonNode? condition))
        {
            return;
        }

        bool holds = !flat.ContainsKey("else") || !Varies || random.Next(2) == 0;
        JsonObject said = FlatSchema.Of(
            new JsonObject
            {
                ["allOf"] = holds
                    ? new JsonArray(flat.DeepClone(), condition?.DeepClone(), flat["then"]?.DeepClone())
                    : new JsonArray(flat.DeepClone(), flat["else"]?.DeepClone()),
            },
            root, choices => Chosen(choices, depth));
        flat.Clear();
        foreach ((string name, JsonNode? value) in said)
        {
            flat[name] = value?.DeepClone();
        }
    }

    private bool Given(JsonObject flat, out JsonNode? given)
    {
        string[] names = attempt < WithoutExamples ? ["example", "const", "default"] : ["const"];
        foreach (string name in names)
        {
            if (flat.TryGetPropertyValue(name, out given))
            {
                given = given?.DeepClone();
                return true;
            }
        }

        given = attempt < WithoutExamples && flat["examples"] is JsonArray { Count: > 0 } examples ? examples[0]?.DeepClone() : null;
        return given is not null;
    }

    private JsonNode? Made(JsonObject flat, int depth)
    {
        if (flat["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        string[] types = [.. FlatSchema.TypesOf(flat).OrderBy(type => type == "null")];
        string type = types.Length == 0 ? Implied(flat) : types[Varies ? random.Next(types.Length) : 0];
        return type switch
        {
            "object" => Object(flat, depth),
            "array" => Array(flat, depth),
            "string" => SampleText.Of(flat, random, attempt),
            "integer" => SampleNumber.Whole(flat, random),
            "number" => SampleNumber.Any(flat, random),
            "boolean" => random.Next(2) == 1,
            _ => null,
        };
    }

    private static string Implied(JsonObject flat)
    {
        bool Has(params ReadOnlySpan<string> keywords)
        {
            foreach (string keyword in keywords)
            {
                if (flat.ContainsKey(keyword))
                {
                    return true;
                }
            }

            return false;
        }

        return Has("items", "prefixItems", "minItems", "contains") ? "array"
            : Has("pattern", "format", "minLength", "maxLength") ? "string"
            : Has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number" : "object";
    }

    private JsonObject Object(JsonObject flat, int depth)
    {
        var made = new JsonObject();
        JsonObject properties = flat["properties"] as JsonObject ?? [];
        string[] required = [.. (flat["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];
        int most = SampleText.Count(flat, "maxProperties", int.MaxValue);
        foreach (string name in required)
        {
            made[name] = Of(SchemaOf(name, flat), depth + 1);
        }

        foreach ((string name, JsonNode? schema) in properties)
        {
            bool isWanted = depth < DeepEnough && (!Varies || random.Next(4) > 0) && !IsFalse(schema);
            if (isWanted && !made.ContainsKey(name) && made.Count < most)
            {
                made[name] = Of(schema, depth + 1);
            }
        }

        Depend(flat, made, depth);
        for (int extra = 1; made.Count < SampleText.Count(flat, "minProperties", 0) && extra < 1000; extra++)
        {
            string name = NameOf(flat, extra);
            made[name] = Of(SchemaOf(name, flat), depth + 1);
        }

        return made;
    }

    private void Depend(JsonObject flat, JsonObject made, int depth)
    {
        foreach ((string name, JsonNode? others) in flat["dependentRequired"] as JsonObject ?? [])
        {
            foreach (string other in made.ContainsKey(name) && others is JsonArray all ? all.Select(one => one!.GetValue<string>()) : [])
            {
                if (!made.ContainsKey(other))
                {
                    made[other] = Of(SchemaOf(other, flat), depth + 1);
                }
            }
        }
    }

    private string NameOf(JsonObject flat, int extra)
    {
        string? pattern = (flat["propertyNames"] as JsonObject)?["pattern"]?.GetValue<string>()
            ?? (IsFalse(flat["additionalProperties"])
                ? (flat["patternProperties"] as JsonObject)?.Select(one => one.Key).FirstOrDefault()
                : null);
        return pattern is null ? $"property{extra}" : SamplePattern.Of(pattern, random, extra) ?? $"property{extra}";
    }

    private static JsonNode? SchemaOf(string name, JsonObject flat) => flat["properties"]?[name]
        ?? (flat["patternProperties"] as JsonObject)?.FirstOrDefault(one =>
            Regex.IsMatch(name, one.Key, RegexOptions.None, TimeSpan.FromSeconds(1))).Value
        ?? flat["additionalProperties"] as JsonObject;

    private static bool IsFalse(JsonNode? schema) => schema is JsonValue value && value.TryGetValue(out bool flag) && !flag;

    private JsonArray Array(JsonObject flat, int depth)
    {
        JsonArray first = flat["prefixItems"] as JsonArray ?? [];
        int wanted = flat.ContainsKey("contains") ? Math.Max(1, SampleText.Count(flat, "minContains", 1)) : 0;
        int least = Math.Max(SampleText.Count(flat, "minItems", depth < DeepEnough ? 1 : 0), Math.Max(wanted, first.Count));
        int count = IsFalse(flat["items"]) ? Math.Min(least, first.Count) : least;
        count = Math.Min(count, SampleText.Count(flat, "maxItems", int.MaxValue));
        bool isUnique = flat["uniqueItems"] is JsonValue unique && unique.TryGetValue(out bool flag) && flag;
        var made = new JsonArray();
        for (int turn = 0; made.Count < count && turn < count * 20; turn++)
        {
            int place = made.Count;
            JsonNode? schema = place < first.Count ? first[place] : flat["items"];
            bool isContained = wanted > 0 && place >= first.Count && place - first.Count < wanted;
            JsonNode? item = Of(
                isContained ? new JsonObject { ["allOf"] = new JsonArray(schema?.DeepClone(), flat["contains"]?.DeepClone()) } : schema,
                depth + 1);
            if (!isUnique || !made.Any(other => JsonNode.DeepEquals(other, item)))
            {
                made.Add(item);
            }
        }

        return made;
    }
}

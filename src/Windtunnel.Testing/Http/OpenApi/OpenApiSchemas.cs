using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Schemas;

namespace Windtunnel.Testing;

/// <summary>The schemas of a document, as JSON schemas of draft 2020-12 that share the document's components.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenApiSchemas(OpenApiDocument document)
{
    private const string Components = "#/components/schemas/";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonSchema> _compiled = new(StringComparer.Ordinal);
    private JsonObject? _definitions;

    /// <summary>What a value has that the schema does not allow.</summary>
    /// <exception cref="FormatException">The schema is none, or uses what is not supported.</exception>
    public IReadOnlyList<SchemaViolation> Violations(JsonElement schema, JsonElement value)
    {
        try
        {
            return Compiled(schema).Validate(value);
        }
        catch (SchemaException e)
        {
            throw document.Unreadable(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The schema itself, or the component that it refers to.</summary>
    public JsonElement Resolved(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? document.Resolved(schema, "a schema") : schema;

    private JsonSchema Compiled(JsonElement schema)
    {
        lock (_gate)
        {
            string text = schema.GetRawText();
            if (!_compiled.TryGetValue(text, out JsonSchema? compiled))
            {
                _compiled[text] = compiled = JsonSchema.Parse(Whole(schema));
            }

            return compiled;
        }
    }

    private string Whole(JsonElement schema)
    {
        _definitions ??= Definitions();
        var whole = new JsonObject { ["allOf"] = new JsonArray(Converted(JsonNode.Parse(schema.GetRawText()))) };
        if (schema.GetRawText().Contains("\"$ref\"", StringComparison.Ordinal))
        {
            whole["$defs"] = _definitions.DeepClone();
        }

        return whole.ToJsonString();
    }

    private JsonObject Definitions()
    {
        var definitions = new JsonObject();
        if (document.Root.TryGetProperty("components", out JsonElement components)
            && components.TryGetProperty("schemas", out JsonElement schemas) && schemas.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty schema in schemas.EnumerateObject())
            {
                definitions[schema.Name] = Converted(JsonNode.Parse(schema.Value.GetRawText()));
            }
        }

        return definitions;
    }

    /// <summary>What version 3.0 spells in its own way, as JSON Schema has it.</summary>
    private static JsonNode? Converted(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject schema:
                foreach (string name in schema.Select(member => member.Key).ToList())
                {
                    // Examples and enumerations are values, in which nothing is a keyword.
                    if (name is not ("example" or "examples" or "enum" or "const" or "default"))
                    {
                        Converted(schema[name]);
                    }
                }

                Convert(schema);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    Converted(item);
                }

                break;
        }

        return node;
    }

    private static void Convert(JsonObject schema)
    {
        if (schema["$ref"] is JsonValue reference && reference.TryGetValue(out string? target)
            && target.StartsWith(Components, StringComparison.Ordinal))
        {
            schema["$ref"] = $"#/$defs/{target[Components.Length..]}";
        }

        if (schema["nullable"] is JsonValue nullable && nullable.TryGetValue(out bool isNullable))
        {
            schema.Remove("nullable");
            if (isNullable && schema["type"] is JsonValue type && type.TryGetValue(out string? name))
            {
                schema["type"] = new JsonArray(name, "null");
                (schema["enum"] as JsonArray)?.Add(null);
            }
        }

        ConvertLimit(schema, "exclusiveMinimum", "minimum");
        ConvertLimit(schema, "exclusiveMaximum", "maximum");
    }

    private static void ConvertLimit(JsonObject schema, string exclusive, string limit)
    {
        if (schema[exclusive] is JsonValue value && value.TryGetValue(out bool isExclusive))
        {
            schema.Remove(exclusive);
            if (isExclusive && schema[limit] is { } number)
            {
                schema.Remove(limit);
                schema[exclusive] = number;
            }
        }
    }
}

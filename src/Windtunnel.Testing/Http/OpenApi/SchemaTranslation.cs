using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Whether a value goes to the server or comes from it: properties may be meant for one way only.</summary>
internal enum ContractWay
{
    Request,
    Response,
}

/// <summary>Writes a schema of a document, of version 3.0 or 3.1, as a JSON schema of draft 2020-12 that stands alone.</summary>
internal sealed class SchemaTranslation
{
    private readonly OpenApiDocument _document;
    private readonly ContractWay _way;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();

    private SchemaTranslation(OpenApiDocument document, ContractWay way) => (_document, _way) = (document, way);

    /// <summary>The schema under <c>allOf</c>, and what it refers to under <c>$defs</c>.</summary>
    public static JsonObject Whole(OpenApiDocument document, JsonElement schema, ContractWay way)
    {
        var translation = new SchemaTranslation(document, way);
        var whole = new JsonObject { ["allOf"] = new JsonArray(translation.Of(schema)) };
        var definitions = new JsonObject();
        while (translation._open.TryDequeue(out string? reference))
        {
            definitions[translation._names[reference]] = translation.Of(document.Target(reference, "a schema"));
        }

        whole["$defs"] = definitions;
        return whole;
    }

    private JsonNode? Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return JsonNode.Parse(schema.GetRawText());
        }

        string? reference = OpenApiDocument.Text(schema, "$ref");
        if (reference is not null && _document.IsVersion30)
        {
            // There, what stands beside a reference is ignored.
            return new JsonObject { ["$ref"] = Named(reference) };
        }

        var made = new JsonObject();
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            made[keyword.Name] = (keyword.Name, keyword.Value.ValueKind) switch
            {
                ("$ref", JsonValueKind.String) => Named(reference!),
                ("items" or "contains" or "additionalProperties" or "propertyNames" or "not" or "if" or "then" or "else", _) =>
                    Of(keyword.Value),
                ("prefixItems" or "allOf" or "anyOf" or "oneOf", JsonValueKind.Array) =>
                    new JsonArray([.. keyword.Value.EnumerateArray().Select(Of)]),
                ("properties" or "patternProperties" or "dependentSchemas", JsonValueKind.Object) => new JsonObject(keyword.Value
                    .EnumerateObject().DistinctBy(one => one.Name).Select(one => KeyValuePair.Create(one.Name, Of(one.Value)))),

                // What is referred to is found from the document's root.
                ("$defs" or "definitions", _) => new JsonObject(),
                _ => JsonNode.Parse(keyword.Value.GetRawText()),
            };
        }

        SchemaFormatsOfContracts.Add(made);
        RemoveOtherWay(schema, made);
        ContractDiscriminator.Decide(schema, made, _document);
        ConvertLimit(made, "exclusiveMinimum", "minimum");
        ConvertLimit(made, "exclusiveMaximum", "maximum");
        return WithNull(made);
    }

    private string Named(string reference)
    {
        if (!_names.TryGetValue(reference, out string? name))
        {
            string last = reference.Split('/')[^1];
            string plain = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
            name = _names.ContainsValue(plain) ? $"{plain}.{_names.Count}" : plain;
            _names[reference] = name;
            _open.Enqueue(reference);
        }

        return $"#/$defs/{name}";
    }

    private void RemoveOtherWay(JsonElement schema, JsonObject made)
    {
        string flag = _way == ContractWay.Request ? "readOnly" : "writeOnly";
        if (!schema.TryGetProperty("properties", out JsonElement properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        string[] other = [.. properties.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object
            && OpenApiDocument.Flag(_document.Schemas.Resolved(one.Value), flag)).Select(one => one.Name)];
        foreach (string name in other)
        {
            if (_way == ContractWay.Response)
            {
                (made["properties"] as JsonObject)?.Remove(name);
            }

            if (made["required"] is JsonArray required)
            {
                made["required"] = new JsonArray(
                    [.. required.Where(one => one?.GetValue<string>() != name).Select(one => one?.DeepClone())]);
            }
        }
    }

    private static JsonObject WithNull(JsonObject schema)
    {
        bool isNullable = schema["nullable"] is JsonValue nullable && nullable.TryGetValue(out bool flag) && flag;
        schema.Remove("nullable");
        if (!isNullable)
        {
            return schema;
        }

        if (schema["type"] is JsonValue type && type.TryGetValue(out string? name))
        {
            schema["type"] = new JsonArray(name, "null");
            (schema["enum"] as JsonArray)?.Add(null);
            return schema;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
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

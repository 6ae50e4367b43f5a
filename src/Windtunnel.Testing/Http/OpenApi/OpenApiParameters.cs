using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Reads what the texts of a request stand for, by the style of a parameter and the types of its schema.</summary>
internal static class OpenApiParameters
{
    /// <summary>Null: the request does not have it.</summary>
    public static JsonNode? Value(OpenApiDocument document, OpenApiParameter parameter, StubRequest request)
    {
        IReadOnlyList<string> texts = Texts(parameter, request);
        if (parameter.IsJson)
        {
            return texts.Count == 0 ? null : Parsed(texts[0]) ?? JsonValue.Create(texts[0]);
        }

        JsonObject schema = document.Schemas.Flat(parameter.Schema);
        return Has(schema, "object") && !Has(schema, "string")
            ? Object(document, parameter, schema, request, texts)
            : texts.Count == 0 ? null
            : Has(schema, "array") ? Array(document, parameter, schema, texts)
            : Scalar(schema, texts[0]);
    }

    /// <summary>The object that fields of a form stand for.</summary>
    public static JsonObject Form(OpenApiDocument document, JsonElement schema, StubFields fields)
    {
        var made = new JsonObject();
        foreach (IGrouping<string, string> field in fields.Pairs.GroupBy(one => one.Key, one => one.Value, StringComparer.Ordinal))
        {
            JsonObject property = Property(document.Schemas.Flat(schema), field.Key, document, schema);
            made[field.Key] = Has(property, "array")
                ? new JsonArray([.. field.Select(text => Scalar(Items(property, document, schema), text))])
                : Scalar(property, field.First());
        }

        return made;
    }

    private static IReadOnlyList<string> Texts(OpenApiParameter parameter, StubRequest request) => parameter.Place switch
    {
        "path" => [request.Route.GetValueOrDefault(PathNames.Of(parameter.Name), "")],
        "query" => request.Query.All(parameter.Name),
        "header" => request.Headers.All(parameter.Name),
        _ => request.Cookies.All(parameter.Name),
    };

    private static JsonObject? Object(
        OpenApiDocument document, OpenApiParameter parameter, JsonObject schema, StubRequest request, IReadOnlyList<string> texts)
    {
        JsonObject properties = schema["properties"] as JsonObject ?? [];
        string prefix = $"{parameter.Name}[";
        KeyValuePair<string, string>[] pairs = parameter switch
        {
            { Style: "deepObject" } => [.. request.Query.Pairs
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) && pair.Key.EndsWith(']'))
                .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..^1], pair.Value))],
            { Style: "form", IsExploded: true } => [.. (parameter.Place == "cookie" ? request.Cookies : request.Query).Pairs
                .Where(pair => properties.ContainsKey(pair.Key))],
            { IsExploded: true } => [.. texts.SelectMany(text => text.Split(',')).Select(text => text.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair[^1]))],
            _ => [.. texts.SelectMany(text => text.Split(',').Chunk(2)).Select(pair => KeyValuePair.Create(pair[0], pair[^1]))],
        };
        return pairs.Length == 0 ? null : new JsonObject(pairs.DistinctBy(pair => pair.Key).Select(pair => KeyValuePair.Create(
            pair.Key, (JsonNode?)Scalar(Property(schema, pair.Key, document, parameter.Schema), pair.Value))));
    }

    private static JsonArray Array(
        OpenApiDocument document, OpenApiParameter parameter, JsonObject schema, IReadOnlyList<string> texts)
    {
        char separator = parameter.Style switch { "spaceDelimited" => ' ', "pipeDelimited" => '|', _ => ',' };
        bool isOneText = !parameter.IsExploded || parameter.Style == "simple";
        IEnumerable<string> items = isOneText ? texts.SelectMany(text => text.Split(separator)) : texts;
        JsonObject item = Items(schema, document, parameter.Schema);
        return new JsonArray([.. items.Select(text => Scalar(item, text))]);
    }

    private static JsonObject Property(JsonObject schema, string name, OpenApiDocument document, JsonElement from) =>
        FlatSchema.Of(schema["properties"]?[name] ?? schema["additionalProperties"], document.Schemas.Whole(from, ContractWay.Request));

    private static JsonObject Items(JsonObject schema, OpenApiDocument document, JsonElement from) =>
        FlatSchema.Of(schema["items"], document.Schemas.Whole(from, ContractWay.Request));

    /// <summary>A number or a flag where the schema asks for one and for no text; without a type, where a text cannot be meant.</summary>
    private static JsonValue Scalar(JsonObject schema, string text)
    {
        string[] types = [.. FlatSchema.TypesOf(schema)];
        bool mayBeOther = types.Length == 0
            ? schema.ContainsKey("enum") || schema.ContainsKey("minimum") || schema.ContainsKey("maximum")
            : !types.Contains("string");
        bool isListed = schema["enum"] is JsonArray values && values.Any(value => JsonNode.DeepEquals(value, JsonValue.Create(text)));
        return mayBeOther && !isListed && Parsed(text) is JsonValue value ? value : JsonValue.Create(text);
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Has(JsonObject schema, string type) => FlatSchema.TypesOf(schema).Contains(type)
        || (type == "object" && !schema.ContainsKey("type") && schema.ContainsKey("properties"));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Windtunnel.Schemas;

namespace Windtunnel.Testing;

/// <summary>Says why a request breaks the contract of an operation.</summary>
internal static class OpenApiRequests
{
    /// <returns>A sentence each, without values that may be secret; empty when the request is valid.</returns>
    public static IEnumerable<string> Violations(OpenApiDocument document, OpenApiOperation operation, StubRequest request) =>
        operation.Parameters.SelectMany(parameter => OfParameter(document, parameter, request))
            .Concat(operation.Body is { } body ? OfBody(document, body, request) : []);

    /// <summary>Null when the request carries what one of the operation's security requirements asks for.</summary>
    public static string? MissingCredential(OpenApiDocument document, OpenApiOperation operation, StubRequest request)
    {
        if (!(operation.Definition.TryGetProperty("security", out JsonElement security)
                || document.Root.TryGetProperty("security", out security))
            || security.ValueKind != JsonValueKind.Array || security.GetArrayLength() == 0)
        {
            return null;
        }

        return security.EnumerateArray().Any(requirement => requirement.EnumerateObject().All(
            scheme => HasCredential(document, scheme.Name, request)))
            ? null
            : $"the request carries no credential of {string.Join(" or ", security.EnumerateArray().Select(
                requirement => string.Join(" with ", requirement.EnumerateObject().Select(scheme => $"'{scheme.Name}'"))))}.";
    }

    private static bool HasCredential(OpenApiDocument document, string name, StubRequest request)
    {
        if (!document.Root.TryGetProperty("components", out JsonElement components)
            || !components.TryGetProperty("securitySchemes", out JsonElement schemes) || !schemes.TryGetProperty(name,
                out JsonElement found))
        {
            throw document.Unreadable($"the security scheme '{name}' is used, but not defined");
        }

        JsonElement scheme = document.Resolved(found, $"the security scheme '{name}'");
        string? key = OpenApiDocument.Text(scheme, "name");
        return (OpenApiDocument.Text(scheme, "type"), OpenApiDocument.Text(scheme, "in")) switch
        {
            ("apiKey", "query") => request.Query[key!] is not null,
            ("apiKey", "cookie") => request.Cookies[key!] is not null,
            ("apiKey", _) => request.Headers[key!] is not null,
            ("http", _) => request.Headers["Authorization"]?.StartsWith(
                $"{OpenApiDocument.Text(scheme, "scheme")} ", StringComparison.OrdinalIgnoreCase) == true,
            ("mutualTLS", _) => true,
            _ => request.Headers["Authorization"]?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true,
        };
    }

    private static IEnumerable<string> OfParameter(OpenApiDocument document, OpenApiParameter parameter, StubRequest request)
    {
        IReadOnlyList<string> values = parameter.Place switch
        {
            "path" => [request.Route.GetValueOrDefault(PathNames.Of(parameter.Name), "")],
            "query" => request.Query.All(parameter.Name),
            "header" => request.Headers.All(parameter.Name),
            _ => request.Cookies.All(parameter.Name),
        };
        string place = $"{parameter.Place} parameter '{parameter.Name}'";
        if (values.Count == 0)
        {
            return parameter.IsRequired ? [$"{place} is missing."] : [];
        }

        if (parameter.Schema.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        JsonElement value = JsonSerializer.SerializeToElement(Value(document, parameter, values));
        return Said(place, document.Schemas.Violations(parameter.Schema, value), HttpSecrets.IsSecretName(parameter.Name));
    }

    /// <summary>The value that the texts of a parameter stand for, by the type that its schema asks for.</summary>
    private static JsonNode? Value(OpenApiDocument document, OpenApiParameter parameter, IReadOnlyList<string> values)
    {
        JsonElement schema = document.Schemas.Resolved(parameter.Schema);
        if (!HasType(schema, "array"))
        {
            return Scalar(schema, values[0]);
        }

        schema.TryGetProperty("items", out JsonElement items);
        JsonElement itemSchema = document.Schemas.Resolved(items);
        IEnumerable<string> texts = parameter.IsExploded ? values : values[0].Split(',');
        return new JsonArray([.. texts.Select(text => Scalar(itemSchema, text))]);
    }

    private static JsonValue Scalar(JsonElement schema, string text)
    {
        bool isNumber = HasType(schema, "integer") || HasType(schema, "number");
        return (isNumber || HasType(schema, "boolean")) && !HasType(schema, "string") && Parsed(text) is JsonValue value
            ? value
            : JsonValue.Create(text);
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

    private static bool HasType(JsonElement schema, string type) => schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("type", out JsonElement found)
        && (found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().Any(one => one.ValueEquals(type))
            : found.ValueKind == JsonValueKind.String && found.ValueEquals(type));

    private static IEnumerable<string> OfBody(OpenApiDocument document, JsonElement body, StubRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return OpenApiDocument.Flag(body, "required") ? ["the body is missing."] : [];
        }

        string type = MediaTypes.Plain(request.Headers["Content-Type"]);
        if (!body.TryGetProperty("content", out JsonElement content) || MediaTypes.Find(content, type) is not { } media)
        {
            return [$"the body is of type '{type}'; allowed is {MediaTypes.List(content)}."];
        }

        return !MediaTypes.IsJson(type) || !media.TryGetProperty("schema", out JsonElement schema) ? []
            : request.Json is not { } json ? ["the body is not JSON."]
            : Said("body", document.Schemas.Violations(schema, json), isSecret: false);
    }

    private static IEnumerable<string> Said(string place, IEnumerable<SchemaViolation> violations, bool isSecret) =>
        violations.Select(violation =>
            isSecret ? $"{place} does not match its schema."
                : $"{place}{(violation.Path == "$" ? "" : $" at {violation.Path}")} {violation.Reason}");
}

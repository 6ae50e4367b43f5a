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
        string place = $"{parameter.Place} parameter '{parameter.Name}'";
        if (OpenApiParameters.Value(document, parameter, request) is not { } value)
        {
            return parameter.IsRequired ? [$"{place} is missing."] : [];
        }

        return parameter.Schema.ValueKind == JsonValueKind.Undefined
            ? []
            : Said(place, Violations(document, parameter.Schema, value), HttpSecrets.IsSecretName(parameter.Name));
    }

    private static IReadOnlyList<SchemaViolation> Violations(OpenApiDocument document, JsonElement schema, JsonNode? value) =>
        document.Schemas.Violations(schema, JsonSerializer.SerializeToElement(value), ContractWay.Request);

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

        return !media.TryGetProperty("schema", out JsonElement schema) ? [] : type switch
        {
            _ when MediaTypes.IsJson(type) => request.Json is { } json
                ? Said("body", document.Schemas.Violations(schema, json, ContractWay.Request), isSecret: false)
                : ["the body is not JSON."],
            "application/x-www-form-urlencoded" =>
                Said("form", Violations(document, schema, OpenApiParameters.Form(document, schema, request.Form)), isSecret: false),
            "text/plain" => Said("body", Violations(document, schema, JsonValue.Create(request.Text)), isSecret: false),

            // What other types hold is not looked into.
            _ => [],
        };
    }

    private static IEnumerable<string> Said(string place, IEnumerable<SchemaViolation> violations, bool isSecret) =>
        violations.Select(violation =>
            isSecret ? $"{place} does not match its schema."
                : $"{place}{(violation.Path == "$" ? "" : $" at {violation.Path}")} {violation.Reason}");
}

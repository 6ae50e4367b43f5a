using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>One method on one path of a document.</summary>
internal sealed class OpenApiOperation
{
    private readonly OpenApiDocument _document;

    public OpenApiOperation(OpenApiDocument document, string method, string path, JsonElement pathItem, JsonElement operation)
    {
        _document = document;
        Method = method;
        Path = path;
        Definition = operation;
        Parameters =
        [
            .. Listed(pathItem).Concat(Listed(operation))
                .GroupBy(parameter => (parameter.Place, parameter.Name)).Select(same => same.Last()),
        ];
        Body = operation.TryGetProperty("requestBody", out JsonElement body) ? document.Resolved(body, $"the request body of {this}")
            : null;
        Responses = operation.TryGetProperty("responses", out JsonElement responses) && responses.ValueKind == JsonValueKind.Object
            ? [.. responses.EnumerateObject().Select(response =>
                KeyValuePair.Create(response.Name, document.Resolved(response.Value, $"the response {response.Name} of {this}")))]
            : throw document.Unreadable($"{this} has no responses");
    }

    public string Method { get; }

    /// <summary>With templates, as the document has it.</summary>
    public string Path { get; }

    public JsonElement Definition { get; }

    public ImmutableArray<OpenApiParameter> Parameters { get; }

    /// <summary>Null when the operation takes no body.</summary>
    public JsonElement? Body { get; }

    /// <summary>By status, <c>2XX</c> or <c>default</c>.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Responses { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    private IEnumerable<OpenApiParameter> Listed(JsonElement owner) =>
        owner.TryGetProperty("parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Array
            ? parameters.EnumerateArray().Select(parameter =>
                OpenApiParameter.Of(_document, _document.Resolved(parameter, $"a parameter of {this}"), $"{this}"))
            : [];
}

/// <param name="Name">As the document has it.</param>
/// <param name="Place"><c>path</c>, <c>query</c>, <c>header</c> or <c>cookie</c>.</param>
/// <param name="IsRequired">Always true in a path.</param>
/// <param name="IsExploded">True when the items of a list are said one by one, false when commas divide them.</param>
/// <param name="Schema">Undefined when the document gives none.</param>
internal sealed record OpenApiParameter(string Name, string Place, bool IsRequired, bool IsExploded, JsonElement Schema)
{
    public static OpenApiParameter Of(OpenApiDocument document, JsonElement parameter, string operation)
    {
        string? place = OpenApiDocument.Text(parameter, "in");
        if (OpenApiDocument.Text(parameter, "name") is not { } name || place is not ("path" or "query" or "header" or "cookie"))
        {
            throw document.Unreadable($"a parameter of {operation} lacks its \"name\", or an \"in\" of path, query, header or cookie");
        }

        parameter.TryGetProperty("schema", out JsonElement schema);
        bool isExploded = parameter.TryGetProperty("explode", out JsonElement explode)
            ? explode.ValueKind == JsonValueKind.True
            : place is "query" or "cookie";
        return new(name, place, place == "path" || OpenApiDocument.Flag(parameter, "required"), isExploded, schema);
    }
}

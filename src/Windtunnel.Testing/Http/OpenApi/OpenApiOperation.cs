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
/// <param name="Style">How lists and objects are said, e.g. <c>form</c>, <c>deepObject</c>.</param>
/// <param name="IsExploded">True when the items of a list are said one by one, false when they are divided.</param>
/// <param name="IsJson">True when its text is JSON.</param>
/// <param name="Schema">Undefined when the document gives none.</param>
internal sealed record OpenApiParameter(
    string Name, string Place, bool IsRequired, string Style, bool IsExploded, bool IsJson, JsonElement Schema)
{
    public static OpenApiParameter Of(OpenApiDocument document, JsonElement parameter, string operation)
    {
        string? place = OpenApiDocument.Text(parameter, "in");
        if (OpenApiDocument.Text(parameter, "name") is not { } name || place is not ("path" or "query" or "header" or "cookie"))
        {
            throw document.Unreadable($"a parameter of {operation} lacks its \"name\", or an \"in\" of path, query, header or cookie");
        }

        string style = OpenApiDocument.Text(parameter, "style") ?? (place is "query" or "cookie" ? "form" : "simple");
        if (style is not ("form" or "simple" or "spaceDelimited" or "pipeDelimited" or "deepObject"))
        {
            throw document.Unreadable($"the parameter '{name}' of {operation} has the style '{style}', which is not supported; "
                + "those are form, simple, spaceDelimited, pipeDelimited and deepObject");
        }

        bool isExploded = parameter.TryGetProperty("explode", out JsonElement explode)
            ? explode.ValueKind == JsonValueKind.True
            : style == "form";
        bool isRequired = place == "path" || OpenApiDocument.Flag(parameter, "required");
        parameter.TryGetProperty("schema", out JsonElement schema);
        bool isJson = false;
        if (parameter.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.Object
            && content.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } media)
        {
            isJson = MediaTypes.IsJson(MediaTypes.Plain(media.Name));
            media.Value.TryGetProperty("schema", out schema);
        }

        return new(name, place, isRequired, style, isExploded, isJson, schema);
    }
}

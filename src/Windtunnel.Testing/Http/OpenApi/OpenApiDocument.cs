using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>An OpenAPI document, version 3.0 or 3.1.</summary>
internal sealed class OpenApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private OpenApiDocument(string name, JsonElement root)
    {
        Name = name;
        Root = root;
        IsVersion30 = Text(root, "openapi")!.StartsWith("3.0.", StringComparison.Ordinal);
        Schemas = new(this);
    }

    public bool IsVersion30 { get; }

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    public JsonElement Root { get; }

    public OpenApiSchemas Schemas { get; }

    /// <summary>The path of the first server's URL without its last slash, e.g. <c>/v1</c>; empty without one.</summary>
    public string BasePath
    {
        get
        {
            string? url = Root.TryGetProperty("servers", out JsonElement servers) && servers.ValueKind == JsonValueKind.Array
                && servers.GetArrayLength() > 0 ? Text(servers[0], "url") : null;
            bool isPath = url is ['/', ..];
            return isPath ? url!.TrimEnd('/')
                : Uri.TryCreate(url, UriKind.Absolute, out Uri? whole) ? whole.AbsolutePath.TrimEnd('/') : "";
        }
    }

    /// <exception cref="FormatException">The file is no such document; the message says where and why.</exception>
    public static OpenApiDocument Load(string file)
    {
        string name = Path.GetFileName(file);
        JsonElement root = Json(name, File.ReadAllText(file));
        return Of(name, OpenApiFiles.Whole(file, root, Json));
    }

    private static OpenApiDocument Of(string name, JsonElement root)
    {
        string? version = root.ValueKind == JsonValueKind.Object ? Text(root, "openapi") : null;
        if (version is not ['3', '.', '0' or '1', '.', ..])
        {
            throw Unreadable(name, version is null
                ? "it does not say \"openapi\": \"3.0.x\" or \"3.1.x\""
                : $"it is of version '{version}'; 3.0 and 3.1 can be read");
        }

        return new(name, root);
    }

    public IEnumerable<OpenApiOperation> Operations()
    {
        if (!Root.TryGetProperty("paths", out JsonElement paths) || paths.ValueKind != JsonValueKind.Object)
        {
            throw Unreadable("it has no object \"paths\"");
        }

        return from path in paths.EnumerateObject()
               let item = Resolved(path.Value, path.Name)
               from method in Methods
               where item.TryGetProperty(method, out _)
               select new OpenApiOperation(this, method.ToUpperInvariant(), path.Name, item, Object(item, method, path.Name));
    }

    /// <summary>The thing itself, or what its <c>$ref</c> leads to.</summary>
    public JsonElement Resolved(JsonElement value, string place)
    {
        for (int step = 0; value.ValueKind == JsonValueKind.Object && Text(value, "$ref") is { } reference; step++)
        {
            value = step < 20 ? Target(reference, place) : throw Unreadable($"the $ref '{reference}' at {place} refers to itself");
        }

        return value.ValueKind == JsonValueKind.Object ? value : throw Unreadable($"{place} is not an object");
    }

    public FormatException Unreadable(string reason) => Unreadable(Name, reason);

    public static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Flag(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    internal static FormatException Unreadable(string name, string reason) =>
        new($"The OpenAPI document '{name}' cannot be read: {reason}. Correct it.");

    private static JsonElement Json(string name, string text)
    {
        try
        {
            return text.AsSpan().TrimStart().StartsWith("{") ? JsonElement.Parse(text) : YamlText.ToJson(text);
        }
        catch (JsonException e)
        {
            throw Unreadable(name, $"it is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw Unreadable(name, $"it is neither JSON nor YAML at line {e.Start.Line}, column {e.Start.Column}");
        }
    }

    private JsonElement Object(JsonElement parent, string name, string place) =>
        parent.GetProperty(name) is { ValueKind: JsonValueKind.Object } child
            ? child
            : throw Unreadable($"{place} has a \"{name}\" that is no object");

    /// <summary>What a reference leads to.</summary>
    public JsonElement Target(string reference, string place)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            throw Unreadable($"the $ref '{reference}' at {place} is no path within it such as #/components/schemas/Order");
        }

        JsonElement at = Root;
        foreach (string part in reference[2..].Split('/'))
        {
            string name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~",
                StringComparison.Ordinal);
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out JsonElement next) ? next
                : at.ValueKind == JsonValueKind.Array && int.TryParse(name, out int index) && index >= 0 && index < at.GetArrayLength()
                    ? at[index]
                : throw Unreadable($"the $ref '{reference}' at {place} leads nowhere");
        }

        return at;
    }
}

using System.Text;
using System.Text.Json;
using Windtunnel.Schemas;

namespace Windtunnel;

/// <summary>Writes a param's schema text and its members as one schema. A member wins over the same keyword in the text.</summary>
internal static class ParamSchema
{
    public static string Write(Param param)
    {
        (string Keyword, string? Json)[] members =
        [
            ("title", Text(param.Title)),
            ("description", Text(param.Description)),
            ("enum", param.Enum.IsEmpty ? null : $"[{string.Join(',', param.Enum.Select(value => value.Json))}]"),
            ("minimum", Number(param.Minimum)),
            ("maximum", Number(param.Maximum)),
            ("exclusiveMinimum", Number(param.ExclusiveMinimum)),
            ("exclusiveMaximum", Number(param.ExclusiveMaximum)),
            ("multipleOf", Number(param.MultipleOf)),
            ("minLength", Number(param.MinLength)),
            ("maxLength", Number(param.MaxLength)),
            ("pattern", Text(param.Pattern)),
            ("format", Text(param.Format)),
        ];
        string[] given = [.. members.Where(member => member.Json is not null).Select(member => member.Keyword)];
        if (given.Length == 0)
        {
            return param.SchemaJson ?? "{}";
        }

        using JsonDocument text = Parsed(param);
        var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (JsonProperty keyword in text.RootElement.EnumerateObject().Where(keyword => !given.Contains(keyword.Name)))
            {
                keyword.WriteTo(writer);
            }

            foreach ((string keyword, string? json) in members.Where(member => member.Json is not null))
            {
                writer.WritePropertyName(keyword);
                writer.WriteRawValue(json!);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static JsonDocument Parsed(Param param)
    {
        try
        {
            var document = JsonDocument.Parse(param.SchemaJson ?? "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new SchemaException($"The schema is {document.RootElement.ValueKind}; "
                    + "together with other members it must be an object.");
        }
        catch (JsonException e)
        {
            throw new SchemaException($"The schema is not JSON: {e.Message}", e);
        }
    }

    private static string? Text(string? text) => text is null ? null : ParamValue.Of(text).Json;

    private static string? Number(double? number) => number is { } given ? ParamValue.Of(given).Json : null;
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Windtunnel.Testing;

/// <summary>Reads YAML as the JSON that it stands for, by YAML 1.2's core schema.</summary>
internal static class YamlText
{
    private const int Deepest = 64;

    // Aliases may let a document of a few lines stand for one of any size.
    private const int Largest = 1_000_000;

    /// <exception cref="YamlException">It is not YAML, or not of one document.</exception>
    public static JsonElement ToJson(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        int size = 0;
        return yaml.Documents.Count == 1
            ? JsonSerializer.SerializeToElement(Node(yaml.Documents[0].RootNode, 0, ref size))
            : throw new YamlException($"There are {yaml.Documents.Count} documents in it.");
    }

    private static JsonNode? Node(YamlNode node, int depth, ref int size)
    {
        if (depth > Deepest || ++size > Largest)
        {
            throw new YamlException(node.Start, node.End, "It is nested too deeply, or its aliases make it too large.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var made = new JsonObject();
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    made[(key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "A key is no text.")] =
                        Node(value, depth + 1, ref size);
                }

                return made;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (YamlNode item in sequence.Children)
                {
                    items.Add(Node(item, depth + 1, ref size));
                }

                return items;
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar:
                return Plain(scalar.Value ?? "");
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value);
        }
    }

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
        [(>= '0' and <= '9') or '-' or '.', ..] when decimal.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}

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

    /// <exception cref="YamlException">It is not YAML, or not of one document.</exception>
    public static JsonElement ToJson(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents.Count == 1
            ? JsonSerializer.SerializeToElement(Node(yaml.Documents[0].RootNode, 0))
            : throw new YamlException($"There are {yaml.Documents.Count} documents in it.");
    }

    private static JsonNode? Node(YamlNode node, int depth) => node switch
    {
        // Aliases may let a document of a few lines stand for one of any size.
        _ when depth > Deepest => throw new YamlException(node.Start, node.End, "It is nested too deeply."),
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", Node(child.Value, depth + 1)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => Node(child, depth + 1))]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

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

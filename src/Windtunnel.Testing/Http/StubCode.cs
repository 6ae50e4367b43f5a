using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing;

/// <summary>Writes the rule that would expect a request, in C#. What is secret is left out.</summary>
internal static class StubCode
{
    private const int LongestBody = 500;

    public static string For(StubRequest request, HttpSecrets secrets)
    {
        var code = new StringBuilder("s.").Append(Start(request, secrets));
        foreach ((string name, string value) in request.Query.Pairs)
        {
            string match = HttpSecrets.IsSecretName(name) || secrets.Mask(value) != value ? "TextMatch.Any" : Literal(value);
            code.Append(".WithQuery(").Append(Literal(name)).Append(", ").Append(match).Append(')');
        }

        return code.Append(Body(request, secrets)).Append(".Returns(200);").ToString();
    }

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            literal.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
                _ => $"{c}",
            });
        }

        return literal.Append('"').ToString();
    }

    private static string Start(StubRequest request, HttpSecrets secrets)
    {
        string path = Literal(string.Join('/', request.Path.Split('/').Select((part, index) =>
            secrets.Mask(part) == part ? WithoutBraces(part) : $"{{secret{index}}}")));
        return request.Method switch
        {
            "GET" => $"Get({path})",
            "POST" => $"Post({path})",
            "PUT" => $"Put({path})",
            "PATCH" => $"Patch({path})",
            "DELETE" => $"Delete({path})",
            "HEAD" => $"Head({path})",
            var method => $"On({Literal(method)}, {path})",
        };
    }

    // A brace in the path would be a template.
    private static string WithoutBraces(string part) =>
        part.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);

    private static string Body(StubRequest request, HttpSecrets secrets)
    {
        if (request.Json is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json)
        {
            JsonNode node = JsonNode.Parse(json.GetRawText())!;
            bool isWhole = !RemoveSecrets(node);
            string text = node.ToJsonString();
            return text.Length > LongestBody || secrets.Mask(text) != text
                ? ""
                : $".{(isWhole ? "WithJson" : "WithJsonPart")}({Literal(text)})";
        }

        return string.Concat(request.Form.Pairs.Where(field => secrets.MaskField(field.Key, field.Value) == field.Value)
            .Select(field => $".WithForm({Literal(field.Key)}, {Literal(field.Value)})"));
    }

    private static bool RemoveSecrets(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                string[] secret = [.. fields.Select(field => field.Key).Where(HttpSecrets.IsSecretName)];
                foreach (string name in secret)
                {
                    fields.Remove(name);
                }

                return fields.Select(field => RemoveSecrets(field.Value)).ToList().Contains(true) || secret.Length > 0;
            case JsonArray items:
                return items.Select(RemoveSecrets).ToList().Contains(true);
            default:
                return false;
        }
    }
}

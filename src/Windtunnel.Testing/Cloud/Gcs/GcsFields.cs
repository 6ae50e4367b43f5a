using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Partial answers: <c>name,size</c>, <c>items(name,metadata/a),nextPageToken</c>, <c>*</c>.</summary>
internal static class GcsFields
{
    public static JsonNode Select(JsonNode node, string fields)
    {
        if (node is JsonArray array)
            return new JsonArray([.. array.Select(item => item is null ? null : Select(item, fields))]);
        if (node is not JsonObject whole)
            return node.DeepClone();
        JsonObject selected = [];
        foreach ((string name, string inner) in Split(fields))
        {
            foreach ((string key, JsonNode? value) in whole.Where(property => name == "*" || property.Key == name))
                selected[key] = value is null ? null : inner.Length == 0 ? value.DeepClone() : Select(value, inner);
        }

        return selected;
    }

    private static IEnumerable<(string Name, string Inner)> Split(string fields)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= fields.Length; i++)
        {
            if (i < fields.Length && (fields[i] != ',' || depth > 0))
            {
                depth += fields[i] == '(' ? 1 : fields[i] == ')' ? -1 : 0;
                continue;
            }

            yield return Part(fields[start..i].Trim());
            start = i + 1;
        }
    }

    private static (string Name, string Inner) Part(string field)
    {
        int at = field.IndexOfAny(['/', '(']);
        if (at < 0)
            return (field, "");
        return field[at] == '/' ? (field[..at], field[(at + 1)..]) : (field[..at], field[(at + 1)..].TrimEnd(')'));
    }
}

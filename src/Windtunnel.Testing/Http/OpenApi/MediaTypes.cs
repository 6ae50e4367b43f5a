using System.Text.Json;

namespace Windtunnel.Testing;

/// <summary>Media types as the <c>content</c> of a document lists them.</summary>
internal static class MediaTypes
{
    /// <summary>Without parameters, in lower case; empty for null.</summary>
    public static string Plain(string? type) => type?.Split(';')[0].Trim().ToLowerInvariant() ?? "";

    public static bool IsJson(string type) => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);

    public static string List(JsonElement content) => content.ValueKind == JsonValueKind.Object
        ? string.Join(" or ", content.EnumerateObject().Select(media => $"'{media.Name}'"))
        : "none";

    /// <summary>What the content says of a type: under its name, or under a range such as <c>text/*</c>; null when nothing.</summary>
    public static JsonElement? Find(JsonElement content, string type)
    {
        foreach (string name in new[] { type, $"{type.Split('/')[0]}/*", "*/*" })
        {
            foreach (JsonProperty media in content.ValueKind == JsonValueKind.Object ? content.EnumerateObject() : default)
            {
                if (Plain(media.Name) == name)
                {
                    return media.Value;
                }
            }
        }

        return null;
    }
}

/// <summary>Names of path parameters, which may hold what a name in a rule's path may not.</summary>
internal static class PathNames
{
    public static string Of(string name) => string.Concat(name.Select((c, index) =>
        char.IsAsciiLetter(c) || c == '_' || (index > 0 && char.IsAsciiDigit(c)) ? c : '_'));

    /// <summary>The path of a rule for a path of a document.</summary>
    public static string RulePath(string path) => System.Text.RegularExpressions.Regex.Replace(
        path, "\\{([^{}/]+)\\}", template => $"{{{Of(template.Groups[1].Value)}}}");
}

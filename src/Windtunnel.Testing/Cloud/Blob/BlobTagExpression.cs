using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>A condition on tags: <c>"status" = 'done' AND "year" &gt;= '2001'</c>. AND binds closer than OR.</summary>
internal sealed partial class BlobTagExpression
{
    private readonly List<List<(string Name, string Operator, string Value)>> _alternatives = [];

    /// <exception cref="CloudError">It cannot be read.</exception>
    public static BlobTagExpression Parse(string text)
    {
        BlobTagExpression expression = new();
        foreach (string alternative in Or().Split(text))
        {
            List<(string, string, string)> all = [];
            foreach (string part in And().Split(alternative))
            {
                Match match = Comparison().Match(part.Trim());
                if (!match.Success)
                    throw BlobErrors.InvalidQuery("where", text, "The expression is no comparison of tags joined by AND or OR.");
                all.Add((match.Groups["name"].Value, match.Groups["operator"].Value, match.Groups["value"].Value));
            }

            expression._alternatives.Add(all);
        }

        return expression;
    }

    public bool Holds(IReadOnlyDictionary<string, string> tags, string container) =>
        _alternatives.Any(all => all.All(comparison => Holds(comparison, tags, container)));

    private static bool Holds(
        (string Name, string Operator, string Value) comparison, IReadOnlyDictionary<string, string> tags, string container)
    {
        string? actual = comparison.Name == "@container" ? container : tags.GetValueOrDefault(comparison.Name);
        if (actual is null)
            return false;
        int order = string.CompareOrdinal(actual, comparison.Value);
        return comparison.Operator switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            _ => order <= 0,
        };
    }

    [GeneratedRegex(@"\s+OR\s+(?=(?:[^']*'[^']*')*[^']*$)", RegexOptions.IgnoreCase)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+AND\s+(?=(?:[^']*'[^']*')*[^']*$)", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"^(?:""(?<name>[^""]+)""|(?<name>@?\w+))\s*(?<operator><>|>=|<=|=|>|<)\s*'(?<value>[^']*)'$")]
    private static partial Regex Comparison();
}

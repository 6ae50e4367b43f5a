using System.Text;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>Patterns of names: <c>*</c> and <c>?</c> stop at a slash, <c>**</c> does not; <c>[abc]</c>, <c>[!a-z]</c> and
/// <c>{csv,json}</c>.</summary>
internal static class GcsGlob
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <exception cref="CloudError">A bracket or brace is not closed.</exception>
    public static Func<string, bool> Parse(string glob)
    {
        StringBuilder pattern = new("^");
        int depth = 0;
        for (int i = 0; i < glob.Length; i++)
        {
            char c = glob[i];
            if (c == '*' && glob.AsSpan(i).StartsWith("**"))
            {
                pattern.Append(".*");
                i++;
            }
            else if (c == '[')
            {
                int end = glob.IndexOf(']', i + 1);
                if (end < 0)
                    throw Malformed(glob);
                pattern.Append(Set(glob[(i + 1)..end]));
                i = end;
            }
            else
            {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                pattern.Append(c switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '{' => "(?:",
                    '}' when depth >= 0 => ")",
                    ',' when depth > 0 => "|",
                    '\\' when i + 1 < glob.Length => Regex.Escape(glob[++i].ToString()),
                    _ => Regex.Escape(c.ToString()),
                });
            }
        }

        if (depth != 0)
            throw Malformed(glob);
        Regex regex = new(pattern.Append('$').ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant, Longest);
        return regex.IsMatch;
    }

    private static string Set(string inside)
    {
        bool isNegated = inside.StartsWith('!');
        string escaped = inside[(isNegated ? 1 : 0)..].Replace("\\", @"\\", StringComparison.Ordinal).Replace("^", @"\^",
            StringComparison.Ordinal);
        return $"[{(isNegated ? "^/" : "")}{escaped.Replace("[", @"\[", StringComparison.Ordinal)}]";
    }

    private static CloudError Malformed(string glob) => GcsErrors.Invalid($"Invalid matchGlob: '{glob}' has a bracket that is not closed.");
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>The path of a rule, e.g. <c>/flights/{id}/legs/{leg}.json</c>; <c>{**rest}</c> at the end takes any number of parts.</summary>
internal sealed partial class PathTemplate
{
    private readonly bool _ignoresCase;

    /// <exception cref="ArgumentException">It does not begin with a slash, or its braces cannot be read.</exception>
    public PathTemplate(string text, bool ignoresCase = false)
    {
        _ignoresCase = ignoresCase;
        Text = text.StartsWith('/')
            ? text
            : throw new ArgumentException($"The path '{text}' does not begin with a slash. Write '/{text}'.", nameof(text));
        ImmutableArray<Part> parts = [.. text[1..].Split('/').Select(part => Part.Of(part, text, ignoresCase))];
        RestName = parts[^1].RestName;
        Parts = RestName is null ? parts : parts[..^1];
        if (Parts.Any(part => part.RestName is not null))
        {
            throw new ArgumentException($"The path '{text}' has a part {{**name}} that is not the last. Move it to the end.", nameof(text));
        }
    }

    public string Text { get; }

    public ImmutableArray<Part> Parts { get; }

    /// <summary>Null when the path has no <c>{**rest}</c>.</summary>
    public string? RestName { get; }

    /// <summary>Of two rules for one path the more specific goes first: each literal part counts more than any template.</summary>
    public int Specificity => (Parts.Count(part => part.Literal is not null) * 4) + (Parts.Length * 2) + (RestName is null ? 1 : 0);

    public PathTemplate IgnoringCase() => new(Text, ignoresCase: true);

    public bool Matches(ImmutableArray<string> segments)
    {
        if (RestName is null ? segments.Length != Parts.Length : segments.Length < Parts.Length)
        {
            return false;
        }

        for (int index = 0; index < Parts.Length; index++)
        {
            if (!Parts[index].Accepts(segments[index], _ignoresCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many parts would have to change for the path to match.</summary>
    public int Distance(ImmutableArray<string> segments)
    {
        int common = Math.Min(Parts.Length, segments.Length);
        int longer = RestName is null ? Math.Abs(Parts.Length - segments.Length) : Math.Max(0, Parts.Length - segments.Length);
        return longer + Enumerable.Range(0, common).Count(index => !Parts[index].Accepts(segments[index], _ignoresCase));
    }

    public ImmutableDictionary<string, string> Values(ImmutableArray<string> segments)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (int index = 0; index < Parts.Length; index++)
        {
            Parts[index].Read(segments[index], values);
        }

        if (RestName is not null)
        {
            values[RestName] = string.Join('/', segments.AsSpan()[Parts.Length..]!);
        }

        return values.ToImmutable();
    }

    /// <summary>What stands between two slashes.</summary>
    /// <param name="Literal">The text itself; null when it holds a template.</param>
    /// <param name="Pattern">What a part with a template matches; null for a literal and for <c>{name}</c> alone.</param>
    /// <param name="Names">What its templates are called.</param>
    /// <param name="RestName">The name in <c>{**name}</c>.</param>
    internal sealed record Part(string? Literal, Regex? Pattern, ImmutableArray<string> Names, string? RestName)
    {
        public static Part Of(string text, string path, bool ignoresCase)
        {
            ImmutableArray<string> names = [.. Template().Matches(text).Select(template => template.Groups["name"].Value)];
            if (text.Count(c => c is '{' or '}') != names.Length * 2)
            {
                throw new ArgumentException($"The part '{text}' of the path '{path}' has a brace that is not of a {{name}}. Escape it "
                    + "as %7B or %7D.", nameof(path));
            }

            bool isRest = text.StartsWith("{**", StringComparison.Ordinal);
            return names switch
            {
                [] => new(Uri.UnescapeDataString(text), null, [], null),
                [var name] when isRest => new(null, null, [], name),
                [var name] when text.Length == name.Length + 2 => new(null, null, names, null),
                _ => new(null, PatternOf(text, ignoresCase), names, null),
            };
        }

        public bool Accepts(string segment, bool ignoresCase) => Literal is not null
            ? segment.Equals(Literal, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            : Pattern?.IsMatch(segment) ?? segment.Length > 0;

        public void Read(string segment, IDictionary<string, string> values)
        {
            System.Text.RegularExpressions.Match? found = Pattern?.Match(segment);
            for (int index = 0; index < Names.Length; index++)
            {
                values[Names[index]] = found?.Groups[index + 1].Value ?? segment;
            }
        }

        private static Regex PatternOf(string text, bool ignoresCase)
        {
            string[] literals = Template().Split(text, int.MaxValue).Where((_, index) => index % 2 == 0).ToArray();
            return new($"^{string.Join("(.+)", literals.Select(part => Regex.Escape(Uri.UnescapeDataString(part))))}\\z",
                RegexOptions.NonBacktracking | RegexOptions.Singleline | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
    }

    [GeneratedRegex(@"\{(?:\*\*)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Template();
}

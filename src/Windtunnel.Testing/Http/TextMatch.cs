using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>What a text of a request must be: a query value, a header, a cookie, a form field, a whole body. A plain string stands for
/// <see cref="Is"/>.</summary>
public sealed class TextMatch
{
    private static readonly TimeSpan LongestRegex = TimeSpan.FromSeconds(1);
    private readonly Func<string, bool> _accepts;

    private TextMatch(string words, Func<string, bool> accepts)
    {
        Words = words;
        _accepts = accepts;
    }

    /// <summary>Any text, the empty one too; but there must be one.</summary>
    public static TextMatch Any { get; } = new("any text", _ => true);

    /// <summary>There is no such query value, header, cookie or field at all.</summary>
    public static TextMatch Absent { get; } = new("nothing", _ => false);

    /// <summary>What is expected, for messages, e.g. <c>'x'</c> or <c>what contains 'x'</c>.</summary>
    internal string Words { get; }

    public static implicit operator TextMatch(string text) => Is(text);

    /// <summary>Exactly this text.</summary>
    public static TextMatch Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new($"'{text}'", found => found == text);
    }

    public static TextMatch IsIgnoringCase(string text) =>
        Comparing($"'{text}' in any case", text, (found, part) => found.Equals(part, StringComparison.OrdinalIgnoreCase));

    public static TextMatch Contains(string part) =>
        Comparing($"what contains '{part}'", part, (found, part) => found.Contains(part, StringComparison.Ordinal));

    public static TextMatch StartsWith(string part) =>
        Comparing($"what starts with '{part}'", part, (found, part) => found.StartsWith(part, StringComparison.Ordinal));

    public static TextMatch EndsWith(string part) =>
        Comparing($"what ends with '{part}'", part, (found, part) => found.EndsWith(part, StringComparison.Ordinal));

    /// <summary>A regular expression finds something in it; anchor it with <c>^</c> and <c>$</c> to mean the whole. A text that takes it
    /// longer than a second does not match.</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    public static TextMatch Regex(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, LongestRegex);
        return new($"what matches /{pattern}/", found => Finds(regex, found));
    }

    /// <param name="accepts">Must not have side effects: it is asked again when a difference is explained.</param>
    /// <param name="words">What is accepted, for messages, e.g. <c>an even number</c>.</param>
    public static TextMatch Where(Func<string, bool> accepts, string words)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        return new(words, accepts);
    }

    /// <summary>True when one of several values of the same name is accepted.</summary>
    internal bool AcceptsOneOf(IReadOnlyList<string> values) =>
        ReferenceEquals(this, Absent) ? values.Count == 0 : values.Any(_accepts);

    internal bool Accepts(string text) => _accepts(text);

    private static TextMatch Comparing(string words, string part, Func<string, string, bool> accepts)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new(words, found => accepts(found, part));
    }

    private static bool Finds(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

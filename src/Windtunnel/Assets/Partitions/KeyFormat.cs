using System.Globalization;
using System.Text;

namespace Windtunnel.Assets;

/// <summary>How a time is written in a partition key: the numeric directives of <c>strftime</c>, and <c>{quarter}</c>.</summary>
internal sealed class KeyFormat : IEquatable<KeyFormat>
{
    private const string Quarter = "{quarter}";

    private static readonly Dictionary<char, (int MaxDigits, Func<DateTime, int> Value)> Directives = new()
    {
        ['Y'] = (4, time => time.Year),
        ['m'] = (2, time => time.Month),
        ['d'] = (2, time => time.Day),
        ['H'] = (2, time => time.Hour),
        ['M'] = (2, time => time.Minute),
        ['S'] = (2, time => time.Second),
        ['V'] = (2, ISOWeek.GetWeekOfYear),
        ['Q'] = (1, time => ((time.Month - 1) / 3) + 1),
    };

    private readonly List<Token> _tokens = [];

    private KeyFormat(string text) => Text = text;

    public string Text { get; }

    /// <exception cref="ScheduleException">A directive is not supported.</exception>
    public static KeyFormat Parse(string text)
    {
        var format = new KeyFormat(text);
        for (int at = 0; at < text.Length; at += format._tokens[^1].Source.Length)
        {
            format._tokens.Add(TokenAt(text, at));
        }

        return format;
    }

    public string Format(DateTime time)
    {
        var text = new StringBuilder();
        foreach (Token token in _tokens)
        {
            text.Append(token.Literal ?? Number(Directives[token.Directive], time));
        }

        return text.ToString();
    }

    /// <summary>The time that a key names; what the format leaves out is the first of its kind, of the year 1900.</summary>
    /// <exception cref="FormatException">The key is not written in this format.</exception>
    public DateTime Read(string key)
    {
        var parts = new Dictionary<char, int> { ['Y'] = 1900, ['m'] = 1, ['d'] = 1, ['H'] = 0, ['M'] = 0, ['S'] = 0 };
        int at = 0;
        foreach (Token token in _tokens)
        {
            if (token.Literal is { } literal)
            {
                at = string.CompareOrdinal(key, at, literal, 0, literal.Length) == 0 ? at + literal.Length : throw Unreadable(key);
            }
            else
            {
                parts[token.Directive] = ReadNumber(key, ref at, Directives[token.Directive].MaxDigits);
            }
        }

        return at == key.Length ? Compose(key, parts) : throw Unreadable(key);
    }

    public bool Equals(KeyFormat? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as KeyFormat);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static Token TokenAt(string text, int at)
    {
        string two = text.Substring(at, Math.Min(2, text.Length - at));
        return two switch
        {
            "%%" => new Token(two, "%", default),
            ['%', not 'Q' and var letter] when Directives.ContainsKey(letter) => new Token(two, null, letter),
            ['%', ..] => throw new ScheduleException(
                $"Partition key format '{text}' has the directive '{two}'. Use %Y %m %d %H %M %S %V, %% or {Quarter}."),
            _ when string.CompareOrdinal(text, at, Quarter, 0, Quarter.Length) == 0 => new Token(Quarter, null, 'Q'),
            _ => new Token(two[..1], two[..1], default),
        };
    }

    private static string Number((int MaxDigits, Func<DateTime, int> Value) directive, DateTime time) =>
        directive.Value(time).ToString(CultureInfo.InvariantCulture).PadLeft(directive.MaxDigits, '0');

    private int ReadNumber(string key, ref int at, int maxDigits)
    {
        int end = at;
        while (end < key.Length && end - at < maxDigits && char.IsAsciiDigit(key[end]))
        {
            end++;
        }

        int number = end > at ? int.Parse(key.AsSpan(at, end - at), CultureInfo.InvariantCulture) : throw Unreadable(key);
        at = end;
        return number;
    }

    private DateTime Compose(string key, Dictionary<char, int> parts)
    {
        if (parts.TryGetValue('Q', out int quarter))
        {
            parts['m'] = ((quarter - 1) * 3) + 1;
        }

        try
        {
            return new DateTime(parts['Y'], parts['m'], parts['d'], parts['H'], parts['M'], parts['S']);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Unreadable(key);
        }
    }

    private FormatException Unreadable(string key) => new($"Partition key '{key}' is not written as '{Text}'. Emit keys of that form.");

    /// <summary>A piece of the format: text as it is, or else a directive.</summary>
    private readonly record struct Token(string Source, string? Literal, char Directive);
}

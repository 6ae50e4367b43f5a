using System.Globalization;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>Makes a text that a regular expression matches. It knows literals, classes, groups, alternatives and repetitions; looking
/// around and back it does not.</summary>
internal sealed class SamplePattern
{
    private const int Deepest = 40;
    private const string Digits = "0123456789";
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly string Printable = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c));

    private readonly string _pattern;
    private readonly Random _random;
    private readonly int _stretch;
    private int _at;
    private int _depth;

    private SamplePattern(string pattern, Random random, int stretch) => (_pattern, _random, _stretch) = (pattern, random, stretch);

    private delegate void Writer(StringBuilder text);

    /// <param name="pattern">The regular expression.</param>
    /// <param name="random">Decides.</param>
    /// <param name="stretch">How many times more than they must, repetitions without an end may be.</param>
    /// <returns>Null when the pattern holds what is not known here.</returns>
    public static string? Of(string pattern, Random random, int stretch)
    {
        try
        {
            var sample = new SamplePattern(pattern, random, stretch);
            Writer write = sample.Alternatives();
            if (sample._at < pattern.Length)
            {
                return null;
            }

            var text = new StringBuilder();
            write(text);
            return text.ToString();
        }
        catch (Exception e) when (e is NotSupportedException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private bool Is(char c) => _at < _pattern.Length && _pattern[_at] == c;

    private bool Skip(char c)
    {
        bool isThere = Is(c);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private Writer Alternatives()
    {
        if (++_depth > Deepest)
        {
            throw new NotSupportedException();
        }

        List<Writer> choices = [];
        do
        {
            choices.Add(Sequence());
        }
        while (Skip('|'));
        _depth--;
        return text => choices[_random.Next(choices.Count)](text);
    }

    private Writer Sequence()
    {
        List<Writer> parts = [];
        while (_at < _pattern.Length && !Is('|') && !Is(')'))
        {
            parts.Add(Repeated(Atom()));
        }

        return text => parts.ForEach(part => part(text));
    }

    private Writer Repeated(Writer atom)
    {
        (int least, int most) = Times();

        // A lazy repetition matches the same.
        _ = Skip('?') || Skip('+');
        return least == 1 && most == 1 ? atom : text =>
        {
            int count = _random.Next(least, most + 1);
            for (int i = 0; i < count && text.Length < 100_000; i++)
            {
                atom(text);
            }
        };
    }

    private (int Least, int Most) Times()
    {
        if (Skip('*'))
        {
            return (0, _stretch + 3);
        }

        if (Skip('+'))
        {
            return (1, _stretch + 4);
        }

        if (Is('{') && _pattern.IndexOf('}', _at) is var end and > 0)
        {
            string[] limits = _pattern[(_at + 1)..end].Split(',');
            if (limits.Length <= 2 && int.TryParse(limits[0], NumberStyles.None, CultureInfo.InvariantCulture, out int least))
            {
                _at = end + 1;
                bool isBounded = int.TryParse(limits[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int most);
                return (least, isBounded ? Math.Max(least, most) : least + _stretch + 3);
            }
        }

        return Is('?') && Skip('?') ? (0, 1) : (1, 1);
    }

    private Writer Atom()
    {
        char c = _pattern[_at++];
        return c switch
        {
            '^' or '$' => _ => { }
            ,
            '(' => Group(),
            '[' => OneOf(Class()),
            '.' => OneOf(Letters + Digits),
            '\\' => Escape(),
            _ => text => text.Append(c),
        };
    }

    private Writer Group()
    {
        if (Skip('?'))
        {
            if (Skip('<') && !Is('=') && !Is('!'))
            {
                _at = _pattern.IndexOf('>', _at) + 1;
            }
            else if (!Skip(':'))
            {
                throw new NotSupportedException();
            }
        }

        Writer inner = Alternatives();
        return Skip(')') ? inner : throw new NotSupportedException();
    }

    private Writer Escape()
    {
        if (Is('b'))
        {
            _at++;
            return _ => { };
        }

        return OneOf(Escaped());
    }

    /// <summary>The characters that an escape stands for.</summary>
    private string Escaped()
    {
        char c = _pattern[_at++];
        return c switch
        {
            'd' => Digits,
            'w' => Letters + Digits + "_",
            's' => " ",
            'D' or 'S' => Letters,
            'W' => "-",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'u' => ((char)Convert.ToInt32(_pattern[_at..(_at += 4)], 16)).ToString(),
            'x' => ((char)Convert.ToInt32(_pattern[_at..(_at += 2)], 16)).ToString(),
            'p' => OfCategory(),
            _ when char.IsAsciiLetterOrDigit(c) => throw new NotSupportedException(),
            _ => c.ToString(),
        };
    }

    private string OfCategory()
    {
        int end = _pattern.IndexOf('}', _at);
        string name = end < 0 ? "" : _pattern[(_at + 1)..end];
        _at = end + 1;
        return name switch
        {
            "L" => Letters,
            "Lu" => Letters.ToUpperInvariant(),
            "Ll" => Letters.ToLowerInvariant(),
            "N" or "Nd" => Digits,
            _ => throw new NotSupportedException(),
        };
    }

    private string Class()
    {
        bool isNegated = Skip('^');
        var members = new StringBuilder();
        for (bool isFirst = true; isFirst || !Is(']'); isFirst = false)
        {
            string one = Is('\\') ? EscapedInClass() : _pattern[_at++].ToString();
            bool isRange = one.Length == 1 && Is('-') && _pattern[_at + 1] != ']';
            if (!isRange)
            {
                members.Append(one);
                continue;
            }

            _at++;
            string last = Is('\\') ? EscapedInClass() : _pattern[_at++].ToString();
            for (char c = one[0]; c <= last[0] && c < char.MaxValue; c++)
            {
                members.Append(c);
            }
        }

        _at++;
        string all = members.ToString();
        return isNegated ? string.Concat(Printable.Where(c => !all.Contains(c, StringComparison.Ordinal))) : all;
    }

    private string EscapedInClass()
    {
        _at++;
        return Escaped();
    }

    private Writer OneOf(string characters) => characters.Length == 0
        ? throw new NotSupportedException()
        : text => text.Append(characters[_random.Next(characters.Length)]);
}

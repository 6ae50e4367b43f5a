using System.Text.RegularExpressions;

namespace Windtunnel.Testing;

/// <summary>A statement as its tokens: white space, comments, the case of words and a closing semicolon do not matter. In an expected one,
/// <c>?</c> stands for any single literal or parameter and <c>...</c> for anything.</summary>
internal sealed partial class SqlShape
{
    private readonly string[] _tokens;

    public SqlShape(string sql)
    {
        Text = White().Replace(sql.Trim(), " ");
        string[] tokens = [.. Token().Matches(Comment().Replace(sql, " ")).Select(token => Plain(token.Value))];
        _tokens = tokens is [.. var all, ";"] ? all : tokens;
    }

    /// <summary>On one line.</summary>
    public string Text { get; }

    public bool Matches(SqlShape actual) => DifferenceFrom(actual) is null;

    /// <summary>How many tokens would have to change; the fewer, the nearer. Another verb is far away.</summary>
    public int DistanceTo(SqlShape actual)
    {
        const int OtherVerb = 100;
        // Levenshtein over tokens, one row at a time.
        int[] row = [.. Enumerable.Range(0, actual._tokens.Length + 1)];
        for (int i = 1; i <= _tokens.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= actual._tokens.Length; j++)
            {
                int change = diagonal + (Fits(_tokens[i - 1], actual._tokens[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        bool isSameVerb = _tokens.Length > 0 && actual._tokens.Length > 0 && _tokens[0] == actual._tokens[0];
        return row[^1] + (isSameVerb ? 0 : OtherVerb);
    }

    /// <summary>Where the statements first differ; null: they match.</summary>
    public string? DifferenceFrom(SqlShape actual)
    {
        int at = 0;
        for (int i = 0; i < _tokens.Length; i++)
        {
            if (_tokens[i] == "...")
            {
                return RestMatches(i + 1, actual, at) ? null : Difference(After(i), "nothing of it");
            }

            if (at >= actual._tokens.Length || !Fits(_tokens[i], actual._tokens[at]))
            {
                return Difference(_tokens[i], at < actual._tokens.Length ? actual._tokens[at] : "the end");
            }

            at++;
        }

        return at == actual._tokens.Length ? null : Difference("the end", actual._tokens[at]);
    }

    private bool RestMatches(int from, SqlShape actual, int at)
    {
        string[] rest = [.. _tokens[from..]];
        if (rest.Length == 0)
        {
            return true;
        }

        var tail = new SqlShape(string.Join(' ', rest));
        return Enumerable.Range(at, actual._tokens.Length - at + 1)
            .Any(start => tail.Matches(new SqlShape(string.Join(' ', actual._tokens[start..]))));
    }

    private string After(int index) => string.Join(' ', _tokens[(index + 1)..]);

    private static string Difference(string expected, string found) => $"expected {expected}, found {found}";

    private static bool Fits(string expected, string actual) => expected == actual || (expected == "?" && IsValue(actual));

    private static bool IsValue(string token) => token[0] is '\'' or '@' or ':' or '$' or '?' || char.IsAsciiDigit(token[0]);

    private static string Plain(string token) => token[0] is '\'' or '"' ? token : token.ToUpperInvariant();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.\.\.|'(?:[^']|'')*'|""(?:[^""]|"""")*""|[@:$]\w+|\d+(?:\.\d+)?|\w+|<>|<=|>=|!=|\|\||::|\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}

using System.Collections.Immutable;

namespace Windtunnel.Environments;

/// <summary>A statement of an SQL file.</summary>
/// <param name="Text">Without the semicolon.</param>
/// <param name="Begin">Where it begins in the file.</param>
internal sealed record SqlStatement(string Text, int Begin);

/// <summary>Takes SQL files apart, so that an error can be told with its line. Knows quotes, dollar quotes, comments and function bodies
/// that are <c>BEGIN ATOMIC ... END</c>.</summary>
internal static class SqlScript
{
    public static ImmutableArray<SqlStatement> Split(string sql)
    {
        var statements = ImmutableArray.CreateBuilder<SqlStatement>();
        int begin = 0;
        int atomic = 0;
        for (int at = 0; at < sql.Length;)
        {
            int next = Skip(sql, at);
            if (char.IsAsciiLetter(sql[at]))
            {
                atomic = Depth(atomic, sql[at..next], sql[begin..at]);
            }
            else if (sql[at] == ';' && atomic == 0)
            {
                Add(sql, begin, at, statements);
                begin = next;
            }

            at = next;
        }

        Add(sql, begin, sql.Length, statements);
        return statements.ToImmutable();
    }

    /// <summary>The line of a place in a text, from 1.</summary>
    public static int LineOf(string text, int at) => text.AsSpan(0, Math.Clamp(at, 0, text.Length)).Count('\n') + 1;

    /// <summary>The words with which a statement begins, in upper case; comments before it are passed over.</summary>
    public static string FirstWord(string statement)
    {
        int at = 0;
        while (at < statement.Length && !char.IsAsciiLetter(statement[at]))
        {
            at = Skip(statement, at);
        }

        return at < statement.Length ? statement[at..Skip(statement, at)].ToUpperInvariant() : "";
    }

    private static int Depth(int depth, string word, string before) => word.ToUpperInvariant() switch
    {
        "ATOMIC" when before.TrimEnd().EndsWith("BEGIN", StringComparison.OrdinalIgnoreCase) => depth + 1,
        "CASE" when depth > 0 => depth + 1,
        "END" when depth > 0 => depth - 1,
        _ => depth,
    };

    private static void Add(string sql, int begin, int end, ImmutableArray<SqlStatement>.Builder statements)
    {
        while (begin < end && (char.IsWhiteSpace(sql[begin]) || IsComment(sql, begin)))
        {
            begin = Math.Min(end, Skip(sql, begin));
        }

        if (begin < end)
        {
            statements.Add(new(sql[begin..end], begin));
        }
    }

    private static bool IsComment(string sql, int at) => sql.AsSpan(at).StartsWith("--") || sql.AsSpan(at).StartsWith("/*");

    /// <summary>Where the word, quote, comment or sign ends that begins here.</summary>
    private static int Skip(string sql, int at) => sql[at] switch
    {
        '\'' => Quoted(sql, at, '\'', mayEscape: at > 0 && sql[at - 1] is 'E' or 'e' && (at < 2 || !IsPartOfAWord(sql[at - 2]))),
        '"' => Quoted(sql, at, '"', mayEscape: false),
        '$' => DollarQuoted(sql, at),
        '-' when sql.AsSpan(at).StartsWith("--") => Past(sql, "\n", at),
        '/' when sql.AsSpan(at).StartsWith("/*") => Comment(sql, at),
        var c when IsPartOfAWord(c) => Word(sql, at),
        _ => at + 1,
    };

    private static int Quoted(string sql, int at, char quote, bool mayEscape)
    {
        for (int end = at + 1; end < sql.Length; end++)
        {
            if (mayEscape && sql[end] == '\\')
            {
                end++;
            }
            else if (sql[end] == quote)
            {
                if (end + 1 == sql.Length || sql[end + 1] != quote)
                {
                    return end + 1;
                }

                end++;
            }
        }

        return sql.Length;
    }

    private static int DollarQuoted(string sql, int at)
    {
        int end = at + 1;
        while (end < sql.Length && IsPartOfAWord(sql[end]))
        {
            end++;
        }

        bool isTag = end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(sql[at + 1]);
        return isTag ? Past(sql, sql[at..(end + 1)], end + 1) : at + 1;
    }

    private static int Comment(string sql, int at)
    {
        int depth = 0;
        for (int end = at; end < sql.Length - 1; end++)
        {
            // They nest, unlike those of C.
            if (sql.AsSpan(end).StartsWith("/*"))
            {
                (depth, end) = (depth + 1, end + 1);
            }
            else if (sql.AsSpan(end).StartsWith("*/"))
            {
                (depth, end) = (depth - 1, end + 1);
                if (depth == 0)
                {
                    return end + 1;
                }
            }
        }

        return sql.Length;
    }

    private static int Word(string sql, int at)
    {
        // A dollar within a word begins no quote.
        while (at < sql.Length && (IsPartOfAWord(sql[at]) || sql[at] == '$'))
        {
            at++;
        }

        return at;
    }

    private static bool IsPartOfAWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int Past(string sql, string mark, int from)
    {
        int found = sql.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? sql.Length : found + mark.Length;
    }
}

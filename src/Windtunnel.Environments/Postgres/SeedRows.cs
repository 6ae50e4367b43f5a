using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>Objects as rows of a table, in CSV as PostgreSQL reads it: a property is the column of its name in snake case.</summary>
internal static class SeedRows
{
    public static string ToCsv<T>(IEnumerable<T> rows)
    {
        PropertyInfo[] columns = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)];
        var csv = new StringBuilder();
        csv.AppendJoin(',', columns.Select(column => Snake(column.Name))).Append('\n');
        foreach (T row in rows)
        {
            csv.AppendJoin(',', columns.Select(column => Text(column.GetValue(row)))).Append('\n');
        }

        return csv.ToString();
    }

    private static string Snake(string name) => string.Concat(name.Select((letter, at) =>
        (char.IsUpper(letter) && at > 0 && !char.IsUpper(name[at - 1]) ? "_" : "") + char.ToLowerInvariant(letter)));

    /// <summary>Nothing at all is null; an empty text is a pair of quotes.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        byte[] bytes => $"\\x{Convert.ToHexStringLower(bytes)}",
        DateTime instant => instant.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number and not Enum => Quoted(number.ToString(null, CultureInfo.InvariantCulture)),
        IEnumerable and not string => throw new ArgumentException(
            $"A row holds a {value.GetType().Name}, which is no value of a column. Write it as text, e.g. as JSON."),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

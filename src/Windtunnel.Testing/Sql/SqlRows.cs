using System.Data;
using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>A result set for a scripted answer.</summary>
public sealed class SqlRows
{
    private SqlRows(DataTable table) => Table = table;

    internal DataTable Table { get; }

    /// <summary>A result set without rows, whose columns have these names and hold text.</summary>
    public static SqlRows None(params ReadOnlySpan<string> columns) => FromCsv(string.Join(',', columns!));

    /// <summary>One row for each record; its properties are the columns, in their order. Anonymous objects will do.</summary>
    public static SqlRows Of<T>(params ReadOnlySpan<T> rows)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        var properties = typeof(T).GetProperties().Where(property => property.GetIndexParameters().Length == 0).ToArray();
        foreach (var property in properties)
        {
            table.Columns.Add(property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }

        foreach (T row in rows)
        {
            table.Rows.Add([.. properties.Select(property => property.GetValue(row) ?? DBNull.Value)]);
        }

        return new(table);
    }

    /// <summary>Reads CSV. The first line names the columns, each with a type if it is not text: <c>route,fare:decimal,day:date</c>.
    /// Types are <c>text</c>, <c>int</c>, <c>long</c>, <c>decimal</c>, <c>double</c>, <c>bool</c>, <c>date</c>. An empty field is null;
    /// fields may be quoted.</summary>
    /// <exception cref="FormatException">A line has more or fewer fields than the first, or one that is not of its column's
    /// type.</exception>
    public static SqlRows FromCsv(string csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        string[] lines = [.. csv.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (string heading in lines.Length == 0 ? [] : Fields(lines[0], 1))
        {
            string[] parts = heading.Split(':');
            table.Columns.Add(parts[0].Trim(), TypeNamed(parts.Length > 1 ? parts[1].Trim() : "text"));
        }

        for (int i = 1; i < lines.Length; i++)
        {
            table.Rows.Add(Row(table, Fields(lines[i], i + 1), i + 1));
        }

        return new(table);
    }

    private static object[] Row(DataTable table, List<string> fields, int line)
    {
        if (fields.Count != table.Columns.Count)
        {
            throw new FormatException(
                $"Line {line} of the CSV has {fields.Count} fields, but its first line {table.Columns.Count}. Mend it.");
        }

        return [.. fields.Select((field, i) => Value(field, table.Columns[i], line))];
    }

    private static object Value(string field, DataColumn column, int line)
    {
        try
        {
            return field.Length == 0 ? DBNull.Value : Convert.ChangeType(field, column.DataType, CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            throw new FormatException(
                $"Line {line} of the CSV has '{field}' in column '{column.ColumnName}', which is no {column.DataType.Name}. Mend it.", e);
        }
    }

    private static List<string> Fields(string line, int number)
    {
        List<string> fields = [];
        int at = 0;
        while (at <= line.Length)
        {
            bool isQuoted = at < line.Length && line[at] == '"';
            int end = isQuoted ? EndOfQuoted(line, at + 1, number) : line.IndexOf(',', at) is var comma and >= 0 ? comma : line.Length;
            fields.Add(isQuoted ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : line[at..end]);
            at = (isQuoted ? end + 1 : end) + 1;
        }

        return fields;
    }

    private static int EndOfQuoted(string line, int from, int number)
    {
        for (int i = from; i < line.Length; i++)
        {
            if (line[i] == '"' && (i + 1 == line.Length || line[i + 1] != '"'))
            {
                return i;
            }

            i += line[i] == '"' ? 1 : 0;
        }

        throw new FormatException($"Line {number} of the CSV has a quote that is not closed. Close it.");
    }

    private static Type TypeNamed(string name) => name switch
    {
        "text" => typeof(string),
        "int" => typeof(int),
        "long" => typeof(long),
        "decimal" => typeof(decimal),
        "double" => typeof(double),
        "bool" => typeof(bool),
        "date" => typeof(DateTime),
        _ => throw new FormatException(
            $"The CSV has a column of type '{name}'. Known are text, int, long, decimal, double, bool and date."),
    };
}

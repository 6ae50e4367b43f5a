using System.Text;

namespace Windtunnel.Reference.Aviation;

/// <summary>One line of comma-separated values, quoted as in RFC 4180. A value cannot span lines here.</summary>
internal static class CsvLine
{
    /// <returns>Null when a quote is not closed.</returns>
    public static string[]? Split(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        List<string> cells = [];
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            bool isDoubledQuote = quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"';
            if (isDoubledQuote)
            {
                cell.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return quoted ? null : [.. cells];
    }

    /// <summary>Quotes <paramref name="value"/> where a reader would otherwise misunderstand it.</summary>
    public static string Quote(string value) =>
        value.AsSpan().ContainsAny(',', '"') ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}

using System.Globalization;

namespace Windtunnel.Reference.Aviation;

/// <summary>A wildlife strike as it was reported.</summary>
/// <param name="Date">Local to the airport.</param>
/// <param name="Species">As the reporter recognised it; often only a size.</param>
/// <param name="Damage">None, Minor, Medium or Substantial.</param>
/// <param name="Cost">Dollars; 0 where nothing was reported.</param>
internal sealed record Strike(DateOnly Date, string Species, string Damage, int Cost)
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly string[] Damages = ["None", "Minor", "Medium", "Substantial"];

    /// <returns>Null when the report is rejected.</returns>
    public static Strike? Parse(string date, string species, string damage, string cost, out Rejection? rejection)
    {
        rejection = null;
        if (!DateOnly.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            rejection = Rejection.Malformed($"date is '{date}', not {DateFormat}");
        }
        else if (!Damages.Contains(damage))
        {
            rejection = Rejection.Malformed($"damage is '{damage}', not one of {string.Join(", ", Damages)}");
        }
        else if (!int.TryParse(cost, NumberStyles.None, CultureInfo.InvariantCulture, out int dollars))
        {
            rejection = Rejection.Malformed($"cost is '{cost}', not a whole number of dollars");
        }
        else if (species.Length == 0)
        {
            rejection = Rejection.Malformed("species is missing");
        }
        else
        {
            return new(day, species, damage, dollars);
        }

        return null;
    }
}

/// <summary>One report of a delivered file: a strike, or the reason why it is none.</summary>
/// <param name="Line">Its line in the file; the header is line 1.</param>
/// <param name="Strike">Null when it is rejected.</param>
/// <param name="Rejection">Null when it is a strike.</param>
internal sealed record StrikeReport(int Line, Strike? Strike, Rejection? Rejection);

/// <summary>Reads the files in which the aviation administration delivers reports of wildlife strikes.</summary>
internal static class StrikeFeed
{
    private static readonly string[] Columns = ["Flight Date", "Wildlife Species", "Effect Amount of damage", "Cost Total $"];

    /// <exception cref="FailTaskException">The file has not the columns it should have. Reading it again would not help.</exception>
    public static IEnumerable<StrikeReport> Read(FileInfo file)
    {
        string[] lines = File.ReadAllLines(file.FullName);
        string[] header = lines.Length == 0 ? [] : CsvLine.Split(lines[0]) ?? [];
        int[] at = [.. Columns.Select(column => Array.IndexOf(header, column))];
        return at.Contains(-1)
            ? throw Outcome.Fail(
                $"{file.Name} lacks the columns {string.Join(", ", Columns.Except(header))}. Have it delivered again, then clear the task.")
            : lines.Skip(1).Select((line, i) => Report(i + 2, CsvLine.Split(line) ?? [], header.Length, at));
    }

    private static StrikeReport Report(int line, string[] cells, int width, int[] at)
    {
        if (cells.Length != width)
        {
            return new(line, null, Rejection.Malformed($"{cells.Length} fields under a header of {width}"));
        }

        Strike? strike = Strike.Parse(cells[at[0]], cells[at[1]], cells[at[2]], cells[at[3]], out Rejection? rejection);
        return new(line, strike, rejection);
    }
}

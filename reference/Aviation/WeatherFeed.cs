using System.Globalization;

namespace Windtunnel.Reference.Aviation;

/// <summary>What the weather station saw in a day: millimetres, degrees Celsius, metres a second, and a word.</summary>
internal sealed record Observation(decimal Precipitation, decimal TempMax, decimal TempMin, decimal Wind, string Weather);

/// <summary>The files in which the station delivers its days: one a day, <c>weather-2015-03-08.csv</c>, and where a day is delivered again
/// one more, <c>weather-2015-03-08_2.csv</c>.</summary>
internal static class WeatherFeed
{
    private const string Header = "date,precipitation,temp_max,temp_min,wind,weather";

    /// <summary>The names of a day's files, the newest last; a file that is still being written has another ending.</summary>
    /// <exception cref="DirectoryNotFoundException">The inbox is not there (yet).</exception>
    public static string[] FilesFor(DateOnly day, DirectoryInfo inbox) =>
        [.. inbox.EnumerateFiles($"weather-{day:yyyy-MM-dd}*.csv").Select(file => file.Name).Order(StringComparer.Ordinal)];

    /// <summary>The one observation of a file.</summary>
    /// <exception cref="FailTaskException">The file holds something else. Reading it again would not help.</exception>
    public static Observation Read(string file, DateOnly day)
    {
        string[] lines = File.ReadAllLines(file);
        string[] cells = lines is [Header, var row] ? row.Split(',') : [];
        return cells is [var date, _, _, _, _, var weather]
            && date == $"{day:yyyy-MM-dd}"
            && Number(cells[1]) is { } precipitation and >= 0
            && Number(cells[2]) is { } max && Number(cells[3]) is { } min && min <= max
            && Number(cells[4]) is { } wind and >= 0
            ? new(precipitation, max, min, wind, weather)
            : throw Outcome.Fail(
                $"{Path.GetFileName(file)} should hold the header '{Header}' and one row for {day:yyyy-MM-dd}, but holds: "
                + $"{string.Join(" / ", lines)}. Have the station deliver it again, then clear the run.");
    }

    /// <summary>A day's file as the station wrote it, cut from the years that come with the project.</summary>
    public static string FileOf(DateOnly day)
    {
        string start = $"{day:yyyy-MM-dd},";
        string row = File.ReadLines(ReferenceData.PathOf("seattle-weather.csv"))
            .Single(line => line.StartsWith(start, StringComparison.Ordinal));
        return $"{Header}\n{row}\n";
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}

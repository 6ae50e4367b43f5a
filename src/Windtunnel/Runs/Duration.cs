using System.Globalization;

namespace Windtunnel;

/// <summary>Spells a length of time for people.</summary>
internal static class Duration
{
    /// <summary>The two largest units: <c>1d 2h</c>, <c>10m 5s</c>, <c>1.25s</c>, <c>350ms</c>, <c>0s</c>.</summary>
    public static string Text(TimeSpan time)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return time switch
        {
            { Ticks: < 0 } => $"-{Text(time.Negate())}",
            { Ticks: 0 } => "0s",
            { TotalSeconds: < 1 } => string.Create(culture, $"{time.TotalMilliseconds:0.###}ms"),
            { TotalMinutes: < 1 } => string.Create(culture, $"{time.TotalSeconds:0.###}s"),
            { TotalHours: < 1 } => Two(time.Minutes, "m", time.Seconds, "s"),
            { TotalDays: < 1 } => Two(time.Hours, "h", time.Minutes, "m"),
            _ => Two(time.Days, "d", time.Hours, "h"),
        };
    }

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{(small == 0 ? "" : $" {small}{smallUnit}")}");
}

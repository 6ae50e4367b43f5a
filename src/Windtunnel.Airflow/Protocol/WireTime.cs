using System.Buffers;
using System.Globalization;

namespace Windtunnel.Airflow.Protocol;

/// <summary>Moments and durations as text. Airflow keeps microseconds; a seventh digit is cut, there as here.</summary>
internal static class WireTime
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static string Format(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 in seconds: Airflow refuses .NET's own form.</summary>
    public static string Format(TimeSpan duration)
    {
        string sign = duration < TimeSpan.Zero ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}PT{Math.Abs(duration.TotalSeconds):0.######}S");
    }

    public static DateTimeOffset ParseMoment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw new ProtocolException($"'{text}' is no moment in ISO 8601.");

    /// <summary>ISO 8601 without years and months, or <c>hh:mm:ss</c>.</summary>
    public static TimeSpan ParseDuration(string text)
    {
        bool isNegative = text.StartsWith('-');
        string rest = text.TrimStart('-');
        TimeSpan? length = rest.StartsWith('P') && char.IsAsciiLetter(rest[^1]) && rest.Length > 2 ? ParseIso(rest.AsSpan(1))
            : TimeSpan.TryParseExact(rest, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out TimeSpan clock) ? clock
            : null;
        return length is { } found
            ? isNegative ? -found : found
            : throw new ProtocolException($"'{text}' is no duration. Write ISO 8601, such as PT30S or P1DT2H.");
    }

    private static TimeSpan? ParseIso(ReadOnlySpan<char> rest)
    {
        double seconds = 0;
        bool isTime = false;
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T')
            {
                isTime = true;
                rest = rest[1..];
                continue;
            }

            int digits = rest.IndexOfAnyExcept(Digits);
            if (digits < 1 || !double.TryParse(rest[..digits], CultureInfo.InvariantCulture, out double amount)
                || SecondsOf(rest[digits], isTime) is not { } unit)
            {
                return null;
            }

            seconds += amount * unit;
            rest = rest[(digits + 1)..];
        }

        return Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double? SecondsOf(char unit, bool isTime) => (unit, isTime) switch
    {
        ('W', false) => 604_800,
        ('D', false) => 86_400,
        ('H', true) => 3_600,
        ('M', true) => 60,
        ('S', true) => 1,
        _ => null,
    };
}

using System.Globalization;

namespace Windtunnel.Reference.Aviation;

/// <summary>One departure. Its key is the moment at its origin (local time), the origin and the destination.</summary>
internal sealed record Flight(DateTime DepartedAt, string Origin, string Destination, int DelayMinutes, int DistanceMiles)
{
    private const string DateFormat = "yyyy/MM/dd HH:mm";

    /// <summary>More than a day either way is a wrong date, not a late aircraft.</summary>
    private const int LongestDelay = 24 * 60;

    /// <summary>Judges a row by itself. Whether its airports exist and its key is new, only the warehouse can say.</summary>
    /// <returns>Null when the row is rejected.</returns>
    public static Flight? Parse(FlightFields row, out Rejection? rejection)
    {
        rejection = null;
        if (!DateTime.TryParseExact(row.Date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime departedAt))
        {
            rejection = Rejection.Malformed($"date is '{row.Date}', not {DateFormat}");
        }
        else if (row.Origin is not { Length: 3 } origin || row.Destination is not { Length: 3 } destination)
        {
            rejection = Rejection.Malformed($"route is '{row.Origin}' to '{row.Destination}', not two codes of three letters");
        }
        else if (!IsWhole(row.Delay, out int delay) || !IsWhole(row.Distance, out int distance))
        {
            rejection = Rejection.Malformed($"delay '{row.Delay}' and distance '{row.Distance}' are not two whole numbers");
        }
        else if (Math.Abs(delay) > LongestDelay || distance <= 0 || origin == destination)
        {
            rejection = Rejection.Impossible($"{origin} to {destination}, {distance} miles, {delay} minutes late");
        }
        else
        {
            return new(departedAt, origin, destination, delay, distance);
        }

        return null;
    }

    private static bool IsWhole(string? text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

/// <summary>The fields of a row as they were delivered; null where one is missing.</summary>
internal sealed record FlightFields(string? Date, string? Delay, string? Distance, string? Origin, string? Destination);

/// <summary>Why a row goes into quarantine.</summary>
/// <param name="Reason">The name under which it is counted and reported.</param>
/// <param name="Detail">What was found.</param>
internal sealed record Rejection(string Reason, string Detail)
{
    public static Rejection UnreadableFile(string detail) => new("unreadable_file", detail);

    public static Rejection Malformed(string detail) => new("malformed", detail);

    public static Rejection Impossible(string detail) => new("impossible", detail);
}

using System.Globalization;

namespace Windtunnel.Schedules;

/// <summary>Instants as Airflow writes them: UTC, with offset, microseconds only when there are any.</summary>
internal static class Iso8601
{
    public static string Format(DateTimeOffset instant)
    {
        DateTime utc = instant.UtcDateTime;
        bool hasFraction = utc.Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000 != 0;
        return utc.ToString(hasFraction ? "yyyy-MM-ddTHH:mm:ss.ffffff+00:00" : "yyyy-MM-ddTHH:mm:ss+00:00", CultureInfo.InvariantCulture);
    }
}

using System.Globalization;

namespace Windtunnel.Tests.Schedules;

/// <summary>Short text for instants and planned runs, so that a table of them can be read.</summary>
internal static class Plans
{
    /// <summary>An instant in UTC, the time optional: <c>2024-01-05T12:00</c>.</summary>
    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? UtcOrNull(string? text) => text is null ? null : Utc(text);

    public static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    /// <summary>As many runs as asked for, one after the other, separated by blanks; the end of the schedule is <c>none</c>.</summary>
    public static string Runs(this Schedule schedule, int count, ScheduleBounds bounds, string now, string zone = "UTC")
    {
        List<string> runs = [];
        DataInterval? last = null;
        while (runs.Count < count && (runs.Count == 0 || last is not null))
        {
            PlannedRun? run = schedule.Next(last, bounds, Utc(now), Zone(zone));
            last = run is null ? null : run.Interval ?? DataInterval.At(run.RunAfter);
            runs.Add(run is null ? "none" : run.PartitionKey ?? Text(last!));
        }

        return string.Join(' ', runs);
    }

    /// <summary>One instant for an empty interval, else <c>start>end</c>; midnight without its time.</summary>
    public static string Text(DataInterval interval) =>
        interval.Start == interval.End ? Text(interval.End) : $"{Text(interval.Start)}>{Text(interval.End)}";

    public static string Text(DateTimeOffset instant)
    {
        DateTime utc = instant.UtcDateTime;
        string format = utc.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : utc.TimeOfDay.Seconds == 0 && utc.Millisecond == 0 ? "yyyy-MM-ddTHH:mm"
            : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }
}

using System.Text;
using System.Text.Json;
using Windtunnel.Schedules;

namespace Windtunnel.Testing.Conformance;

/// <summary>One case recorded from a real Airflow: a timetable, the clock, and what was planned.</summary>
internal sealed class RecordedSchedule(JsonElement recording)
{
    public TimeZoneInfo Zone { get; } =
        TimeZoneInfo.FindSystemTimeZoneById(recording.TryGetProperty("timezone", out JsonElement id) ? id.GetString()! : "UTC");

    public DateTimeOffset Now { get; } = recording.GetProperty("now").GetDateTimeOffset();

    public ScheduleBounds Bounds { get; } =
        new(Instant(recording, "start"), Instant(recording, "end"), recording.GetProperty("catchup").GetBoolean());

    public Schedule Schedule => recording.GetProperty("kind").GetString() switch
    {
        "cron_trigger" => Schedule.Cron(recording.GetProperty("cron").GetString()!, interval: Seconds("interval")),
        "cron_interval" => Schedule.CronInterval(recording.GetProperty("cron").GetString()!),
        "multi_cron_trigger" => Schedule.Crons([.. recording.GetProperty("crons").EnumerateArray().Select(cron => cron.GetString()!)]),
        "delta_trigger" => Schedule.Every(Seconds("seconds")!.Value),
        "delta_interval" => Schedule.EveryInterval(Seconds("seconds")!.Value),
        "events" => Schedule.Events([.. recording.GetProperty("events").EnumerateArray().Select(at => at.GetDateTimeOffset())]),
        "once" => Schedule.Once,
        "continuous" => Schedule.Continuous,
        var kind => throw new NotSupportedException($"The recording is of kind '{kind}'. Check it with a later Windtunnel."),
    };

    public string Name =>
        $"{Schedule} in {Zone.Id} from {Text(Bounds.Earliest)} to {Text(Bounds.Latest)} at {Text(Now)}, catch-up {Bounds.Catchup}";

    /// <summary>Compares the planned runs and the manual interval with what was recorded.</summary>
    public ConformanceRow Check()
    {
        string airflow = RecordedOutcome();
        string here = PlannedOutcome();
        return airflow == here
            ? new(Name, true)
            : new(Name, false, $"Airflow plans:\n{airflow}\n\nhere:\n{here}\n");
    }

    private string RecordedOutcome()
    {
        var text = new StringBuilder();
        foreach (JsonElement run in recording.GetProperty("runs").EnumerateArray())
        {
            text.AppendLine(run.ValueKind == JsonValueKind.Null
                ? "none"
                : Line(Instant(run, "logical_date"), Instant(run, "start"), Instant(run, "end"), Instant(run, "run_after")));
        }

        JsonElement manual = recording.GetProperty("manual_interval");
        return text.Append("manual ").Append(Text(Instant(manual, "start"))).Append(" to ").Append(Text(Instant(manual, "end"))).ToString();
    }

    private string PlannedOutcome()
    {
        var text = new StringBuilder();
        PlannedRun? last = null;
        for (int i = 0; i < recording.GetProperty("runs").GetArrayLength(); i++)
        {
            last = Schedule.Next(last?.Interval, Bounds, Now, Zone);
            text.AppendLine(last is null ? "none" : Line(last.LogicalDate, last.Interval!.Start, last.Interval.End, last.RunAfter));
        }

        DataInterval manual = Schedule.ManualInterval(Now, Zone);
        return text.Append("manual ").Append(Text(manual.Start)).Append(" to ").Append(Text(manual.End)).ToString();
    }

    private CalendarDelta? Seconds(string name) =>
        recording.TryGetProperty(name, out JsonElement seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : null;

    private static string Line(DateTimeOffset? logicalDate, DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset? runAfter) =>
        $"{Text(logicalDate)}: {Text(start)} to {Text(end)}, after {Text(runAfter)}";

    private static string Text(DateTimeOffset? instant) => instant is { } at ? Iso8601.Format(at) : "-";

    private static DateTimeOffset? Instant(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetDateTimeOffset() : null;
}

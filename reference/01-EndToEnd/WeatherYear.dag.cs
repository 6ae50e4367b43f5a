using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Keeps a year of daily weather, one partition a day, from files that may be late, missing, or delivered twice.</summary>
public static class WeatherYear
{
    public const string Id = "44_01_04_end_to_end_tests_example_4";

    private const string Doc = """
        **44_01_04 End to end, example 4** shows 1.4#1, 1.4#2, 1.4#3.

        For each day of 2015 in Seattle, waits for the station's file, keeps the day as one partition, and publishes the newest day. A file
        may come hours late; a day whose file does not come is noted as missing and skipped, and is made up for when the file is there
        and the day's run is cleared. Delivered twice, the newest file counts.

        Practice: a run works on its data interval and never on "now", and its partition is replaced as a whole. Without it, catching up
        loads today's file 365 times, rates of the days on which clocks change are wrong by an hour, and a rerun doubles the day. The
        sensor reschedules: a late file holds no worker. Only the latest run publishes: catching up sends no page for days long past.

        Connections: `weather_inbox`, `weather_store`, `board` (directories).
        """;

    private static readonly TimeZoneInfo Seattle = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    public static Dag Create() => Create(new(2015, 1, 1), new(2015, 12, 31));

    /// <param name="first">The first day it loads, local to Seattle.</param>
    /// <param name="last">The last one.</param>
    internal static Dag Create(DateOnly first, DateOnly last)
    {
        var dag = new Dag(Id)
        {
            DisplayName = "WeatherYear",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.CronInterval("@daily"),
            TimeZone = Seattle,
            StartDate = StartOf(first),
            EndDate = StartOf(last),
            Catchup = true,
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "meteorology" },
            Json = ReferenceJson.Default,
        };

        SensorSpec patience = new()
        {
            Mode = SensorMode.Reschedule,
            PokeInterval = TimeSpan.FromMinutes(15),
            Timeout = TimeSpan.FromHours(6),
            SoftFail = true,
        };
        TaskRef<string[]> delivered = dag.Sensor("await_delivery", FindDelivery, patience);
        TaskRef<DayOfWeather> day = dag.Task("load_day", delivered, LoadDay);
        TaskRef missing = dag.Task("note_missing", NoteMissing, new() { TriggerRule = TriggerRule.AllSkipped });
        TaskRef latest = dag.LatestOnly("latest_only");
        TaskRef published = dag.Task("publish_latest", day, PublishLatest);

        TaskScope.Chain(delivered, missing);
        TaskScope.Chain(latest, published);
        return dag.Build();
    }

    /// <summary>Midnight in Seattle.</summary>
    internal static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(midnight, Seattle.GetUtcOffset(midnight));
    }

    private static Poke<string[]> FindDelivery(TaskContext context)
    {
        string[] files = WeatherFeed.FilesFor(DayOf(context), new(context.Connections["weather_inbox"].Path));
        return files.Length > 0 ? Poke.Done(files) : Poke.NotYet<string[]>();
    }

    private static DayOfWeather LoadDay(string[] files, TaskContext context)
    {
        DateOnly day = DayOf(context);
        string inbox = context.Connections["weather_inbox"].Path;
        Observation[] delivered = [.. files.Select(file => WeatherFeed.Read(Path.Combine(inbox, file), day))];
        Observation newest = delivered[^1];
        context.Count("files.duplicate", delivered.SkipLast(1).Count(earlier => earlier == newest));
        context.Count("files.superseded", delivered.SkipLast(1).Count(earlier => earlier != newest));

        DataInterval interval = context.Run.DataInterval!;
        int hours = (int)(interval.End - interval.Start).TotalHours;
        context.Count("hours", hours);
        var kept = new DayOfWeather(day, hours, newest, decimal.Round(newest.Precipitation / hours, 3));
        string store = context.Connections["weather_store"].Path;
        Write(Path.Combine(store, $"{day:yyyy-MM-dd}.json"), kept);
        File.Delete(MarkerFor(day, store));
        return kept;
    }

    private static void NoteMissing(TaskContext context) =>
        File.WriteAllText(MarkerFor(DayOf(context), context.Connections["weather_store"].Path), context.Run.RunId);

    private static void PublishLatest(DayOfWeather day, TaskContext context) =>
        Write(Path.Combine(context.Connections["board"].Path, "latest.json"), day);

    /// <summary>The day, local to Seattle, that the run stands for.</summary>
    private static DateOnly DayOf(TaskContext context) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Run.DataInterval!.Start, Seattle).DateTime);

    private static string MarkerFor(DateOnly day, string store) => Path.Combine(store, $"{day:yyyy-MM-dd}.missing");

    /// <summary>The file appears whole or not at all, and replaces one of an earlier run.</summary>
    private static void Write(string file, DayOfWeather day)
    {
        File.WriteAllText(file + ".part", JsonSerializer.Serialize(day, ReferenceJson.Default.DayOfWeather));
        File.Move(file + ".part", file, overwrite: true);
    }
}

/// <summary>A day as it is kept.</summary>
/// <param name="Date">The day, local to the station.</param>
/// <param name="Hours">23 or 25 on the days on which clocks change.</param>
/// <param name="Observed">What the station saw.</param>
/// <param name="RainPerHour">Millimetres.</param>
internal sealed record DayOfWeather(DateOnly Date, int Hours, Observation Observed, decimal RainPerHour);

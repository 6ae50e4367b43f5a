using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.MockAndStub;

/// <summary>Writes a digest of a day's delays. What it says depends on nearly everything that a task's context holds.</summary>
public static class ContextDoubles
{
    public const string Id = "44_04_02_mocking_airflow_context";

    private const string Doc = """
        **44_04_02 Mocking the context** shows 4.2#1, 4.2#2, 4.2#3, 4.2#4.

        Counts the delays of the run's day and writes a digest: for whom says a variable, what counts as late a param, where it goes the
        number of the try. On the first of a month it is marked as the month's first; a day without flights is skipped.

        Practice: a body is run alone, with a context of the test's making, so that every branch of it costs one short test. Without it,
        such branches are only reached by whole runs that happen to have the right date, try or variable, so nobody reaches them. The
        double is strict: what a body asks for and was not given is an error, never an empty default that lets a wrong body pass.

        Connections: `flights_inbox`, `outbox`, `reports` (directories). Param: `late_minutes`. Variable: `digest_audience` (optional).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "ContextDoubles",
            Doc = Doc,
            Tags = ["reference", "testing", "intermediate", "success"],
            Schedule = Schedule.Cron("55 23 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("late_minutes", 15)],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "operations" },
            Json = ReferenceJson.Default,
        };

        TaskRef<DayOfDelays> day = dag.Task("count_delays", CountDelays);
        dag.Task("write_digest", day, WriteDigestAsync);
        return dag.Build();
    }

    private static DayOfDelays CountDelays(TaskContext context)
    {
        DateOnly date = DateOf(context.Run);
        long late = context.Params.Integer("late_minutes");
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        Flight[] flights =
        [
            .. FlightFeed.FilesIn(inbox, ".json").SelectMany(FlightFeed.Read).Select(row => row.Flight).OfType<Flight>()
                .Where(flight => DateOnly.FromDateTime(flight.DepartedAt) == date),
        ];
        Flight[] lateOnes = [.. flights.Where(flight => flight.DelayMinutes >= late)];
        context.Count("flights", flights.Length);
        context.XCom.Push("late_origins", lateOnes.Select(flight => flight.Origin).Distinct().Order(StringComparer.Ordinal).ToArray());
        return new(date, flights.Length, lateOnes.Length, flights.Select(flight => flight.DelayMinutes).DefaultIfEmpty().Max());
    }

    private static async Task WriteDigestAsync(DayOfDelays day, TaskContext context)
    {
        if (day.Flights == 0)
        {
            throw Outcome.Skip($"No flights on {day.Date:yyyy-MM-dd}.");
        }

        string[] origins = context.XCom.Pull<string[]>("count_delays", "late_origins") ?? [];
        string audience = context.Variables.Find("digest_audience") ?? "crew";
        string title = DateOf(context.Run).Day == 1 ? "First digest of the month" : "Digest";
        string text = $"{title} for {audience}, {day.Date:yyyy-MM-dd}: {day.Late} of {day.Flights} flights late, the worst by "
            + $"{day.WorstDelay} min, from {string.Join(", ", origins.DefaultIfEmpty("nowhere"))}.";

        // The outbox is a mounted share that is sometimes away; whoever reads the reports gets the digest then.
        string place = context.TryNumber <= context.MaxTries ? "outbox" : "reports";
        if (place == "reports")
        {
            context.Logger.LogWarning("The last try leaves the digest with the reports.");
        }

        string file = Path.Combine(context.Connections[place].Path, $"digest-{day.Date:yyyy-MM-dd}.txt");
        await File.WriteAllTextAsync(file, text, context.Cancellation);
    }

    private static DateOnly DateOf(RunInfo run) => DateOnly.FromDateTime((run.LogicalDate ?? run.RunAfter).UtcDateTime);
}

/// <summary>What a digest tells of a day.</summary>
/// <param name="Date">The day, local to each flight's origin.</param>
/// <param name="Flights">All of the day.</param>
/// <param name="Late">Those late by the param's minutes or more.</param>
/// <param name="WorstDelay">In minutes; negative when every flight was early.</param>
internal sealed record DayOfDelays(DateOnly Date, int Flights, int Late, int WorstDelay);

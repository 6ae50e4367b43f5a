using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Rates every airport by itself, and ranks those that could be rated.</summary>
public static class AirportFanOut
{
    public const string Id = "44_01_03_end_to_end_tests_example_3";

    private const string Doc = """
        **44_01_03 End to end, example 3** shows 1.3#1, 1.3#2, 1.3#3.

        Splits the delivered flights by the airport they leave from, and maps over the airports: each is looked up, and in a mapped task
        group its departures are read and its card is written. A last task reduces all cards to one ranking.

        Practice: one map index for each airport. An airport that fails is retried alone, one with too few flights is skipped alone, and
        the ranking of the others is published; that one is missing is seen by the run, which fails. Without it, one bad airport hides
        three hundred good ones, or, if the ranking alone decides, nobody ever learns that it is gone.

        Connections: `flights_inbox`, `airports`, `workspace`, `reports` (directories). Params: `late_minutes`, `least_flights`.
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "AirportFanOut",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("0 4 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("late_minutes", 15), Param.Of("least_flights", 2)],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "airport-quality" },
            MaxActiveRuns = 1, // Runs share the workspace.
            Json = ReferenceJson.Default,
        };

        TaskRef<string[]> airports = dag.Task("split_by_airport", SplitByAirport);
        MappedTaskRef<AirportName> names = dag.Map("look_up", airports, LookUp);
        TaskRef<AirportCard> card = null!;
        TaskGroup airport = dag.MapGroup("airport", airports, (group, code) =>
        {
            TaskRef<int[]> delays = group.Task("read_departures", code, ReadDepartures);
            card = group.Task("write_card", code, delays, WriteCard);
        });

        // All_done: whatever became of single airports, the ranking of the others is published.
        dag.Task(
            "publish_ranking", airports.OrDefault(), names, card.Collect(), PublishRanking,
            new() { TriggerRule = TriggerRule.AllDone });

        // And whatever was published, the run fails when an airport did.
        TaskRef complete = dag.Empty("every_airport_told", new() { TriggerRule = TriggerRule.NoneFailed });
        TaskScope.Chain(Node.Of(names, airport), complete);
        return dag.Build();
    }

    /// <summary>Writes one file for each airport. Its lines are the delays in minutes; whatever lay there before is gone.</summary>
    /// <returns>The airports in the order of their codes, which is the order of all map indexes.</returns>
    private static string[] SplitByAirport(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        Dictionary<string, Flight[]> byOrigin = FlightFeed.FilesIn(inbox, ".csv").Concat(FlightFeed.FilesIn(inbox, ".json"))
            .SelectMany(FlightFeed.Read).Select(row => row.Flight).OfType<Flight>()
            .DistinctBy(flight => (flight.DepartedAt, flight.Origin, flight.Destination))
            .GroupBy(flight => flight.Origin, StringComparer.Ordinal)
            .ToDictionary(flights => flights.Key, flights => flights.ToArray(), StringComparer.Ordinal);
        foreach ((string code, Flight[] flights) in byOrigin)
        {
            File.WriteAllLines(
                DeparturesFile(context, code), flights.Select(flight => flight.DelayMinutes.ToString(CultureInfo.InvariantCulture)));
        }

        context.Count("airports", byOrigin.Count);
        return [.. byOrigin.Keys.Order(StringComparer.Ordinal)];
    }

    private static AirportName LookUp(string code, TaskContext context)
    {
        string file = Path.Combine(context.Connections["airports"].Path, "airports.csv");
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(code + ",", StringComparison.Ordinal));
        return line is not null && CsvLine.Split(line) is [_, var name, ..]
            ? new(code, name)
            : throw Outcome.Fail($"No airport has the code '{code}'. Add it to {Path.GetFileName(file)}, then clear this map index.");
    }

    private static int[] ReadDepartures(string code, TaskContext context)
    {
        int[] delays = [.. File.ReadLines(DeparturesFile(context, code)).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        long least = context.Params.Integer("least_flights");
        return delays.Length >= least
            ? delays
            : throw Outcome.Skip($"{code} has {delays.Length} flights, fewer than {least}: too few to be rated.");
    }

    private static AirportCard WriteCard(string code, int[] delays, TaskContext context)
    {
        long late = context.Params.Integer("late_minutes");
        AirportCard card = new(code, delays.Length, delays.Count(delay => delay >= late), delays.Max());
        string file = Path.Combine(context.Connections["reports"].Path, $"card-{code}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(card, ReferenceJson.Default.AirportCard));
        return card;
    }

    /// <param name="airports">Null when the feed could not be split.</param>
    /// <param name="names">Of the airports that were found.</param>
    /// <param name="cards">Of the airports that were rated, in the order of the airports.</param>
    /// <param name="context">The task's.</param>
    private static void PublishRanking(string[]? airports, AirportName[] names, AirportCard[] cards, TaskContext context)
    {
        if (airports is null)
        {
            throw Outcome.Skip("The flights were not split, so there is nothing to rank. The last ranking stands.");
        }

        Dictionary<string, string> nameOf = names.ToDictionary(name => name.Code, name => name.Name, StringComparer.Ordinal);
        string[] missing = [.. airports.Except(cards.Select(card => card.Code))];
        IEnumerable<string> lines = cards.OrderBy(card => (double)card.Late / card.Flights).ThenByDescending(card => card.Flights)
            .Select((card, i) => string.Create(
                CultureInfo.InvariantCulture,
                $"{i + 1},{card.Code},{CsvLine.Quote(nameOf.GetValueOrDefault(card.Code, ""))},{card.Flights},{card.Late},{card.Worst}"));
        File.WriteAllLines(
            Path.Combine(context.Connections["reports"].Path, "ranking.csv"),
            ["rank,airport,name,flights,late,worst_delay", .. lines, .. missing.Select(code => $"-,{code},not rated,,,")]);
        context.Count("airports.ranked", cards.Length);
        context.Count("airports.missing", missing.Length);
        context.Logger.LogInformation("{Ranked} airports ranked, {Missing} not rated.", cards.Length, missing.Length);
    }

    private static string DeparturesFile(TaskContext context, string code) =>
        Path.Combine(context.Connections["workspace"].Path, $"departures-{code}.txt");
}

/// <summary>An airport as travellers call it.</summary>
internal sealed record AirportName(string Code, string Name);

/// <summary>How punctual an airport is.</summary>
/// <param name="Code">Its IATA code.</param>
/// <param name="Flights">Departures that were delivered.</param>
/// <param name="Late">Of these, the late ones.</param>
/// <param name="Worst">The longest delay in minutes; negative when all left early.</param>
internal sealed record AirportCard(string Code, int Flights, int Late, int Worst);

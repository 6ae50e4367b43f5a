using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.MockAndStub;

/// <summary>Asks an HTTP API how a day's flights do, tells it of long delays, and publishes a board that says what is not known.</summary>
public static class FlightStatusApi
{
    public const string Id = "44_04_01_mocking_external_services";

    private const string Doc = """
        **44_04_01 Mocking external services** shows 4.1#1, 4.1#2, 4.1#3, 4.1#4.

        Reads the flights of the run's day, asks a status API for them page by page, tells the API of long delays, and publishes a board.
        When the API cannot be had, the board is published all the same and says that nothing is known.

        Practice: the API is a stub bound to the connection, so each of its bad days is one line of a test: 503, 429 with Retry-After, a
        reset, silence, half a body. The stub keeps account: a call that nobody scripted, or an answer nobody asked for, fails the test.
        Without it, the error paths run for the first time in production, and a retry that tells the API twice is found by its users.

        Connections: `flights_inbox`, `outbox` (directories), `flight_status_api` (HTTP). Param: `long_delay_minutes`.
        """;

    private static readonly TimeSpan UsualPause = TimeSpan.FromMinutes(1);

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "FlightStatusApi",
            Doc = Doc,
            Tags = ["reference", "testing", "intermediate", "success"],
            Schedule = Schedule.Cron("55 23 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("long_delay_minutes", 60)],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "operations" },
            Json = ReferenceJson.Default,
        };

        TaskRef<string[]> flights = dag.Task("read_flights", ReadFlights);
        TaskRef<FlightStatus[]> statuses = dag.Task("ask_statuses", flights, AskStatuses);
        TaskRef<int> told = dag.Task("tell_delays", statuses, TellDelays);
        TaskRef board = dag.Task(
            "publish_board", flights, statuses.OrDefault(), PublishBoard, new() { TriggerRule = TriggerRule.AllDone });
        TaskScope.Chain(told, board);
        return dag.Build();
    }

    private static string[] ReadFlights(TaskContext context)
    {
        DateOnly date = DateOf(context.Run);
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        return
        [
            .. from file in FlightFeed.FilesIn(inbox, ".json")
               from row in FlightFeed.Read(file)
               let flight = row.Flight
               where flight is not null && DateOnly.FromDateTime(flight.DepartedAt) == date
               select $"{flight.Origin}-{flight.Destination}-{flight.DepartedAt:HHmm}",
        ];
    }

    /// <summary>All or nothing: a page that fails fails the try, so a board never mixes two moments.</summary>
    private static async Task<FlightStatus[]> AskStatuses(string[] flights, TaskContext context)
    {
        using HttpClient api = context.Connections["flight_status_api"].Http();
        List<FlightStatus> statuses = [];
        string? next = $"v1/statuses?date={DateOf(context.Run):yyyy-MM-dd}";
        while (next is not null)
        {
            using HttpResponseMessage answer = await api.GetAsync(new Uri(next, UriKind.Relative), context.Cancellation);
            StatusPage page = await PageIn(answer, context);
            statuses.AddRange(page.Flights);
            next = page.Next;
        }

        HashSet<string> asked = [.. flights];
        return [.. statuses.Where(status => asked.Contains(status.Flight))];
    }

    private static async Task<StatusPage> PageIn(HttpResponseMessage answer, TaskContext context)
    {
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            throw Outcome.RetryAfter(answer.Headers.RetryAfter?.Delta ?? UsualPause, "The status API asks to come again later.");
        }

        answer.EnsureSuccessStatusCode();
        await using Stream body = await answer.Content.ReadAsStreamAsync(context.Cancellation);
        return await JsonSerializer.DeserializeAsync(body, ReferenceJson.Default.StatusPage, context.Cancellation)
            ?? throw new JsonException("The status API answered null instead of a page.");
    }

    /// <summary>The key is the same in every try, so the API counts a delay once however often it is told.</summary>
    private static async Task<int> TellDelays(FlightStatus[] statuses, TaskContext context)
    {
        using HttpClient api = context.Connections["flight_status_api"].Http();
        long longDelay = context.Params.Integer("long_delay_minutes");
        FlightStatus[] delayed = [.. statuses.Where(status => status.DelayMinutes >= longDelay)];
        foreach (FlightStatus status in delayed)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/delays");
            request.Headers.Add("Idempotency-Key", $"{DateOf(context.Run):yyyy-MM-dd}/{status.Flight}");
            request.Content = new StringContent(
                JsonSerializer.Serialize(status, ReferenceJson.Default.FlightStatus), Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await api.SendAsync(request, context.Cancellation);
            answer.EnsureSuccessStatusCode();
        }

        context.Count("delays.told", delayed.Length);
        return delayed.Length;
    }

    private static void PublishBoard(string[] flights, FlightStatus[]? statuses, TaskContext context)
    {
        Dictionary<string, string> known = (statuses ?? []).ToDictionary(status => status.Flight, TextOf, StringComparer.Ordinal);
        string[] lines = [.. flights.Select(flight => $"{flight},{known.GetValueOrDefault(flight, "unknown")}")];
        string file = Path.Combine(context.Connections["outbox"].Path, $"board-{DateOf(context.Run):yyyy-MM-dd}.csv");
        File.WriteAllLines(file, lines);
        context.Count("flights.unknown", flights.Count(flight => !known.ContainsKey(flight)));
    }

    private static string TextOf(FlightStatus status) => status.DelayMinutes > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{status.State} ({status.DelayMinutes} minutes late)")
        : status.State;

    private static DateOnly DateOf(RunInfo run) => DateOnly.FromDateTime((run.LogicalDate ?? run.RunAfter).UtcDateTime);
}

/// <summary>How a flight does.</summary>
/// <param name="Flight">Origin, destination and time of departure, e.g. <c>PHX-SAN-0800</c>.</param>
/// <param name="State">E.g. <c>landed</c>.</param>
/// <param name="DelayMinutes">0 when it was on time.</param>
internal sealed record FlightStatus(string Flight, string State, int DelayMinutes);

/// <summary>One answer of the status API.</summary>
/// <param name="Flights">Those of the page.</param>
/// <param name="Next">Where the next page is; null on the last.</param>
internal sealed record StatusPage(FlightStatus[] Flights, string? Next);

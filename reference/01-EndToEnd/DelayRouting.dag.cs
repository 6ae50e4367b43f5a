using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Routes a day's late flights by how late they are.</summary>
public static class DelayRouting
{
    public const string Id = "44_01_02_end_to_end_tests_example_2";

    private const string Doc = """
        **44_01_02 End to end, example 2** shows 1.2#1, 1.2#2, 1.2#3.

        Takes the flights of the run's day and lets them decide the route: passengers of late flights are told, passengers of very late
        ones are booked anew, a board shows both. A day without flights stops at the gate. The day is audited however it ended.

        Practice: a watcher that fails when any task failed. Without it this run would be green on its worst day, because the audit,
        its last task, runs whatever happened and succeeds. The join's rule is none_failed_min_one_success: with Airflow's default rule
        it would be skipped whenever one of the routes is.

        Connections: `flights_inbox`, `outbox`, `oncall` (directories). Params: `late_minutes`, `very_late_minutes`.
        """;

    /// <param name="auditQuietDays">False: on a day without flights the gate skips everything behind it, the audit too.
    /// True: the gate skips only what directly follows it, and the rules of later tasks decide.</param>
    public static Dag Create(bool auditQuietDays = true)
    {
        var dag = new Dag(Id)
        {
            DisplayName = "DelayRouting",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("55 23 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("late_minutes", 15), Param.Of("very_late_minutes", 120)],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "operations" },
            Json = ReferenceJson.Default,
        };

        TaskRef<DayOfFlights> day = dag.Task("classify_flights", ClassifyFlights);
        TaskRef gate = dag.ShortCircuit("any_flights", day, (d, _) => d.Flights > 0, ignoreDownstreamTriggerRules: !auditQuietDays);
        TaskRef route = dag.Branch("choose_route", day, ChooseRoute);
        TaskRef<int> told = dag.Task("tell_passengers", day, TellPassengers);
        TaskRef<int> rebooked = dag.Task("rebook_passengers", day, RebookPassengers);
        TaskRef board = dag.Task(
            "publish_board", told.OrDefault(), rebooked.OrDefault(), PublishBoard,
            new() { TriggerRule = TriggerRule.NoneFailedMinOneSuccess });
        TaskRef audit = dag.Task("write_audit", day.OrDefault(), WriteAudit, new() { TriggerRule = TriggerRule.AllDone });
        TaskRef watcher = dag.Task("watcher", RaiseAlarm, new() { TriggerRule = TriggerRule.OneFailed });

        TaskScope.Chain(gate, route, Node.Of(told, rebooked), board, audit);

        // Not behind the gate or the branch: those skip what directly follows them, and a skipped watcher watches nothing.
        TaskScope.Chain(Node.Of(day, told, rebooked, board, audit), watcher);
        return dag.Build();
    }

    private static DayOfFlights ClassifyFlights(TaskContext context)
    {
        DateOnly date = DateOf(context.Run);
        long late = context.Params.Integer("late_minutes");
        long veryLate = context.Params.Integer("very_late_minutes");
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        FeedRow[] rows = [.. FlightFeed.FilesIn(inbox, ".json").SelectMany(FlightFeed.Read)];
        Flight[] flights =
        [
            .. rows.Select(row => row.Flight).OfType<Flight>().Where(flight => DateOnly.FromDateTime(flight.DepartedAt) == date),
        ];
        context.Count("flights", flights.Length);
        context.Count("rows.rejected", rows.Count(row => row.Rejection is not null));
        return new(
            date,
            flights.Length,
            Late: [.. flights.Where(flight => flight.DelayMinutes >= late && flight.DelayMinutes < veryLate)],
            VeryLate: [.. flights.Where(flight => flight.DelayMinutes >= veryLate)]);
    }

    private static Follow ChooseRoute(DayOfFlights day, TaskContext context)
    {
        List<string> route = [];
        if (day.Late.Length > 0)
        {
            route.Add("tell_passengers");
        }

        if (day.VeryLate.Length > 0)
        {
            route.Add("rebook_passengers");
        }

        return route.ToArray();
    }

    private static int TellPassengers(DayOfFlights day, TaskContext context)
    {
        Write(context, "outbox", "notices", day.Late, ReferenceJson.Default.FlightArray);
        context.Count("flights.told", day.Late.Length);
        return day.Late.Length;
    }

    private static int RebookPassengers(DayOfFlights day, TaskContext context)
    {
        Write(context, "outbox", "rebookings", day.VeryLate, ReferenceJson.Default.FlightArray);
        context.Count("flights.rebooked", day.VeryLate.Length);
        return day.VeryLate.Length;
    }

    private static void PublishBoard(int told, int rebooked, TaskContext context) =>
        Write(context, "outbox", "board", new(DateOf(context.Run), told, rebooked), ReferenceJson.Default.DelayBoard);

    private static void WriteAudit(DayOfFlights? day, TaskContext context) =>
        Write(context, "outbox", "audit", new(DateOf(context.Run), day?.Flights), ReferenceJson.Default.DelayAudit);

    private static void RaiseAlarm(TaskContext context)
    {
        Write(context, "oncall", "alarm", new(DateOf(context.Run), context.Run.RunId), ReferenceJson.Default.DelayAlarm);
        throw Outcome.Fail("A task of this run failed. The run's first failed task says why; the alarm is raised.");
    }

    private static DateOnly DateOf(RunInfo run) => DateOnly.FromDateTime((run.LogicalDate ?? run.RunAfter).UtcDateTime);

    /// <summary>One file for each day and purpose: a rerun of the day replaces it.</summary>
    private static void Write<T>(TaskContext context, string connection, string purpose, T value, JsonTypeInfo<T> type)
    {
        string file = Path.Combine(context.Connections[connection].Path, $"{purpose}-{DateOf(context.Run):yyyy-MM-dd}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(value, type));
    }
}

/// <summary>The flights of one day, sorted by how late they were.</summary>
/// <param name="Date">The day, local to each flight's origin.</param>
/// <param name="Flights">All of the day, punctual ones included.</param>
/// <param name="Late">Late, but not very late.</param>
/// <param name="VeryLate">Their passengers miss their connections.</param>
internal sealed record DayOfFlights(DateOnly Date, int Flights, Flight[] Late, Flight[] VeryLate);

/// <summary>What travellers read.</summary>
internal sealed record DelayBoard(DateOnly Date, int Told, int Rebooked);

/// <summary>That the day was looked at.</summary>
/// <param name="Date">The day.</param>
/// <param name="Flights">Null when they could not be read.</param>
internal sealed record DelayAudit(DateOnly Date, int? Flights);

/// <summary>What wakes the engineer on call.</summary>
internal sealed record DelayAlarm(DateOnly Date, string RunId);

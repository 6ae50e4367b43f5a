using System.Data.Common;
using System.Globalization;
using System.Text;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Books the departures of one airport and day in a ledger, and says where it did so.</summary>
public static class SideBySide
{
    public const string Id = "44_02_05_test_environment_setup_example_5";

    private const string Book = """
        INSERT INTO ledger (airport, day, flights, booked_at) VALUES (@airport, @day::date, @flights, @at::timestamptz)
        ON CONFLICT (airport, day) DO UPDATE SET flights = excluded.flights, booked_at = excluded.booked_at
        """;

    private const string Foreign = "SELECT string_agg(DISTINCT airport, ', ' ORDER BY airport) FROM ledger WHERE airport <> @airport";

    private const string Booked = "SELECT current_database() || ' ' || extract(epoch FROM booked_at)::bigint FROM ledger";

    private const string Doc = """
        **44_02_05 Test environment setup, example 5** shows 2.5#1, 2.5#2, 2.5#3.

        Counts the departures of an airport on the run's day, keeps them in a file, books them in a ledger, announces them on a board, and
        closes the day. Many of it run at once, each for an airport of its own.

        Practice: every run has its own database, directory, port and clock, and the last task looks whether that is so: a row or a file of
        another airport fails the run, by name. Without it, tests that pass alone fail together, now and then, and the one that fails is not
        the one that is guilty.

        Connections: `flights_inbox` and `day_workspace` (directories), `warehouse` (PostgreSQL), `departure_board` (HTTP). Param:
        `airport`.
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "SideBySide",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.CronInterval("@daily"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("airport", "ORD")],
            Defaults = new() { Retries = 1, RetryDelay = TimeSpan.FromMinutes(5), Owner = "flight-data" },
            Json = ReferenceJson.Default,
        };

        TaskRef<int> counted = dag.Task("count_departures", CountDepartures);
        TaskRef booked = dag.Task("book", counted, BookAsync);
        TaskRef announced = dag.Task("announce", counted, AnnounceAsync);
        TaskRef<Whereabouts> closed = dag.Task("close_day", CloseDayAsync);
        TaskScope.Chain(Node.Of(booked, announced), closed);
        return dag.Build();
    }

    private static int CountDepartures(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        string airport = Airport(context);
        string[] departures =
        [
            .. FlightFeed.FilesIn(inbox, ".json").SelectMany(FlightFeed.Read).Select(row => row.Flight).OfType<Flight>()
                .Where(flight => flight.Origin == airport)
                .Select(flight => flight.DepartedAt.ToString("s", CultureInfo.InvariantCulture)),
        ];
        File.WriteAllLines(Path.Combine(context.Connections["day_workspace"].Path, $"departures-{airport}.txt"), departures);
        context.Count("departures", departures.Length);
        return departures.Length;
    }

    private static async Task BookAsync(int flights, TaskContext context)
    {
        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand book = warehouse.Command(
            Book,
            ("airport", Airport(context)), ("day", Day(context)), ("flights", flights),
            ("at", context.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        await book.ExecuteNonQueryAsync(context.Cancellation);
    }

    private static async Task AnnounceAsync(int flights, TaskContext context)
    {
        using HttpClient board = context.Connections["departure_board"].Http();
        using var text = new StringContent(flights.ToString(CultureInfo.InvariantCulture), Encoding.UTF8, "text/plain");
        using HttpResponseMessage answer = await board.PutAsync($"airports/{Airport(context)}/{Day(context)}", text, context.Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Whereabouts> CloseDayAsync(TaskContext context)
    {
        string workspace = context.Connections["day_workspace"].Path;
        string own = $"departures-{Airport(context)}.txt";
        if (Directory.EnumerateFiles(workspace).Select(Path.GetFileName).FirstOrDefault(file => file != own) is { } file)
        {
            throw Outcome.Fail($"The workspace holds '{file}', which is not of this run. Give each run a directory of its own.");
        }

        await using DbConnection warehouse = await OpenAsync(context);
        await using DbCommand foreign = warehouse.Command(Foreign, ("airport", Airport(context)));
        if (await foreign.ExecuteScalarAsync(context.Cancellation) is string airports)
        {
            throw Outcome.Fail($"The ledger has rows of {airports}, which are not of this run. Give each run a database of its own.");
        }

        await using DbCommand booked = warehouse.Command(Booked);
        string[] found = ((string)(await booked.ExecuteScalarAsync(context.Cancellation))!).Split(' ');
        Connection board = context.Connections["departure_board"];
        return new(found[0], workspace, $"{board.Host}:{board.Port}", long.Parse(found[1], CultureInfo.InvariantCulture));
    }

    private static async Task<DbConnection> OpenAsync(TaskContext context)
    {
        DbConnection warehouse = context.Connections["warehouse"].Sql(Databases.Postgres);
        await warehouse.OpenAsync(context.Cancellation);
        return warehouse;
    }

    private static string Airport(TaskContext context) => context.Params.Text("airport")!;

    private static string Day(TaskContext context) =>
        (context.Run.LogicalDate ?? context.Run.RunAfter).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What a run used, to be compared with what others did.</summary>
/// <param name="Database">The name of its database.</param>
/// <param name="Workspace">The path of its directory.</param>
/// <param name="Board">The address of its board.</param>
/// <param name="BookedAt">What its clock said when it booked, in seconds since 1970.</param>
internal sealed record Whereabouts(string Database, string Workspace, string Board, long BookedAt);

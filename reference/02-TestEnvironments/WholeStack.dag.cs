using System.Data.Common;
using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Takes a day of flights from an API, keeps it in object storage, loads it into PostgreSQL, and mails what came of it.</summary>
public static class WholeStack
{
    public const string Id = "44_02_02_test_environment_setup_example_2";

    /// <summary>Where what the API said is kept.</summary>
    public const string Bucket = "flights";

    private const string Doc = """
        **44_02_02 Test environment setup, example 2** shows 2.2#1, 2.2#2, 2.2#3.

        Asks an API for the flights of the run's day, keeps its answer in object storage as it came, loads what is good of it into
        PostgreSQL, and mails how much that was.

        Practice: the four systems are declared once, under the names of the connections that lead to them. They start together, each is
        ready when it answered real use, the report says which of them took how long, and a system that does not come up or dies is named
        with its last output. Without it, a test waits for a port that is open too early, and a failure shows as a timeout somewhere else.

        The answer is kept before it is read, so a day can be loaded again without asking the API again.

        Connections: `flights_api` (HTTP), `lake` (object storage with a bucket `flights`), `warehouse` (PostgreSQL), `ops_mail` (SMTP).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "WholeStack",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.CronInterval("@daily"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "flight-data" },
            Json = ReferenceJson.Default,
        };

        TaskRef<string> kept = dag.Task("keep_answer", KeepAnswerAsync);
        TaskRef<LoadedDay> loaded = dag.Task("load_day", kept, LoadDayAsync);
        dag.Task("mail_summary", loaded, MailSummaryAsync);
        return dag.Build();
    }

    /// <returns>The key of the answer.</returns>
    private static async Task<string> KeepAnswerAsync(TaskContext context)
    {
        using HttpClient api = context.Connections["flights_api"].Http();
        await using Stream answer = await api.GetStreamAsync($"v1/flights?day={Day(context)}", context.Cancellation);
        using MemoryStream whole = new();
        await answer.CopyToAsync(whole, context.Cancellation);
        whole.Position = 0;
        string key = $"answers/{Day(context)}.json";
        await context.Connections["lake"].Objects().PutAsync(Bucket, key, whole, cancellation: context.Cancellation);
        return key;
    }

    private static async Task<LoadedDay> LoadDayAsync(string key, TaskContext context)
    {
        string answer = await context.Connections["lake"].Objects().ReadTextAsync(Bucket, key, context.Cancellation);
        FeedRow[] rows = [.. FlightFeed.ReadJson(key, answer)];
        Flight[] good = [.. rows.Select(row => row.Flight).OfType<Flight>()];
        await using DbConnection warehouse = context.Connections["warehouse"].Sql(Databases.Postgres);
        await warehouse.OpenAsync(context.Cancellation);
        await using DbCommand load = warehouse.Command(
            EphemeralPostgres.LoadDay, ("flights", JsonSerializer.Serialize(good, ReferenceJson.Default.FlightArray)));
        int loaded = await load.ExecuteNonQueryAsync(context.Cancellation);
        context.Count("flights.loaded", loaded);
        return new(loaded, rows.Length - good.Length);
    }

    private static async Task MailSummaryAsync(LoadedDay day, TaskContext context)
    {
        Connection server = context.Connections["ops_mail"];
        using var client = new SmtpClient(server.Host, server.Port!.Value);
        string subject = string.Create(
            CultureInfo.InvariantCulture, $"{Day(context)}: {day.Flights} flights loaded, {day.Rejected} rejected");
        await client.SendMailAsync("pipeline@example.org", "ops@example.org", subject, subject, context.Cancellation);
    }

    private static string Day(TaskContext context) =>
        (context.Run.LogicalDate ?? context.Run.RunAfter).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What came of a day's answer.</summary>
/// <param name="Flights">How many flights were loaded.</param>
/// <param name="Rejected">How many rows were none.</param>
internal sealed record LoadedDay(int Flights, int Rejected);

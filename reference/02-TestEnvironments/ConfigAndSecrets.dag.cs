using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.TestEnvironments;

/// <summary>Sends a partner the day's late flights. What it is set to comes in by variables, a param and a connection.</summary>
public static class ConfigAndSecrets
{
    public const string Id = "44_02_04_test_environment_setup_example_4";

    private const string Doc = """
        **44_02_04 Test environment setup** shows 2.4#1, 2.4#2, 2.4#3.

        Checks its settings before anything else, all of them at once; collects the late flights of the run's day; signs on to the
        partner's API and sends them there. When the API stays away, the feed is kept in the outbox and the run says so.

        Practice: settings come in layers (default, file, environment, test), each value says where it comes from, and secrets come by a
        connection only. A test plants canaries in the secrets and looks for them in all that a run leaves. Without it, a wrong setting is
        found hours later by what it did, and a password is found in a log by somebody else.

        Connections: `flights_inbox`, `outbox` (directories), `partner_api` (HTTP, with login and password). Variables: `partner`,
        `feed_limit` (a whole number). Param: `late_minutes`.
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "ConfigAndSecrets",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("55 23 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Params = [Param.Of("late_minutes", 15) with { Minimum = 1 }],
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "partners" },
            Json = ReferenceJson.Default,
        };

        TaskRef<FeedSettings> settings = dag.Task("check_settings", CheckSettings, new() { Retries = 0 });
        TaskRef<string[]> late = dag.Task("collect_late_flights", settings, CollectLateFlights);
        dag.Task("send_feed", settings, late, SendFeedAsync);
        return dag.Build();
    }

    /// <summary>What is wrong is told in one message: whoever mends it mends it once.</summary>
    private static FeedSettings CheckSettings(TaskContext context)
    {
        List<string> problems = [];
        string? partner = context.Variables.Find("partner");
        string? text = context.Variables.Find("feed_limit");
        Connection? api = FindConnection("partner_api", context);
        if (string.IsNullOrWhiteSpace(partner))
        {
            problems.Add("The variable 'partner' is not set: it names whom the feed is for.");
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) || limit == 0)
        {
            problems.Add($"The variable 'feed_limit' is {(text is null ? "not set" : $"'{text}'")}. Set it to a whole number above 0.");
        }

        if (api is null or { Password: null })
        {
            problems.Add(api is null ? "The connection 'partner_api' is not defined." : "The connection 'partner_api' has no password.");
        }

        return problems.Count == 0 ? new(partner!, limit) : throw Outcome.Fail(string.Join(' ', problems));
    }

    private static Connection? FindConnection(string id, TaskContext context)
    {
        try
        {
            return context.Connections[id];
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    private static string[] CollectLateFlights(FeedSettings settings, TaskContext context)
    {
        DateOnly date = DateOf(context.Run);
        long late = context.Params.Integer("late_minutes");
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        return
        [
            .. from file in FlightFeed.FilesIn(inbox, ".json")
               from row in FlightFeed.Read(file)
               let flight = row.Flight
               where flight is not null && DateOnly.FromDateTime(flight.DepartedAt) == date && flight.DelayMinutes >= late
               orderby flight.DelayMinutes descending
               select string.Create(CultureInfo.InvariantCulture, $"{flight.Origin}-{flight.Destination},{flight.DelayMinutes}"),
        ];
    }

    private static async Task SendFeedAsync(FeedSettings settings, string[] late, TaskContext context)
    {
        string feed = string.Join('\n', late.Take(settings.Limit));
        context.Count("flights.sent", Math.Min(late.Length, settings.Limit));
        try
        {
            await SendAsync(settings.Partner, feed, context);
        }
        catch (HttpRequestException e) when (context.TryNumber > context.MaxTries)
        {
            context.Logger.LogError(e, "The partner's API stays away; the feed is kept in the outbox.");
            string file = Path.Combine(context.Connections["outbox"].Path, $"feed-{settings.Partner}-{DateOf(context.Run):yyyy-MM-dd}.csv");
            await File.WriteAllTextAsync(file, feed, context.Cancellation);
            context.Count("flights.kept", Math.Min(late.Length, settings.Limit));
        }
    }

    private static async Task SendAsync(string partner, string feed, TaskContext context)
    {
        using HttpClient api = context.Connections["partner_api"].Http();
        using HttpResponseMessage session = await api.PostAsync(new Uri("session", UriKind.Relative), null, context.Cancellation);
        string token = await AcceptedAsync(session, context);

        // Nothing knows it for a secret but this body: it came in an answer.
        context.MaskSecret(token);
        context.Logger.LogInformation("Signed on to {Partner}, session {Token}.", partner, token);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"feeds/{Uri.EscapeDataString(partner)}");
        request.Headers.Add("X-Session", token);
        request.Content = new StringContent(feed, Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await api.SendAsync(request, context.Cancellation);
        await AcceptedAsync(taken, context);
    }

    /// <summary>The body of an answer. What a server says of a refusal may repeat the request, secrets included; it is of use all the
    /// same.</summary>
    private static async Task<string> AcceptedAsync(HttpResponseMessage answer, TaskContext context)
    {
        string body = await answer.Content.ReadAsStringAsync(context.Cancellation);
        return answer.IsSuccessStatusCode
            ? body
            : throw new HttpRequestException($"The partner's API answered with {(int)answer.StatusCode}: {body}", null, answer.StatusCode);
    }

    private static DateOnly DateOf(RunInfo run) => DateOnly.FromDateTime((run.LogicalDate ?? run.RunAfter).UtcDateTime);
}

/// <summary>What the feed is set to, once that was checked.</summary>
/// <param name="Partner">For whom it is.</param>
/// <param name="Limit">How many flights it holds at most.</param>
internal sealed record FeedSettings(string Partner, int Limit);

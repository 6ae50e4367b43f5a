using System.Globalization;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.MockAndStub;

/// <summary>Takes flights that partners dropped into object storage, publishes a summary beside them, and archives what it took.</summary>
public static class CloudDropZone
{
    public const string Id = "44_04_04_cloud_service_mocking";
    public const string Bucket = "flights";

    private const string Doc = """
        **44_04_04 Cloud service mocking** shows 4.4#1, 4.4#2, 4.4#3, 4.4#4.

        Reads every CSV object below `arrivals/`, writes `summaries/<day>.csv` and moves what it read to `archive/<day>/`. Which cloud
        keeps the objects is a matter of the connection's type: a directory, Google Cloud Storage, or one whose driver the DAG is made
        with, such as Amazon S3 and Azure Blob Storage.

        Practice: the summary is written only if there is none, and an object leaves `arrivals/` only when it is in the archive, so a
        run that dies after any call can be run again. Without it, a second run counts a delivery twice or loses it.

        Connections: `drop_zone` (object storage with a bucket `flights`).
        """;

    /// <param name="drivers">Of clouds whose SDKs the bundle is to carry; Google's and directories need none.</param>
    public static Dag Create(params ObjectDriver[] drivers)
    {
        var dag = new Dag(Id)
        {
            DisplayName = "CloudDropZone",
            Doc = Doc,
            Tags = ["reference", "testing", "intermediate", "success"],
            Schedule = Schedule.Cron("55 23 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "flight-data" },
            MaxActiveRuns = 1, // Runs take from the same bucket.
            Json = ReferenceJson.Default,
        };

        TaskRef<string[]> arrived = dag.Task("list_arrivals", context => ListArrivals(Zone(context), context));
        TaskRef<string> published = dag.Task("publish_summary", arrived, (keys, context) => PublishSummary(Zone(context), keys, context));
        TaskRef<int> archived = dag.Task("archive", arrived, (keys, context) => Archive(Zone(context), keys, context));
        _ = published >> archived;
        return dag.Build();

        ObjectStore Zone(TaskContext context) => context.Connections["drop_zone"].Objects(drivers);
    }

    private static async Task<string[]> ListArrivals(ObjectStore zone, TaskContext context)
    {
        var found = await zone.ListAsync(Bucket, "arrivals/", context.Cancellation);
        string[] keys = [.. found.Select(item => item.Key).Where(key => key.EndsWith(".csv", StringComparison.Ordinal))];
        return keys.Length > 0 ? keys : throw Outcome.Skip("Nothing arrived.");
    }

    private static async Task<string> PublishSummary(ObjectStore zone, string[] keys, TaskContext context)
    {
        SortedDictionary<string, (int Flights, int Delay)> airports = new(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            foreach (string line in (await zone.ReadTextAsync(Bucket, key, context.Cancellation)).Split('\n').Skip(1))
            {
                if (CsvLine.Split(line) is not [_, var delay, _, var origin, _])
                    continue;
                (int flights, int sum) = airports.GetValueOrDefault(origin);
                airports[origin] = (flights + 1, sum + int.Parse(delay, CultureInfo.InvariantCulture));
            }
        }

        string summary = "airport,flights,mean_delay\n" + string.Concat(airports.Select(airport => string.Create(
            CultureInfo.InvariantCulture,
                $"{airport.Key},{airport.Value.Flights},{(double)airport.Value.Delay / airport.Value.Flights:0.0}\n")));
        string target = $"summaries/{Day(context)}.csv";
        using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(summary));
        await zone.PutAsync(Bucket, target, content, onlyIfAbsent: true, context.Cancellation);
        context.Count("flights.summarised", airports.Values.Sum(airport => airport.Flights));
        return target;
    }

    private static async Task<int> Archive(ObjectStore zone, string[] keys, TaskContext context)
    {
        foreach (string key in keys)
        {
            string target = $"archive/{Day(context)}/{key["arrivals/".Length..]}";
            await using (Stream content = await zone.OpenAsync(Bucket, key, context.Cancellation))
                await zone.PutAsync(Bucket, target, content, cancellation: context.Cancellation);
            await zone.DeleteAsync(Bucket, key, context.Cancellation);
        }

        return keys.Length;
    }

    private static string Day(TaskContext context) => $"{context.Run.LogicalDate:yyyy-MM-dd}";
}

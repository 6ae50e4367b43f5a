using System.Data.Common;
using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.EndToEnd;

/// <summary>Loads reports of wildlife strikes and counts flights; what is new sets off <see cref="StrikeCosts"/> and
/// <see cref="StrikeDashboard"/>.</summary>
public static class StrikesToDashboard
{
    public const string Id = "44_01_05_end_to_end_tests_example_5";

    private const string Doc = """
        **44_01_05 End to end, example 5** shows 1.5#1, 1.5#2, 1.5#3.

        The first of three DAGs that are chained by assets. Each morning it loads the strike reports that are new and counts the flights
        that are new. Strikes, or a correction from outside, have `StrikeCosts` sum up costs anew; new costs and new traffic together
        have `StrikeDashboard` render the page.

        Practice: a DAG announces what it changed, with what a consumer needs to know in the extra, and says nothing when nothing changed:
        a task without a new file skips itself, and a skipped task announces nothing. Without it, consumers are scheduled "an hour
        later, to be safe", run on half of the data, or render the same page every day.

        Connections: `strikes_inbox`, `flights_inbox` (directories), `local_warehouse` (SQLite).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "StrikesToDashboard",
            Doc = Doc,
            Tags = ["reference", "advanced", "beginner", "success"],
            Schedule = Schedule.Cron("0 5 * * *"),
            StartDate = new(2002, 1, 2, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "wildlife" },
            MaxActiveRuns = 1, // Runs share the table of what has been read.
            Json = ReferenceJson.Default,
        };

        dag.Task("read_strikes", ReadStrikes, new() { Outlets = [StrikeStore.Strikes] });
        dag.Task("count_flights", CountFlights, new() { Outlets = [StrikeStore.Traffic] });
        return dag.Build();
    }

    /// <summary>A file that is delivered again replaces what was loaded from it.</summary>
    private static void ReadStrikes(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["strikes_inbox"].Path);
        using DbConnection warehouse = StrikeStore.Open(context);
        (FileInfo File, string Digest)[] delivered = StrikeStore.NewFiles(warehouse, inbox.EnumerateFiles("*strikes*.csv"));
        if (delivered.Length == 0)
        {
            throw Outcome.Skip("No reports came since the last run.");
        }

        using DbTransaction transaction = warehouse.BeginTransaction();
        int loaded = 0;
        int rejected = 0;
        foreach ((FileInfo file, string digest) in delivered)
        {
            warehouse.Execute(
                "DELETE FROM strikes WHERE source = $source; DELETE FROM rejected_strikes WHERE source = $source", ("$source", file.Name));
            foreach (StrikeReport report in StrikeFeed.Read(file))
            {
                Keep(report, file.Name, warehouse);
                (loaded, rejected) = report.Strike is null ? (loaded, rejected + 1) : (loaded + 1, rejected);
            }

            StrikeStore.Remember(warehouse, file, digest);
        }

        transaction.Commit();
        context.Count("strikes.loaded", loaded);
        context.Count("strikes.rejected", rejected);
        var news = new StrikeNews([.. delivered.Select(one => one.File.Name)], loaded, rejected);
        context.Assets.Announce(StrikeStore.Strikes, JsonSerializer.Serialize(news, ReferenceJson.Default.StrikeNews));
    }

    private static void Keep(StrikeReport report, string source, DbConnection warehouse)
    {
        if (report.Strike is { } strike)
        {
            warehouse.Execute(
                "INSERT INTO strikes VALUES ($source, $line, $month, $species, $damage, $cost)",
                ("$source", source), ("$line", report.Line), ("$month", $"{strike.Date:yyyy-MM}"),
                ("$species", strike.Species), ("$damage", strike.Damage), ("$cost", strike.Cost));
        }
        else
        {
            warehouse.Execute(
                "INSERT INTO rejected_strikes VALUES ($source, $line, $reason, $detail)",
                ("$source", source), ("$line", report.Line),
                ("$reason", report.Rejection!.Reason), ("$detail", report.Rejection.Detail));
        }
    }

    private static void CountFlights(TaskContext context)
    {
        DirectoryInfo inbox = new(context.Connections["flights_inbox"].Path);
        using DbConnection warehouse = StrikeStore.Open(context);
        (FileInfo File, string Digest)[] delivered = StrikeStore.NewFiles(warehouse, FlightFeed.FilesIn(inbox, ".json"));
        if (delivered.Length == 0)
        {
            throw Outcome.Skip("No flights came since the last run.");
        }

        using DbTransaction transaction = warehouse.BeginTransaction();
        Flight[] flights =
        [
            .. FlightFeed.FilesIn(inbox, ".json").SelectMany(FlightFeed.Read).Select(row => row.Flight).OfType<Flight>(),
        ];
        warehouse.Execute("DELETE FROM monthly_flights");
        foreach ((string month, int count) in flights.CountBy(flight => $"{flight.DepartedAt:yyyy-MM}"))
        {
            warehouse.Execute("INSERT INTO monthly_flights VALUES ($month, $flights)", ("$month", month), ("$flights", count));
        }

        Array.ForEach(delivered, one => StrikeStore.Remember(warehouse, one.File, one.Digest));
        transaction.Commit();
        context.Count("flights", flights.Length);
        context.Assets.Announce(StrikeStore.Traffic, $$"""{"flights":{{flights.Length}}}""");
    }
}

/// <summary>What came with a load of strike reports.</summary>
internal sealed record StrikeNews(string[] Files, int Loaded, int Rejected);

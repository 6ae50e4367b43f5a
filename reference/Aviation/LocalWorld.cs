using System.Collections.Immutable;
using System.Data.Common;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Reference.MockAndStub;

namespace Windtunnel.Reference.Aviation;

/// <summary>Where the connections lead in <c>windtunnel run</c>: to the project's data, and to directories of the run's own.</summary>
internal static class LocalWorld
{
    /// <summary>A day of the data with late and with very late flights.</summary>
    private static readonly DateTimeOffset DayOfBoth = new(2001, 1, 3, 23, 55, 0, TimeSpan.Zero);

    private static readonly DateOnly Holiday = new(2015, 7, 4);

    private static readonly DateTimeOffset MorningAfter2001 = new(2002, 1, 2, 5, 0, 0, TimeSpan.Zero);

    public static RunRequest Aviation(DirectoryInfo scratch) => At(
        DayOfBoth,
        Connection.ToPath("flights_inbox", ReferenceData.Directory),
        Connection.ToPath("airports", ReferenceData.Directory),
        Folder("reports", scratch),
        Folder("outbox", scratch),
        Folder("oncall", scratch),
        // Nobody answers there: in a local run the board says what it says when the API is away.
        new() { Id = "flight_status_api", Type = "http", Host = "127.0.0.1", Port = 1 },
        Folder("workspace", scratch),
        Folder("day_workspace", scratch),
        Database("local_warehouse", scratch),
        Database("fares", scratch));

    /// <summary>An inbox with a complete delivery.</summary>
    public static RunRequest Inbox(DirectoryInfo scratch)
    {
        Connection inbox = Folder("inbox", scratch);
        File.Copy(ReferenceData.PathOf("flights-2k.json"), Path.Combine(inbox.Path, "flights.json"));
        File.WriteAllText(Path.Combine(inbox.Path, "flights.json.done"), "");
        return At(DayOfBoth, inbox, Folder("archive", scratch));
    }

    public static RunRequest Strikes(DirectoryInfo scratch) => At(
        MorningAfter2001,
        Connection.ToPath("strikes_inbox", ReferenceData.Directory),
        Connection.ToPath("flights_inbox", ReferenceData.Directory),
        Folder("site", scratch),
        Database("local_warehouse", scratch));

    /// <summary>The day after a holiday, whose file has been delivered.</summary>
    public static RunRequest Weather(DirectoryInfo scratch)
    {
        Connection inbox = Folder("weather_inbox", scratch);
        File.WriteAllText(Path.Combine(inbox.Path, $"weather-{Holiday:yyyy-MM-dd}.csv"), WeatherFeed.FileOf(Holiday));
        return At(WeatherYear.StartOf(Holiday.AddDays(1)), inbox, Folder("weather_store", scratch), Folder("board", scratch));
    }

    /// <summary>A directory in place of object storage, to which two days of flights were delivered.</summary>
    public static RunRequest DropZone(DirectoryInfo scratch)
    {
        Connection zone = Folder("drop_zone", scratch);
        string flights = File.ReadAllText(ReferenceData.PathOf("flights-two-days.csv"));
        zone.Objects().PutTextAsync(CloudDropZone.Bucket, "arrivals/flights-two-days.csv", flights).GetAwaiter().GetResult();
        return At(DayOfBoth, zone);
    }

    /// <summary>No Airflow answers there: in a local run the report says what it says when the deployment is away.</summary>
    public static RunRequest Deployment(DirectoryInfo scratch) => At(
        DayOfBoth,
        new() { Id = "airflow", Type = "http", Host = "127.0.0.1", Port = 1, Login = "viewer", Password = "of-nobody" },
        Folder("reports", scratch)) with
    {
        Conf = """{"fail_on": "never"}""",
    };

    /// <summary>Nobody answers at the partner's: the feed is kept in the outbox.</summary>
    public static RunRequest Partner(DirectoryInfo scratch) => At(
        DayOfBoth,
        Connection.ToPath("flights_inbox", ReferenceData.Directory),
        Folder("outbox", scratch),
        new() { Id = "partner_api", Type = "http", Host = "127.0.0.1", Port = 1, Login = "us", Password = "of-nobody" }) with
    {
        Variables = ImmutableDictionary<string, string>.Empty.Add("partner", "tower").Add("feed_limit", "100"),
    };

    /// <summary>Two databases with the same tables.</summary>
    public static RunRequest Parity(DirectoryInfo scratch)
    {
        Connection[] databases = [Database("reference_database", scratch), Database("candidate_database", scratch)];
        foreach (Connection database in databases)
        {
            using DbConnection connection = database.Sql(Databases.Sqlite);
            connection.Open();
            using DbCommand create = connection.CreateCommand();
            create.CommandText = FareDatabase.Tables;
            create.ExecuteNonQuery();
        }

        return At(DayOfBoth, databases[0], databases[1], Folder("reports", scratch));
    }

    private static RunRequest At(DateTimeOffset instant, params Connection[] connections) => new()
    {
        StartingAt = instant,
        Connections = connections.ToImmutableDictionary(connection => connection.Id),
    };

    private static Connection Database(string id, DirectoryInfo scratch) =>
        new() { Id = id, Type = "sqlite", Host = Path.Combine(scratch.FullName, $"{id}.db") };

    /// <summary>A new directory of the run's own.</summary>
    private static Connection Folder(string id, DirectoryInfo scratch) => Connection.ToPath(id, scratch.CreateSubdirectory(id).FullName);
}

using System.IO.Abstractions;
using System.Text;
using System.Text.Json;
using Windtunnel.Reference.Aviation;

namespace Windtunnel.Reference.MockAndStub;

/// <summary>Takes a delivered file out of an inbox, keeps it, and reports on it.</summary>
public static class FileInbox
{
    public const string Id = "44_04_05_filesystem_mocking";

    private const string Delivery = "flights.json";

    /// <summary>Whoever delivers writes it last: before, the delivery may be half written.</summary>
    private const string Marker = "flights.json.done";

    private const string Doc = """
        **44_04_05 File system mocking** shows 4.5#1, 4.5#2, 4.5#3, 4.5#4.

        Waits until a delivery of flights is complete, keeps it in the archive under the run's day, and writes a report of it.

        Practice: every file is written beside its place, flushed to the disk and then renamed, so that a reader sees the whole file or
        none, and a task that is tried again starts from what is whole. Without it, a full disk or a crash leaves half a file under the
        name that everybody trusts; without the flush, the rename can survive a crash that the content does not.

        Connections: `inbox`, `archive` (directories).
        """;

    public static Dag Create()
    {
        var dag = new Dag(Id)
        {
            DisplayName = "FileInbox",
            Doc = Doc,
            Tags = ["reference", "testing", "intermediate", "success"],
            Schedule = Schedule.Cron("0 4 * * *"),
            StartDate = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Defaults = new() { Retries = 2, RetryDelay = TimeSpan.FromMinutes(5), Owner = "flight-data" },
            Json = ReferenceJson.Default,
        };

        TaskRef arrived = dag.Sensor(
            "wait_for_delivery", IsComplete, new() { PokeInterval = TimeSpan.FromMinutes(1), Timeout = TimeSpan.FromHours(6) });
        TaskRef<string> kept = dag.Task("keep_delivery", KeepDelivery);
        TaskRef reported = dag.Task("report", kept, Report);
        TaskScope.Chain(arrived, kept, reported);
        return dag.Build();
    }

    private static bool IsComplete(TaskContext context)
    {
        Connection inbox = context.Connections["inbox"];
        return inbox.Files().File.Exists(Path.Combine(inbox.Path, Marker));
    }

    /// <returns>The archived file's name.</returns>
    private static string KeepDelivery(TaskContext context)
    {
        Connection inbox = context.Connections["inbox"];
        IFileSystem files = inbox.Files();
        string delivery = Path.Combine(inbox.Path, Delivery);
        string name = $"flights-{context.Run.LogicalDate:yyyy-MM-dd}.json";
        if (files.File.Exists(delivery))
        {
            WriteWhole(context.Connections["archive"], name, files.File.ReadAllBytes(delivery));

            // The marker last, as it came: whoever looks meanwhile sees no complete delivery.
            files.File.Delete(Path.Combine(inbox.Path, Marker));
            files.File.Delete(delivery);
        }

        return name;
    }

    private static void Report(string name, TaskContext context)
    {
        Connection archive = context.Connections["archive"];
        using JsonDocument flights = JsonDocument.Parse(archive.Files().File.ReadAllBytes(Path.Combine(archive.Path, name)));
        int count = flights.RootElement.GetArrayLength();
        context.Count("flights", count);
        WriteWhole(archive, Path.ChangeExtension(name, ".txt"), Encoding.UTF8.GetBytes($"{count} flights in {name}\n"));
    }

    private static void WriteWhole(Connection directory, string name, byte[] content)
    {
        IFileSystem files = directory.Files();
        string final = Path.Combine(directory.Path, name);
        using (FileSystemStream part = files.File.Create(final + ".part"))
        {
            part.Write(content);
            part.Flush(flushToDisk: true);
        }

        files.File.Move(final + ".part", final, overwrite: true);
    }
}

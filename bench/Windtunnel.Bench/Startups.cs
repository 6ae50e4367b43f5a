using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Bench;

/// <summary>How long a bundle takes to get ready and to run a task that does nothing, in times of what starting <c>/bin/true</c>
/// takes.</summary>
internal static class Startups
{
    private const int Times = 60;
    private const int WarmUp = 5;

    public static IEnumerable<Figure> Measure(string bundle)
    {
        List<TimeSpan> nothing = [];
        List<(TimeSpan Connected, TimeSpan Told)> started = [];
        for (int i = 0; i < Times + WarmUp; i++)
        {
            nothing.Add(Nothing());
            started.Add(Once(bundle));
        }

        TimeSpan unit = Median(nothing);
        yield return Figure.AtMost(4, "", "exec to both sockets, to /bin/true", Median(started.ConvertAll(one => one.Connected)) / unit);
        yield return Figure.AtMost(5, "", "exec to an empty task's end, to /bin/true", Median(started.ConvertAll(one => one.Told)) / unit);
    }

    private static TimeSpan Median(List<TimeSpan> all) => all.Skip(WarmUp).Order().ElementAt(Times / 2);

    private static TimeSpan Nothing()
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start("/bin/true");
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(began);
    }

    private static (TimeSpan Connected, TimeSpan Told) Once(string bundle)
    {
        using var comm = new TcpListener(IPAddress.Loopback, 0);
        using var logs = new TcpListener(IPAddress.Loopback, 0);
        comm.Start();
        logs.Start();
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(bundle, [$"--comm={comm.LocalEndpoint}", $"--logs={logs.LocalEndpoint}"]);
        using TcpClient log = logs.AcceptTcpClient();
        using TcpClient client = comm.AcceptTcpClient();
        TimeSpan connected = Stopwatch.GetElapsedTime(began);
        client.NoDelay = true;
        var frames = new FrameStream(client.GetStream());
        frames.WriteReply(new(0, Startup()));
        Frame told = frames.Read()!;
        TimeSpan ended = Stopwatch.GetElapsedTime(began);
        frames.WriteReply(new(told.Id, null));
        process.WaitForExit();
        return told.Body is SucceedTask
            ? (connected, ended)
            : throw new InvalidOperationException($"The bundle said {told.Body?.Type} instead of SucceedTask.");
    }

    private static StartupDetails Startup() => new()
    {
        Ti = new() { Id = default, TaskId = "t", DagId = "d", RunId = "r", TryNumber = 1, DagVersionId = default },
        DagRelPath = "d.py",
        BundleInfo = new() { Name = "bench" },
        StartDate = DateTimeOffset.UnixEpoch,
        TiContext = new()
        {
            DagRun = new()
            {
                DagId = "d",
                RunId = "r",
                LogicalDate = null,
                DataIntervalStart = null,
                DataIntervalEnd = null,
                RunAfter = DateTimeOffset.UnixEpoch,
                StartDate = DateTimeOffset.UnixEpoch,
                EndDate = null,
                RunType = "manual",
                State = "running",
                ConsumedAssetEvents = [],
                PartitionKey = null,
            },
            MaxTries = 0,
        },
        SentryIntegration = "",
    };
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Airflow.Tests.Protocol;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>The other side of the protocol: listens on real sockets, sends the first frame, answers each request by a function.</summary>
internal sealed class TestSupervisor(Message first)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The answer to a request; null: nil, unless <see cref="Refusals"/> has one.</summary>
    public Func<Message, Message?> Answers { get; init; } = _ => null;

    /// <summary>Why a request is refused; null: it is not.</summary>
    public Func<Message, ErrorResponse?> Refusals { get; init; } = _ => null;

    /// <summary>After this request both sockets are closed without an answer; null: never.</summary>
    public Predicate<Message>? GoneAt { get; init; }

    public List<Message> Requests { get; } = [];

    /// <summary>The trace headers of each request; null where it had none.</summary>
    public List<IReadOnlyDictionary<string, string>?> Carriers { get; } = [];

    public string LogText { get; private set; } = "";

    public IEnumerable<JsonElement> LogLines => LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>The first frame of a recorded conversation.</summary>
    public static StartupDetails Recorded(string conversation) =>
        (StartupDetails)FrameCodec.Read(new(RecordedFrame.All(conversation).First(frame => frame.IsFromSupervisor).Payload)).Body!;

    /// <summary>Runs the bundle's program inside the test, and returns its exit code.</summary>
    public Task<int> RunAsync(Bundle bundle) => RunAsync(() => bundle);

    /// <summary>The same with a bundle that is made when the runtime asks for it.</summary>
    public async Task<int> RunAsync(Func<Bundle> bundle)
    {
        using var comm = new TcpListener(IPAddress.Loopback, 0);
        using var logs = new TcpListener(IPAddress.Loopback, 0);
        comm.Start();
        logs.Start();
        Task<int> program = Task.Run(() => BundleProgram.RunTaskAsync(
            bundle, (IPEndPoint)comm.LocalEndpoint, (IPEndPoint)logs.LocalEndpoint, TimeProvider.System));
        using TcpClient commClient = await comm.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using TcpClient logsClient = await logs.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Task<string> log = ReadLogAsync(logsClient);
        Task serving = Task.Run(() => Serve(commClient, logsClient), TestContext.Current.CancellationToken);
        int exit = await program.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await serving.WaitAsync(Patience, TestContext.Current.CancellationToken);
        LogText = GoneAt is null ? await log.WaitAsync(Patience, TestContext.Current.CancellationToken) : "";
        return exit;
    }

    private static async Task<string> ReadLogAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Serve(TcpClient comm, TcpClient logs)
    {
        var frames = new FrameStream(comm.GetStream());
        frames.WriteReply(new(0, first));
        while (frames.Read() is { Body: { } request } frame)
        {
            Requests.Add(request);
            Carriers.Add(frame.TraceCarrier);
            if (GoneAt?.Invoke(request) == true)
            {
                logs.Close();
                comm.Close();
                return;
            }

            frames.WriteReply(Refusals(request) is { } error ? new(frame.Id, null, error) : new(frame.Id, Answers(request)));
        }
    }
}

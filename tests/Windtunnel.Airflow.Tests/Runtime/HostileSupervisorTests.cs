using System.Net;
using System.Net.Sockets;
using Windtunnel.Airflow.Protocol;
using static Windtunnel.Airflow.Tests.Runtime.OneTask;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>A supervisor that does not answer, or answers wrongly, on a real socket.</summary>
public sealed class HostileSupervisorTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient _runtime = new();
    private readonly TcpClient _supervisor;
    private readonly FrameStream _frames;
    private readonly SupervisorChannel _channel;

    public HostileSupervisorTests()
    {
        _listener.Start();
        _runtime.Connect((IPEndPoint)_listener.LocalEndpoint);
        _supervisor = _listener.AcceptTcpClient();
        _runtime.ReceiveTimeout = 100;
        _frames = new(_supervisor.GetStream());
        _channel = new(_runtime.GetStream());
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _supervisor.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void Answer_ThatNeverComes_IsABoundedWaitAndHindersNoLaterRequest()
    {
        var error = Assert.Throws<ProtocolException>(() => _channel.Ask(new GetVariable { Key = "a" }));
        _frames.WriteReply(new(1, new VariableResult { Key = "a", Value = "late" }));
        _frames.WriteReply(new(2, new VariableResult { Key = "b", Value = "in time" }));
        var answer = _channel.Ask<VariableResult>(new GetVariable { Key = "b" });

        Assert.StartsWith("No answer to GetVariable came within 0.1 s.", error.Message, StringComparison.Ordinal);
        Assert.Equal("in time", answer.Value);
    }

    [Fact]
    public void Answer_ThatIsCut_EndsTheConversation()
    {
        _supervisor.GetStream().Write([0, 0, 0, 9, 0x93]);

        Assert.Throws<ProtocolException>(() => _channel.Ask(new GetVariable { Key = "a" }));
        var error = Assert.Throws<ProtocolException>(() => _channel.Ask(new GetVariable { Key = "b" }));

        Assert.Contains("broke off earlier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_WithAnIdThatWasNeverAsked_IsRefused()
    {
        _frames.WriteReply(new(77, null));

        var error = Assert.Throws<ProtocolException>(() => _channel.Ask(new GetVariable { Key = "a" }));

        Assert.Contains("an answer to the id 77 came, which was never asked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OfAnUnknownType_IsNamed()
    {
        _supervisor.GetStream().Write([0, 0, 0, 13, 0x93, 1, 0x81, 0xA4, .. "type"u8, 0xA3, .. "New"u8, 0xC0]);

        var error = Assert.Throws<ProtocolException>(() => _channel.Ask<VariableResult>(new GetVariable { Key = "a" }));

        Assert.Equal("GetVariable was answered with New, not with VariableResult.", error.Message);
    }

    [Fact]
    public void Request_ThatCannotBeWritten_LeavesTheConversationWhole()
    {
        Assert.Throws<ProtocolException>(() => _channel.Ask(new MaskSecret { Value = JsonText.Of("\"\\ud800\"") }));
        _frames.WriteReply(new(2, null));

        Assert.Null(_channel.Ask(new MaskSecret { Value = JsonText.Of("\"fine\"") }));
    }

    [Fact]
    public async Task Request_ThatIsDroppedWithoutAnAnswer_IsNotTheEndOfTheTask()
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(
            dag => dag.Task("t", context => { _ = context.Variables.Find("v"); }),
            shouldRetry: true,
            answers: request => request is GetVariable ? new UnknownAnswer() : null);

        Assert.Equal(0, exit);
        Assert.Equal(["GetVariable", "RetryTask"], supervisor.Requests.Select(request => request.Type));
    }

    /// <summary>What a later Airflow might answer.</summary>
    private sealed record UnknownAnswer : Message
    {
        public override string Type => "UnknownAnswer";

        public override void Write(ref Nerdbank.MessagePack.MessagePackWriter writer)
        {
            writer.WriteMapHeader(1);
            writer.Write("type");
            writer.Write(Type);
        }
    }

    public static TheoryData<string, string, string> OddFirstFrames => new()
    {
        { "no list of options", "null", """{"event":{"chosen_options":null}}""" },
        { "options that are no texts", "null", """{"event":{"chosen_options":[1,{}]}}""" },
        { "no event", "{}", "{}" },
        { "arguments that are no map", "{}", "7" },
        { "conf that is a list", "[1]", """{"event":{"chosen_options":["yes"]}}""" },
        { "a moment beyond its zone", """{"a":{"__type":"datetime","__var":{"timestamp":-62135596800,"tz":-3600}}}""", "{}" },
    };

    [Theory]
    [MemberData(nameof(OddFirstFrames))]
    public async Task FirstFrame_WithOddValues_EndsWithATerminalMessage(string what, string conf, string nextKwargs)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(
            dag => dag.AskHuman("t", new() { Subject = "Go?", Options = ["yes", "no"] }),
            change: startup => startup with
            {
                TiContext = startup.TiContext with
                {
                    NextMethod = "resume",
                    NextKwargs = JsonText.Of(nextKwargs),
                    DagRun = startup.TiContext.DagRun with { Conf = JsonText.Of(conf) },
                },
            });

        Assert.Equal((what, 0), (what, exit));
        Assert.IsType<Windtunnel.Airflow.Protocol.TaskState>(supervisor.Requests[^1]);
    }
}

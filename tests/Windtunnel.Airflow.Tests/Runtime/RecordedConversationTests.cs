using System.Text.Json;
using Windtunnel.Airflow.Protocol;
using Windtunnel.Airflow.Tests.Protocol;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>Conversations of a probe with a real Airflow, held again by a DAG with the same ids: the first frame and every answer are the
/// recorded ones, and the runtime must say what the probe said.</summary>
public sealed class RecordedConversationTests
{
    // Values of the probe's that say nothing about the protocol.
    private static readonly HashSet<string> Ignored = ["end_date", "rendered_map_index", "dag_result", "retry_reason"];

    public static TheoryData<string, Action<Dag, string>> Held => new()
    {
        { "succeed-plain", (dag, id) => dag.Task(id, _ => { }) },
        { "skip-itself", (dag, id) => dag.Task(id, _ => throw Outcome.Skip("")) },
        { "fail-although-retries-left", (dag, id) => dag.Task(id, _ => throw Outcome.Fail("")) },
        { "retry-first-try", (dag, id) => dag.Task(id, _ => throw new InvalidOperationException("scripted")) },
        { "defer-resumed", (dag, id) => dag.Deferrable(id, _ => new Deferral(Trigger.At(default)), (_, _) => (int?)null) },
    };

    [Theory]
    [MemberData(nameof(Held))]
    public async Task Conversation_WithTheSameTask_SaysTheSame(string conversation, Action<Dag, string> fill)
    {
        StartupDetails startup = TestSupervisor.Recorded(conversation);
        var dag = new Dag(startup.Ti.DagId);
        fill(dag, startup.Ti.TaskId);
        var supervisor = new TestSupervisor(startup);

        int exit = await supervisor.RunAsync(Bundle.Of(dag));

        Assert.Equal(0, exit);
        Assert.Equal(
            RecordedFrame.All(conversation).Where(frame => !frame.IsFromSupervisor).Select(frame => Said(frame.Decoded[1])),
            supervisor.Requests.Select(Said));
    }

    [Theory]
    [InlineData("defer-resumed", "2026-11-23T05:45:51.110077+00:00")]
    [InlineData("defer-old-style-kwargs-resumed", "2026-11-23T05:14:16.55747+00:00")]
    public async Task Event_OfATrigger_ReachesTheResumedBody(string conversation, string payload)
    {
        TriggerEvent? seen = null;
        StartupDetails startup = TestSupervisor.Recorded(conversation);
        var dag = new Dag(startup.Ti.DagId);
        dag.Deferrable(
            startup.Ti.TaskId,
            _ => throw new InvalidOperationException("It is resumed."),
            (fired, _) => (seen = fired).ToString());

        await new TestSupervisor(startup).RunAsync(Bundle.Of(dag));

        Assert.Equal(payload, seen!.Payload.GetString());
    }

    [Fact]
    public async Task Trigger_ThatTimedOut_FailsTheTask()
    {
        StartupDetails startup = TestSupervisor.Recorded("defer-timed-out");
        var dag = new Dag(startup.Ti.DagId);
        dag.Deferrable(startup.Ti.TaskId, _ => new Deferral(Trigger.At(default)), (_, _) => 1);
        var supervisor = new TestSupervisor(startup);

        await supervisor.RunAsync(Bundle.Of(dag));

        Assert.Equal("failed", supervisor.Only<Windtunnel.Airflow.Protocol.TaskState>().State);
        Assert.Contains("Trigger timeout", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfAPerson_IsTheResult()
    {
        StartupDetails startup = TestSupervisor.Recorded("human-input-answered");
        var dag = new Dag(startup.Ti.DagId);
        dag.AskHuman(
            startup.Ti.TaskId, new() { Subject = "Ship it?", Options = ["Approve", "Reject"], Params = [Param.Of("reason", "")] });
        var supervisor = new TestSupervisor(startup);

        await supervisor.RunAsync(Bundle.Of(dag));

        JsonElement answer = supervisor.Only<SetXCom>().Value.ToElement();
        Assert.Equal("Approve", answer.GetProperty("chosenOptions")[0].GetString());
        Assert.Equal("fine", answer.GetProperty("paramsInput").GetProperty("reason").GetString());
        Assert.Equal("admin", answer.GetProperty("respondedBy").GetString());
    }

    [Fact]
    public async Task Question_ToAPerson_IsAskedBeforeTheTaskIsParked()
    {
        StartupDetails startup = TestSupervisor.Recorded("human-input-asked");
        var dag = new Dag(startup.Ti.DagId);
        dag.AskHuman(startup.Ti.TaskId, new() { Subject = "Ship it?", Options = ["Approve", "Reject"], Params = [Param.Of("reason", "")] });
        var supervisor = new TestSupervisor(startup);

        await supervisor.RunAsync(Bundle.Of(dag));

        Assert.Equal(["CreateHITLDetailPayload", "AwaitInputTask"], supervisor.Requests.Select(request => request.Type));
        Assert.Equal(
            """{"reason":{"value":"","description":null,"schema":{"type":"string"}}}""",
            supervisor.Only<CreateHITLDetailPayload>().Params.ToString());
    }

    private static string Said(Message message)
    {
        var stream = new MemoryStream();
        new FrameStream(stream).WriteRequest(new(1, message));
        var reader = new Nerdbank.MessagePack.MessagePackReader(stream.ToArray().AsMemory(4));
        reader.ReadArrayHeader();
        reader.ReadInt64();
        return Said(WireJson.Read(ref reader).ToElement());
    }

    private static string Said(JsonElement body) => string.Join(' ', body.EnumerateObject()
        .Where(key => !Ignored.Contains(key.Name) && key.Value.ValueKind != JsonValueKind.Null)
        .OrderBy(key => key.Name, StringComparer.Ordinal)
        .Select(key => $"{key.Name}={key.Value.GetRawText()}"));
}

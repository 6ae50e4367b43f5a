using System.Text.Json.Nodes;
using static Windtunnel.Conformance.Tests.Special.Bodies;

namespace Windtunnel.Conformance.Tests.Special;

internal static class DataL
{
    [Scenario]
    public static Dag L02_multiple_outputs()
    {
        Dag dag = Manual();
        dag.Task("a", _ => new JsonObject { ["x"] = 1, ["y"] = new JsonArray(2) }, new() { MultipleOutputs = true });
        dag.Task("b", _ => 5, new() { MultipleOutputs = true });
        return dag;
    }

    [Scenario]
    public static Dag L03_xcom_cleared_on_retry()
    {
        Dag dag = Manual();
        TaskRef a = dag.Task("a", PushesThenFails, new() { Retries = 1 });
        TaskRef b = dag.Task("b", context => new JsonObject { ["k"] = context.XCom.Pull<int?>("a", "k") });
        _ = a >> b;
        return dag;
    }

    [Scenario]
    public static Dag L10_callbacks()
    {
        Dag dag = Manual();
        var spec = new TaskSpec
        {
            Callbacks = new() { OnExecute = [Note], OnSuccess = [Note], OnFailure = [Note], OnRetry = [Note], OnSkipped = [Note] },
        };
        _ = dag.Op("a", Bad, spec: spec with { Retries = 1 }) >> dag.Op("b", spec);
        dag.Op("c", spec);
        dag.Op("d", Skip, spec: spec);
        return dag;
    }

    private static void PushesThenFails(TaskContext context)
    {
        if (context.TryNumber == 1)
        {
            context.XCom.Push("k", 1);
            throw new InvalidOperationException("Fails.");
        }
    }

    private static void Note(CallbackCall call) => call.Context.Count("calls", 1);
}

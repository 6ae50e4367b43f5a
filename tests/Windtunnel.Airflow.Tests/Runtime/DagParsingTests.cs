using System.Text.Json;
using Windtunnel.Airflow.Protocol;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>A bundle that is asked for its DAGs, as Airflow 3.4 does.</summary>
public sealed class DagParsingTests
{
    private static readonly DagFileParseRequest Request =
        new() { File = "/bundles/orders", BundlePath = "/bundles", BundleName = "csharp" };

    [Fact]
    public async Task Request_ForTheDags_IsAnsweredWithEveryOne()
    {
        (TestSupervisor supervisor, int exit) = await AskAsync(Bundle.Of(One("a"), One("b")));

        DagFileParsingResult answer = supervisor.Only<DagFileParsingResult>();
        Assert.Equal(0, exit);
        Assert.Equal("/bundles/orders", answer.Fileloc);
        Assert.Equal(["a", "b"], answer.SerializedDags.Select(IdOf));
        Assert.True(answer.ImportErrors.IsMissingOrNull);
    }

    [Fact]
    public async Task Dag_ThatCannotBeWritten_IsAnErrorAndHindersNoOther()
    {
        var refused = new Dag("refused") { Callbacks = new() { OnSuccess = [_ => { }] } };
        Bundle bundle = Bundle.Of(One("a"), refused).With("broken", () => throw new InvalidOperationException("boom"));

        (TestSupervisor supervisor, int exit) = await AskAsync(bundle);

        DagFileParsingResult answer = supervisor.Only<DagFileParsingResult>();
        string errors = answer.ImportErrors.ToElement().GetProperty("/bundles/orders").GetString()!;
        Assert.Equal(0, exit);
        Assert.Equal(["a"], answer.SerializedDags.Select(IdOf));
        Assert.Contains("Callbacks of a Dag are run by Python", errors, StringComparison.Ordinal);
        Assert.Contains("boom", errors, StringComparison.Ordinal);
    }

    private static async Task<(TestSupervisor Supervisor, int Exit)> AskAsync(Bundle bundle)
    {
        var supervisor = new TestSupervisor(Request);
        return (supervisor, await supervisor.RunAsync(bundle));
    }

    private static Dag One(string id)
    {
        var dag = new Dag(id);
        dag.Task("t", _ => 1);
        return dag;
    }

    private static string? IdOf(LazyDeserializedDAG dag) =>
        JsonDocument.Parse(dag.Data.ToString()).RootElement.GetProperty("dag").GetProperty("dag_id").GetString();
}

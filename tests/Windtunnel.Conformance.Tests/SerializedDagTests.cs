using System.Text.Json.Nodes;
using Windtunnel.Airflow;
using Windtunnel.Conformance.Tests.Special;
using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>What a real Airflow stored for a DAG of Python, and what ours writes for the same DAG.</summary>
public sealed class SerializedDagTests
{
    private static readonly string[] Files = ["named.json", "wide.json", "random.json", "order-sensitive.json"];

    private static readonly Dictionary<string, Scenario> Scenarios = Files
        .SelectMany(file => ConformanceFile.Read(Path.Combine(AppContext.BaseDirectory, "conformance", file)).Scenarios)
        .ToDictionary(scenario => scenario.Name);

    public static TheoryData<string> Recorded =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Where(IsOurs).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "conformance", "serialized");

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Dag_WrittenByUs_HasTheStructureThatAirflowStored(string name)
    {
        JsonNode airflow = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;
        JsonNode ours = JsonNode.Parse(DagJson.Of(DagOf(name)))!;

        // The twins of DAGs that were written by hand share one delay, since nothing of them is about delays.
        bool withDelays = Scenarios.ContainsKey(name);
        List<string> expected = SerializedForm.Of(airflow, withDelays);
        List<string> actual = SerializedForm.Of(ours, withDelays);

        // The recorder gave every DAG a start date; those without a schedule need none.
        expected.RemoveAll(line => IsStart(line) && !actual.Exists(IsStart));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Recordings_OfSerializedDags_AllHaveATwin() => Assert.Equal(Directory.GetFiles(Folder, "*.json").Length, Recorded.Count);

    private static bool IsStart(string line) => line.StartsWith("dag.start_date", StringComparison.Ordinal);

    private static bool IsOurs(string name) => Scenarios.ContainsKey(name) || SpecialScenarios.All.ContainsKey(name) || name == "probe";

    private static Dag DagOf(string name) => name == "probe" ? Probe()
        : Scenarios.TryGetValue(name, out Scenario? scenario) ? ScenarioDag.Build(scenario)
        : SpecialScenarios.All[name].Build();

    /// <summary>The DAG of stubs with which the protocol was explored; a few of its tasks are Python's.</summary>
    private static Dag Probe()
    {
        var dag = new Dag("probe")
        {
            Doc = "probe",
            Tags = ["csharp"],
            Params = [Param.OfJson("who", "\"me\""), Param.OfJson("n", "3")],
        };
        TaskSpec stub = new() { Queue = "csharp" };
        dag.Task("py_types", _ => { }).Before(
            dag.Task("extract", _ => { }, stub)).Before(dag.Task("transform", _ => { }, stub)).Before(dag.Task("py_reads", _ => { }));
        dag.Task("flaky", _ => { }, stub with { Retries = 2 });
        dag.Task("hard", _ => { }, stub with { Retries = 3 });
        dag.Task("skip", _ => { }, stub);
        dag.Task("branch", _ => { }, stub).Before(Node.Of(dag.Task("left", _ => { }, stub), dag.Task("right", _ => { }, stub)));
        dag.Task("sensor", _ => { }, stub);
        dag.Task("defer", _ => { }, stub);
        dag.Map("mapped", dag.Task("lister", _ => Array.Empty<int>(), stub), (_, _) => { });
        dag.Task("trigger", _ => { }, stub);
        dag.Task("asset", _ => { }, stub with { Outlets = [new("probe_asset", "file:///probe")] });
        dag.Task("crash", _ => { }, stub with { Retries = 1 });
        return dag.Build();
    }
}

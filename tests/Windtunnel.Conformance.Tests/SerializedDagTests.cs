using System.Text.Json.Nodes;
using Windtunnel.Airflow;
using Windtunnel.Conformance.Tests.Special;
using Windtunnel.Testing.Conformance;

namespace Windtunnel.Conformance.Tests;

/// <summary>What a real Airflow stored for a DAG of Python, and what ours writes for the same DAG.</summary>
public sealed class SerializedDagTests
{
    private static readonly Dictionary<string, Scenario> Scenarios = new[] { "named.json", "wide.json", "random.json" }
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
    public void Recordings_ThatHaveATwin_AreNearlyAll() => Assert.InRange(Recorded.Count, 70, 1000);

    private static bool IsStart(string line) => line.StartsWith("dag.start_date", StringComparison.Ordinal);

    private static bool IsOurs(string name) => Scenarios.ContainsKey(name) || SpecialScenarios.All.ContainsKey(name);

    private static Dag DagOf(string name) =>
        Scenarios.TryGetValue(name, out Scenario? scenario) ? ScenarioDag.Build(scenario) : SpecialScenarios.All[name].Build();
}

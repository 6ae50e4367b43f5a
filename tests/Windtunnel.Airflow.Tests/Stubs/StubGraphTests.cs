using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Airflow.Tests.Stubs;

/// <summary>A stub that Python has run gives the graph of its DAG.</summary>
public sealed class StubGraphTests
{
    public static TheoryData<string> Names => [.. Dags.Keys];

    private static Dictionary<string, Func<Dag>> Dags { get; } = new Func<Dag>[]
    {
        StubDags.Plain, StubDags.Groups, StubDags.Mappings, StubDags.Assets, StubDags.Nested, StubDags.FilledInTurns,
    }.ToDictionary(make => make().Id);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stub_RunByPython_HasTheEdgesOfItsDag(string name)
    {
        Dag dag = Dags[name]();

        Assert.Equal([GraphOf(dag)], await InPythonAsync([dag]));
    }

    [Fact]
    public async Task Stubs_OfAnyGroupsAndEdges_HaveTheEdgesOfTheirDags()
    {
        Dag[] dags = [.. Enumerable.Range(0, 200).Select(seed => RandomDags.Of(seed))];

        Assert.Equal(dags.Select(GraphOf), await InPythonAsync(dags));
    }

    private static async Task<IEnumerable<string>> InPythonAsync(Dag[] dags)
    {
        string standIn = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "Windtunnel.Airflow.Tests", "Stubs", "airflow_stand_in.py"),
            TestContext.Current.CancellationToken);
        var stubs = new JsonArray([.. dags.Select(dag => JsonValue.Create(StubExport.Of(dag).Text))]);
        string said = await Python.SaysAsync(standIn, stubs.ToJsonString());
        Assert.StartsWith("[", said, StringComparison.Ordinal);
        return JsonDocument.Parse(said).RootElement.EnumerateArray().Select(graph => string.Join('\n', graph.EnumerateObject()
            .Select(task => Line(task.Name, task.Value.EnumerateArray().Select(word => word.GetString()!)))
            .Order(StringComparer.Ordinal)));
    }

    private static string GraphOf(Dag dag) => string.Join('\n', dag.Build().Tasks
        .Select(task => Line(task.Id, [
            task.IsSetup ? "setup" : task.IsTeardown ? "teardown" : "task",
            .. task.Downstream.Select(next => next.Id).Order(StringComparer.Ordinal)]))
        .Order(StringComparer.Ordinal));

    private static string Line(string id, IEnumerable<string> words) => $"{id}: {string.Join(' ', words)}";
}

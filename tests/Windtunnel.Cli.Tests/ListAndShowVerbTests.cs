using System.Text.Json;

namespace Windtunnel.Cli.Tests;

public sealed class ListAndShowVerbTests
{
    [Fact]
    public async Task List_OfAProject_ShowsEachDag()
    {
        using SampleProject project = new("Bundle.Of(Good(), Bad())");

        string[] lines = (await project.CallAsync("list")).ShouldSucceed().Output.TrimEnd().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Matches("^GoodStory +good +3 +none", lines[1]);
    }

    [Fact]
    public async Task List_OfADagWithServices_ShowsThemAndWhatTheMachineMustHave()
    {
        using SampleProject project = new(environments:
            "DagEnvironments.Of().With(\"good\", () => new TestEnvironment().Add(Service.Postgres(\"warehouse\")).Add(Service.Smtp()))");

        string table = (await project.CallAsync("list")).ShouldSucceed().Output.TrimEnd();

        Assert.EndsWith("warehouse (postgres), smtp", table, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await project.CallAsync("list", "--json")).ShouldSucceed().Output);
        Assert.Equal("postgres", json.RootElement[0].GetProperty("services")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task List_WithADagThatCannotBeBuilt_NamesItAndShowsTheOthers()
    {
        using SampleProject project = new("Bundle.Of(Good()).With(\"broken\", () => throw new IOException(\"No network.\"))");

        ToolResult result = await project.CallAsync("list");

        result.ShouldBeRefused(3, "Dag 'broken' could not be created. IOException: No network.");
        Assert.Contains("GoodStory", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithJson_PrintsJson()
    {
        using SampleProject project = new();

        using var json = JsonDocument.Parse((await project.CallAsync("list", "--json")).ShouldSucceed().Output);

        Assert.Equal("good", json.RootElement[0].GetProperty("dag").GetString());
        Assert.Equal(3, json.RootElement[0].GetProperty("tasks").GetInt32());
    }

    [Fact]
    public async Task Show_OfADag_PrintsItsGraph()
    {
        using SampleProject project = new();

        string output = (await project.CallAsync("show", "GoodStory")).ShouldSucceed().Output;

        Assert.Contains("Params: limit = 3, name = \"x\"", output, StringComparison.Ordinal);
        Assert.EndsWith("one     task\nlist    task  after one\neach[]  task  after list\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WithMermaid_PrintsAFlowchartAndNothingElse()
    {
        using SampleProject project = new();

        string output = (await project.CallAsync("show", "good", "--mermaid")).ShouldSucceed().Output;

        Assert.Equal("flowchart LR\n  t0[\"one\"]\n  t1[\"list\"]\n  t2[[\"each\"]]\n  t0 --> t1\n  t1 --> t2\n", output);
    }

    [Fact]
    public async Task Show_WithJson_PrintsTheOutline()
    {
        using SampleProject project = new();

        using var json = JsonDocument.Parse((await project.CallAsync("show", "good", "--json")).ShouldSucceed().Output);

        Assert.Equal(3, json.RootElement.GetProperty("tasks").GetArrayLength());
    }

    [Fact]
    public async Task Show_OfAnUnknownDag_SuggestsTheNearest()
    {
        using SampleProject project = new();

        (await project.CallAsync("show", "GodStory")).ShouldBeRefused(2, "Did you mean 'GoodStory'?");
    }
}

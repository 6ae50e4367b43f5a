using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Cli.Tests;

public sealed class ConformanceVerbTests : IDisposable
{
    private static readonly string Recordings = Path.Combine(AppContext.BaseDirectory, "conformance");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("windtunnel-conformance-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Conformance_OfAFolder_CountsScenariosAndTimetables()
    {
        Copy("named.json", "scenarios", 5);
        Copy("schedules.json", "cases", 4);

        Assert.Equal("conformance: 9 of 9 agree", (await Tool.RunAsync("conformance", _folder.FullName)).ShouldSucceed().LastLine);
    }

    [Fact]
    public async Task Conformance_WithOtherRecordings_PrintsEachDisagreementAndEndsWith1()
    {
        Copy("named.json", "scenarios", 2, scenario => scenario["outcome"]!["run"] = "queued");
        Copy("schedules.json", "cases", 1, timetable => timetable["kind"] = "lunar");

        ToolResult result = await Tool.RunAsync("conformance", _folder.FullName);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("conformance: 0 of 3 agree", result.LastLine);
        Assert.Contains("run: Airflow queued, here", result.Output, StringComparison.Ordinal);
        Assert.Contains("'lunar'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conformance_OfOrderSensitiveScenarios_ListsButDoesNotCountThem()
    {
        Copy("named.json", "scenarios", 1);
        Copy("order-sensitive.json", "scenarios", 3);

        ToolResult result = (await Tool.RunAsync("conformance", _folder.FullName)).ShouldSucceed();

        Assert.Equal("conformance: 1 of 1 agree", result.LastLine);
        Assert.Equal(3, result.Output.Split('\n').Count(line => line.StartsWith("not counted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Conformance_WithOtherFilesInTheFolder_PassesThemOver()
    {
        Copy("named.json", "scenarios", 1);
        Write("special.json", """{"airflow": "3.3.2", "scenarios": {"a": {"python": ""}}}""");
        Write("messages.json", "[1, 2]");
        Write("README.md", "# Notes");

        Assert.Equal("conformance: 1 of 1 agree", (await Tool.RunAsync("conformance", _folder.FullName)).ShouldSucceed().LastLine);
    }

    [Fact]
    public async Task Conformance_WithJson_PrintsJson()
    {
        Copy("named.json", "scenarios", 2, scenario => scenario["outcome"]!["run"] = "queued");

        using var json = JsonDocument.Parse((await Tool.RunAsync("conformance", _folder.FullName, "--json")).Output);

        Assert.Equal(2, json.RootElement.GetProperty("disagreements").GetArrayLength());
    }

    [Fact]
    public async Task Conformance_OfNothing_IsNoSuccess()
    {
        (await Tool.RunAsync("conformance", _folder.FullName)).ShouldBeRefused(2, "conformance: 0 of 0 agree");
        (await Tool.RunAsync("conformance", At("nowhere"))).ShouldBeRefused(2, "There is no folder");
    }

    [Fact]
    public async Task Conformance_OfABrokenFile_NamesIt()
    {
        Write("named.json", "{");

        (await Tool.RunAsync("conformance", _folder.FullName)).ShouldBeRefused(5, "named.json' cannot be read");
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private void Write(string file, string text) => File.WriteAllText(At(file), text);

    /// <summary>Copies the first recordings of a file, each changed.</summary>
    private void Copy(string file, string list, int count, Action<JsonNode>? change = null)
    {
        JsonNode recordings = JsonNode.Parse(File.ReadAllText(Path.Combine(Recordings, file)))!;
        JsonNode[] first = [.. recordings[list]!.AsArray().Take(count).Select(recording => recording!.DeepClone())];
        Array.ForEach(first, change ?? (_ => { }));
        recordings[list] = new JsonArray(first);
        Write(file, recordings.ToJsonString());
    }
}

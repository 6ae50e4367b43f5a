using System.Text.Json;

namespace Windtunnel.Cli.Tests;

public sealed class EnvVerbTests : IDisposable
{
    private readonly SampleProject _project = new(
        """
        Bundle.Of().With("good", Good, _ => new RunRequest
        {
            Connections = System.Collections.Immutable.ImmutableDictionary<string, Connection>.Empty
                .Add("api", new() { Id = "api", Type = "http", Host = "localhost", Password = "word-of-mouth" }),
        })
        """);

    [Fact]
    public async Task Show_OfADag_TellsEachSettingAndWhereItComesFrom()
    {
        string file = _project.Write("""{"params": {"limit": 5}}""", "staging.json");

        string output = (await ShowAsync("--settings", file)).ShouldSucceed().Output;

        Assert.Matches("param +limit +5 +staging.json:1\n", output);
        Assert.Matches("connection +api +api \\(http://localhost/\\) +the default\n", output);
        Assert.DoesNotContain("word-of-mouth", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_AsJson_TellsWhatWasOverridden()
    {
        string file = _project.Write("""{"params": {"limit": 5}}""", "staging.json");

        JsonElement json = JsonElement.Parse((await ShowAsync("--settings", file, "--json")).ShouldSucceed().Output);

        JsonElement limit = json.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "limit");
        Assert.Equal(("param", "5"), (limit.GetProperty("kind").GetString(), limit.GetProperty("value").GetString()));
        Assert.Equal("the default", limit.GetProperty("overridden")[0].GetString());
    }

    [Fact]
    public async Task Show_WithSettingsThatAreWrong_TellsAllOfThem() => (await ShowAsync(
        "--settings", _project.Write("{\"params\": {\"limt\": 5},\n\"connections\": {\"api\": {\"password\": \"open\"}}}", "wrong.json")))
        .ShouldBeRefused(2, "wrong.json:2: 'api.password' holds a secret");

    [Fact]
    public async Task Run_WithSettings_RunsTheDagOnThem()
    {
        string file = _project.Write("""{"params": {"limit": 5}}""", "staging.json");

        (await _project.CallAsync("run", "good", "--settings", file)).ShouldSucceed();

        Assert.Equal("5", Run.Load(_project.JournalOf("good")).Task("one").XComs["return_value"]);
    }

    [Fact]
    public async Task Diff_OfTwoFingerprints_TellsTheGravestFirst()
    {
        (await _project.CallAsync("run", "good", "--seed", "7")).ShouldSucceed();
        Fingerprint taken = Run.Load(_project.JournalOf("good")).Fingerprint!;
        taken.With("culture", "tr-TR").With("cpus", "512").With("seed", "7").Save(_project.At("other.json"));

        ToolResult result = await Tool.RunAsync("env", "diff", "good", _project.At("other.json"), "--out", _project.Out);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("results   culture: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\ntiming    cpus: ", result.Output, StringComparison.Ordinal);
        Assert.Equal("env diff: 2 facts differ, 1 of which can change results", result.LastLine);
    }

    [Fact]
    public async Task Diff_OfTheSameFingerprint_SaysThatAllAgree()
    {
        (await Tool.RunAsync("env", "fingerprint", "--to", _project.At("a.json"), "--project", _project.Assembly)).ShouldSucceed();

        ToolResult result = await Tool.RunAsync("env", "diff", _project.At("a.json"), _project.At("a.json"));

        Assert.EndsWith("facts agree", result.ShouldSucceed().LastLine, StringComparison.Ordinal);
        Assert.Equal("[]", (await Tool.RunAsync("env", "diff", _project.At("a.json"), _project.At("a.json"), "--json")).Output.Trim());
    }

    [Fact]
    public async Task Diff_OfAFileThatIsNoFingerprint_IsRefused() =>
        (await Tool.RunAsync("env", "diff", _project.Write("{}", "no.json"), "good")).ShouldBeRefused(5, "is no fingerprint of version 1");

    [Fact]
    public async Task Env_WithAMistypedVerb_SuggestsTheNearest() =>
        (await Tool.RunAsync("env", "dif", "a", "b")).ShouldBeRefused(2, "Did you mean 'diff'?");

    public void Dispose() => _project.Dispose();

    private Task<ToolResult> ShowAsync(params string[] arguments) =>
        Tool.RunAsync(["env", "show", "good", "--project", _project.Assembly, .. arguments]);
}

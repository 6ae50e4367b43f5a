using System.Text.Json;

namespace Windtunnel.Cli.Tests;

/// <summary>The verbs that read what runs have left: explain, replay, report.</summary>
public sealed class JournalVerbTests : IAsyncLifetime
{
    private readonly SampleProject _project = new("Bundle.Of(Good(), Bad())");

    public async ValueTask InitializeAsync() => await _project.CallAsync("run", "--all", "--seed", "7");

    public ValueTask DisposeAsync()
    {
        _project.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Explain_OfATaskThatDidNotRun_LeadsToTheFirstCause()
    {
        ToolResult result = await Explain("bad", "report");

        Assert.Contains("'report' is upstream_failed", result.ShouldSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("The disk is full.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_OfAMappedInstance_TakesItsIndexAndTheStory() =>
        Assert.StartsWith("'each[1]' succeeded", (await Explain("GoodStory", "each[1]")).ShouldSucceed().Output, StringComparison.Ordinal);

    [Fact]
    public async Task Explain_WithJson_PrintsTheSteps()
    {
        using var json = JsonDocument.Parse((await Explain(_project.JournalOf("bad"), "report", "--json")).ShouldSucceed().Output);

        Assert.Equal(["report", "load"], json.RootElement.EnumerateArray().Select(step => step.GetProperty("task").GetString()));
    }

    [Theory]
    [InlineData("bad", "lod", "Dag 'bad' has no task 'lod'. Did you mean 'load'?")]
    [InlineData("GoodStory", "each[5]", "Task 'each' of Dag 'good' has no map index 5.")]
    [InlineData("GoodStory", "each[x]", "The task is 'each[x]'.")]
    [InlineData("GodStory", "each", "Did you mean 'GoodStory'?")]
    public async Task Explain_OfAnUnknownName_SuggestsWhatThereIs(string run, string task, string because) =>
        (await Explain(run, task)).ShouldBeRefused(2, because);

    [Fact]
    public async Task Explain_WithoutAnyRun_SaysHowToHaveOne() =>
        (await Tool.RunAsync("explain", "good", "one", "--out", _project.At("nothing"))).ShouldBeRefused(2, "windtunnel run STORY");

    [Fact]
    public async Task Replay_OfTheSameDag_IsByteEqual()
    {
        ToolResult result = await _project.CallAsync("replay", "bad");

        string output = result.ShouldSucceed().Output;
        Assert.Contains("Recorded: failed (task_failure), 2 tasks: 1 failed, 1 upstream_failed", output, StringComparison.Ordinal);
        Assert.Equal("Replayed: the journal is byte-equal.", result.LastLine);
    }

    [Fact]
    public async Task Replay_OfADagThatChanged_ShowsTheFirstDifferentLine()
    {
        using SampleProject changed = new("Bundle.Of(new Dag(\"bad\"))");

        ToolResult result = await Tool.RunAsync("replay", _project.JournalOf("bad"), "--project", changed.Assembly, "--json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.False(json.RootElement.GetProperty("equal").GetBoolean());
        Assert.Equal(2, json.RootElement.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Replay_Always_LeavesTheFilesOfTheRunAsTheyWere()
    {
        string kept = _project.At("out", "runs", "bad", "files", "kept");
        await File.WriteAllTextAsync(kept, "as it was", TestContext.Current.CancellationToken);

        await _project.CallAsync("replay", "bad");

        Assert.Equal("as it was", await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Replay_OfADagThatIsNotThere_ShowsTheRunAndSaysWhatIsMissing()
    {
        using SampleProject other = new("Bundle.Of(new Dag(\"other\"))");

        ToolResult result = await Tool.RunAsync("replay", _project.JournalOf("bad"), "--project", other.Assembly);

        result.ShouldBeRefused(3, "The DAG cannot be run again. Sample has no DAG 'bad'.");
        Assert.Contains("Recorded: failed", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("explain", "load")]
    [InlineData("report")]
    public async Task Journal_ThatWasAltered_IsRefusedWithItsLine(string verb, params string[] more)
    {
        Damage("bad");

        ToolResult result = await Tool.RunAsync([verb, _project.JournalOf("bad"), .. more, "--out", _project.Out]);

        result.ShouldBeRefused(4, "a line was changed, added or removed");
    }

    [Fact]
    public async Task Explain_OfAnAlteredJournal_GoesAsFarAsItCanWhenAsked()
    {
        Damage("bad");

        Assert.Contains("The disk is full.", (await Explain("bad", "load", "--partial")).ShouldSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAllRuns_PassesOverADamagedOneAndSaysSo()
    {
        Damage("bad");
        Directory.Delete(_project.At("out", "report"), recursive: true);

        ToolResult result = await Tool.RunAsync("report", "--out", _project.Out);

        result.ShouldBeRefused(4, "bad.journal.jsonl");
        Assert.Contains("1 of 2 reported.", result.LastLine, StringComparison.Ordinal);
        Assert.True(File.Exists(_project.At("out", "report", "good.html")));
    }

    private Task<ToolResult> Explain(params string[] arguments) => Tool.RunAsync(["explain", .. arguments, "--out", _project.Out]);

    private void Damage(string dagId)
    {
        string journal = _project.JournalOf(dagId);
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("\"seed\":7", "\"seed\":8", StringComparison.Ordinal));
    }
}

using System.Text.Json;

namespace Windtunnel.Cli.Tests;

public sealed class RunVerbTests
{
    [Fact]
    public async Task Run_OfAllDags_WritesAJournalAndAReportOfEachAndAnIndex()
    {
        using SampleProject project = new("Bundle.Of(Good(), new Dag(\"empty\"))");

        ToolResult result = await project.CallAsync("run", "--all");

        Assert.StartsWith("GoodStory  success  4 tasks: 4 success", result.ShouldSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 runs succeeded.", result.LastLine, StringComparison.Ordinal);
        Assert.Equal(RunState.Success, Run.Load(project.JournalOf("good")).State);
        Assert.NotNull(Run.Load(project.JournalOf("good")).Timings);
        Assert.Contains("good.html", project.Read("out", "report", "index.html"), StringComparison.Ordinal);
        Assert.True(File.Exists(project.At("out", "report", "empty.html")));
    }

    [Theory]
    [InlineData("leads")]
    [InlineData("--all")]
    public async Task Run_OfADagThatIsFollowed_RunsWhatItsAssetsStartOnce(string what)
    {
        using SampleProject project = new("""
            Bundle.Of()
                .With("leads", () => Leads(new Asset("orders")), followedBy: new[] { "follows" })
                .With("follows", () => new Dag("follows") { Schedule = Schedule.OnAssets(new Asset("orders")) })
            """);

        ToolResult result = await project.CallAsync("run", what);

        Assert.Contains("2 of 2 runs succeeded.", result.ShouldSucceed().LastLine, StringComparison.Ordinal);
        Assert.Equal(RunType.AssetTriggered, Run.Load(project.JournalOf("follows")).Type);
        Assert.True(File.Exists(project.At("out", "report", "follows.html")));
    }

    [Fact]
    public async Task Run_OfTheReferenceDags_FindsTheirWorldAndPackages()
    {
        using SampleProject folder = new();

        ToolResult result = await Tool.RunAsync("run", "FlightsEtl", "--project", Tool.Reference, "--out", folder.Out);

        result.ShouldSucceed();
        Assert.NotEmpty(Directory.GetFiles(folder.Out, "delay-summary.csv", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_OfADagThatNeedsAService_StartsItFirstAndTellsHow()
    {
        using SampleProject project = new(
            """
            Bundle.Of().With("asks", () =>
            {
                var dag = new Dag("asks");
                dag.Task("ask", context => context.Connections["api"].Host + context.Connections["board"].Host);
                return dag;
            },
            _ => new() { Connections = System.Collections.Immutable.ImmutableDictionary<string, Connection>.Empty
                .Add("api", new() { Id = "api", Type = "http", Host = "local." })
                .Add("board", new() { Id = "board", Type = "http", Host = "/board" }) })
            """,
            """
            DagEnvironments.Of().With("asks", () => new TestEnvironment().Add(
                Service.Http("api", api => api.Get("/").MayStayUnused().Returns(200, "ok"))))
            """);

        ToolResult result = await project.CallAsync("run", "asks");

        Assert.Matches(
            @"^asks  services\n  api: embedded, ready after \d+ ms\n  Up after \d+ ms: api\nasks  success",
            result.ShouldSucceed().Output);
        Assert.Contains("127.0.0.1/board", project.Read("out", "runs", "asks", "asks.journal.jsonl"), StringComparison.Ordinal);
        ToolResult json = await project.CallAsync("run", "asks", "--json");
        JsonElement service = JsonElement.Parse(json.ShouldSucceed().Output).GetProperty("runs")[0].GetProperty("services")[0];
        Assert.Equal("api embedded", $"{service.GetProperty("name")} {service.GetProperty("provider")}");
    }

    [Fact]
    public async Task Run_OfADagWhoseServiceCannotBeHad_SaysHowToGetItAndHindersNoOther()
    {
        using SampleProject project = new(
            "Bundle.Of(Good(), new Dag(\"empty\"))",
            "DagEnvironments.Of().With(\"good\", () => new TestEnvironment().Add(Service.Command(\"api\", \"no-such-server\")))");

        ToolResult result = await project.CallAsync("run", "--all");

        result.ShouldBeRefused(7, "Nothing here can bring up service 'api'.");
        Assert.Contains("not native: the program 'no-such-server' was not found. Install it", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 runs succeeded.", result.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithSeedStartAndConf_IsTriggeredWithThem()
    {
        using SampleProject project = new();

        string[] inputs = ["--seed", "42", "--from", "2001-02-03T04:05Z", "--conf", """{"limit": 1, "more": true}"""];
        (await project.CallAsync("run", ["GoodStory", .. inputs])).ShouldSucceed();

        Run run = Run.Load(project.JournalOf("good"));
        Assert.Equal(42ul, run.Seed);
        Assert.Equal(new DateTimeOffset(2001, 2, 3, 4, 5, 0, TimeSpan.Zero), run.LogicalDate);
        Assert.Equal("""{"limit":1,"more":true}""", run.Conf);
    }

    [Fact]
    public async Task Run_WithParams_ReadsEachAsItsSchemaSays()
    {
        using SampleProject project = new();

        (await project.CallAsync("run", "good", "--param", "limit=7", "--param", "name=7")).ShouldSucceed();

        Run run = Run.Load(project.JournalOf("good"));
        Assert.Equal("""{"limit":7,"name":"7"}""", run.Conf);
        Assert.Equal(7, run.Task("one").Result<long>());
    }

    [Fact]
    public async Task Run_ThatFails_NamesTheTaskAndEndsWith1()
    {
        using SampleProject project = new("Bundle.Of(Good(), Bad())");

        ToolResult result = await project.CallAsync("run", "--all");

        result.ShouldBeRefused(1, "'load' failed in try 1: InvalidOperationException: The disk is full.");
        Assert.Contains("bad        failed  2 tasks: 1 failed, 1 upstream_failed", result.Output, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, Run.Load(project.JournalOf("bad")).State);
    }

    [Fact]
    public async Task Run_AmongDagsThatCannotBeBuilt_RunsTheOthers()
    {
        using SampleProject project = new("Bundle.Of(Good()).With(\"broken\", () => throw new IOException(\"No network.\"))");

        ToolResult result = await project.CallAsync("run", "--all");

        result.ShouldBeRefused(3, "Dag 'broken' could not be created. IOException: No network.");
        Assert.Contains("1 of 2 runs succeeded.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithJson_PrintsOnlyJson()
    {
        using SampleProject project = new("Bundle.Of(Good(), Bad())");

        ToolResult result = await project.CallAsync("run", "--all", "--json");

        using var json = JsonDocument.Parse(result.Output);
        JsonElement[] runs = [.. json.RootElement.GetProperty("runs").EnumerateArray()];
        Assert.Equal(["success", "failed"], runs.Select(run => run.GetProperty("state").GetString()));
        Assert.Equal(4, runs[0].GetProperty("tasks").GetProperty("success").GetInt32());
        Assert.True(File.Exists(runs[1].GetProperty("report").GetString()));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Run_Again_ReplacesTheFilesOfTheLastRun()
    {
        using SampleProject project = new();
        await project.CallAsync("run", "good");
        project.Write("", "out", "runs", "good", "files", "left");

        (await project.CallAsync("run", "good")).ShouldSucceed();

        Assert.Empty(Directory.GetFiles(project.At("out", "runs", "good", "files")));
    }

    [Theory]
    [InlineData("Name the DAGs to run, or say --all")]
    [InlineData("Name the DAGs to run, or say --all", "good", "--all")]
    [InlineData("Sample has no DAG 'god'. Did you mean 'good'?", "god")]
    [InlineData("The seed is '-1'. Give a whole number", "good", "--seed", "-1")]
    [InlineData("The instant is 'yesterday'. Give one like", "good", "--from", "yesterday")]
    [InlineData("The conf is '{', which is not a JSON object.", "good", "--conf", "{")]
    [InlineData("The conf is '[1]', which is not a JSON object.", "good", "--conf", "[1]")]
    [InlineData("The param is 'limit'. Give name=value", "good", "--param", "limit")]
    [InlineData("Dag 'good' has no param 'limits'. Did you mean 'limit'?", "good", "--param", "limits=3")]
    [InlineData("Param 'limit' is \"many\"", "good", "--param", "limit=many")]
    [InlineData("There is no file 'none.json' of settings.", "good", "--settings", "none.json")]
    [InlineData("'run' knows no '--sed'.", "good", "--sed", "1")]
    [InlineData("Did you mean '--seed'?", "good", "--sede", "1")]
    public async Task Run_WithAWrongCommandLine_SaysWhatIsWrong(string because, params string[] arguments)
    {
        using SampleProject project = new();

        ToolResult result = await project.CallAsync("run", arguments);

        result.ShouldBeRefused(2, because);
    }

    [Fact]
    public async Task Run_WithAnOutFolderThatIsAFile_SaysSo()
    {
        using SampleProject project = new();
        project.Write("", "out");

        (await project.CallAsync("run", "good")).ShouldBeRefused(5, "out");
    }
}

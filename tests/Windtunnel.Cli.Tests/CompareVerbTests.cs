using System.Text.Json;
using Windtunnel.Cli.Runs;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Cli.Tests;

/// <summary>The verbs that run DAGs on an Airflow: a fake one, whose DAGs run on the embedded engine.</summary>
[Collection(nameof(DeployedTarget))]
public sealed class CompareVerbTests : IAsyncLifetime
{
    private readonly SampleProject _project = new();
    private FakeAirflowServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        string recordings = Path.Combine(Tool.Repository, "tests", "conformance", "rest");
        _server = await FakeAirflowServer.StartAsync(recordings, new HastyClock(DateTimeOffset.UnixEpoch));
        _server.Deployment.Deploy(Good(2));
        Environment.SetEnvironmentVariable(DeployedTarget.UserVariable, "admin");
        Environment.SetEnvironmentVariable(DeployedTarget.PasswordVariable, "password-of-the-tests");
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(DeployedTarget.UserVariable, null);
        Environment.SetEnvironmentVariable(DeployedTarget.PasswordVariable, null);
        await _server.DisposeAsync();
        _project.Dispose();
    }

    [Fact]
    public async Task Compare_OfTheSameDag_Agrees()
    {
        ToolResult result = await CompareAsync();

        Assert.StartsWith("GoodStory: success on embedded", result.ShouldSucceed().Output, StringComparison.Ordinal);
        Assert.Equal("compare: 4 task instances agree", result.LastLine);
        Assert.Equal("airflow 3.3.2", Run.Load(_project.At("out", "runs", "good", "good.deployed.journal.jsonl")).Target);
        Assert.Empty(_server.Deployment.Runs);
    }

    [Fact]
    public async Task Compare_OfADagThatDoesOtherwise_TellsTheFirstDifferenceFirst()
    {
        _server.Deployment.Dags.Clear();
        _server.Deployment.Deploy(Good(3));

        ToolResult result = await CompareAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("differs  'list': its XCom 'return_value' is [3,3], but [3,3,3] on airflow.", result.Output,
            StringComparison.Ordinal);
        Assert.Contains("follows  'each[2]': it is not there, but airflow has it as success. It follows from 'list'.", result.Output,
            StringComparison.Ordinal);
        Assert.Equal("compare: 2 differences, of which 1 follow from others", result.LastLine);
    }

    [Theory]
    [InlineData(1, 0, "compare: 2 task instances agree")]
    [InlineData(2, 1, "compare: 1 difference, of which 0 follow from others")]
    public async Task Compare_OfADagThatIsFollowed_ComparesTheFollowersToo(int counted, int exitCode, string last)
    {
        using SampleProject project = new("""
            Bundle.Of().With("leads", () => Leads(new Asset("orders")), followedBy: ["counts"]).With("counts", () =>
            {
                var dag = new Dag("counts") { Schedule = Schedule.OnAssets(new Asset("orders")) };
                dag.Task("count", _ => 1);
                return dag;
            })
            """);
        Dag leads = new("leads");
        leads.Task("announce", _ => { }, new() { Outlets = [new Asset("orders")] });
        Dag counts = new("counts") { Schedule = Schedule.OnAssets(new Asset("orders")) };
        counts.Task("count", _ => counted);
        _server.Deployment.Deploy(leads);
        _server.Deployment.Deploy(counts, isPaused: true);

        ToolResult result = await project.CallAsync(
            "compare", "leads", "--with", _server.Address.ToString(), "--out", project.Out);

        Assert.Equal((exitCode, last), (result.ExitCode, result.LastLine));
        Assert.Contains("counts: success on embedded", result.Output, StringComparison.Ordinal);
        Assert.Equal(RunType.AssetTriggered, Run.Load(project.At("out", "runs", "counts", "counts.deployed.journal.jsonl")).Type);
    }

    [Fact]
    public async Task Compare_AsJson_TellsTheSame()
    {
        _server.Deployment.Dags.Clear();
        _server.Deployment.Deploy(Good(3));

        ToolResult result = await CompareAsync("--json");

        JsonElement json = JsonElement.Parse(result.Output);
        Assert.False(json.GetProperty("equal").GetBoolean());
        Assert.Equal(
            ["xcom", "instance"],
            json.GetProperty("differences").EnumerateArray().Select(one => one.GetProperty("kind").GetString()!));
    }

    [Fact]
    public async Task Compare_WithAnAirflowThatLacksTheDag_EndsWith6()
    {
        _server.Deployment.Dags.Clear();

        (await CompareAsync()).ShouldBeRefused(6, "has no Dag 'good'.");
    }

    [Fact]
    public async Task Compare_WithoutAPassword_SaysWhereItIsTakenFrom()
    {
        Environment.SetEnvironmentVariable(DeployedTarget.PasswordVariable, null);

        (await CompareAsync()).ShouldBeRefused(2, "Set WINDTUNNEL_AIRFLOW_USER and WINDTUNNEL_AIRFLOW_PASSWORD");
    }

    [Fact]
    public async Task Compare_OverPlainHttpToAnotherMachine_IsRefused() => (await _project.CallAsync(
        "compare", "good", "--with", "http://airflow.example.org", "--out", _project.Out)).ShouldBeRefused(2, "is plain http");

    [Fact]
    public async Task Run_OnAnAirflow_KeepsJournalAndReport()
    {
        ToolResult result = await _project.CallAsync("run", "good", "--on", _server.Address.ToString());

        Assert.Contains("4 tasks: 4 success; airflow 3.3.2 took ", result.ShouldSucceed().Output, StringComparison.Ordinal);
        Assert.Equal("airflow 3.3.2", Run.Load(_project.JournalOf("good")).Target);
    }

    [Fact]
    public async Task Run_OnAnAirflowThatLacksTheDag_EndsWith6()
    {
        _server.Deployment.Dags.Clear();

        (await _project.CallAsync("run", "good", "--on", _server.Address.ToString())).ShouldBeRefused(6, "has no Dag 'good'.");
    }

    [Theory]
    [InlineData("compare good --with http://127.0.0.1:8080", 65)]
    [InlineData("run good --on http://127.0.0.1:8080", 65)]
    [InlineData("run good", 2)]
    public void Interruption_OfARunOnADeployment_LeavesTimeToPutItBack(string line, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), CommandLine.GraceOf(CommandLine.Create().Parse(line.Split(' '))));

    private Task<ToolResult> CompareAsync(params string[] more) =>
        _project.CallAsync("compare", ["good", "--with", _server.Address.ToString(), "--out", _project.Out, .. more]);

    /// <summary>The DAG of the sample project, with so many items in its list.</summary>
    private static Dag Good(int items)
    {
        var dag = new Dag("good") { DisplayName = "GoodStory", Params = [Param.Of("limit", 3), Param.Of("name", "x")] };
        TaskRef<long> one = dag.Task("one", context => context.Params.Integer("limit"));
        TaskRef<long[]> list = dag.Task("list", one, (n, _) => Enumerable.Repeat(n, items).ToArray());
        dag.Map("each", list, (long item, TaskContext _) => item);
        return dag;
    }
}

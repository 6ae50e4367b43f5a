using System.Text.Json;
using Windtunnel.Cli.Runs;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Cli.Tests;

/// <summary><c>windtunnel doctor</c>, of this machine and of a stand-in for an Airflow.</summary>
[Collection(nameof(DeployedTarget))]
public sealed class DoctorVerbTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 29, 25, TimeSpan.Zero);

    private readonly SampleProject _project = new("""Bundle.Of().With("good", Good).With("bad", Bad)""");
    private FakeAirflowServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        string recordings = Path.Combine(Tool.Repository, "tests", "conformance", "rest");
        _server = await FakeAirflowServer.StartAsync(recordings, new HastyClock(Now));
        Environment.SetEnvironmentVariable(DeployedTarget.UserVariable, "viewer");
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
    public async Task Doctor_OfThisMachine_TellsSomethingOfEachThing()
    {
        ToolResult result = await Tool.RunAsync("doctor");

        Assert.Contains("sdk: .NET SDK ", result.Output, StringComparison.Ordinal);
        Assert.Contains("  ports: ", result.Output, StringComparison.Ordinal);
        Assert.Matches("^doctor: [0-9]+ error, [0-9]+ warning, [0-9]+ not told, [0-9]+ good$", result.LastLine);
    }

    [Fact]
    public async Task Doctor_OfADeploymentWithoutTheDags_TellsTheCuresAndEndsWith1()
    {
        ToolResult result = await DoctorAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("good      version: Airflow 3.3.2.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("has no Dag 'good'.\n          Put its file into the Dags folder", result.Output, StringComparison.Ordinal);
        Assert.All(_server.Calls, call => Assert.Matches("^(GET .*|POST /auth/token)$", call));
    }

    [Fact]
    public async Task Doctor_AsJson_GivesEachFindingWithItsCure()
    {
        JsonElement json = JsonElement.Parse((await DoctorAsync("--json")).Output);

        JsonElement missing = json.EnumerateArray().First(finding => finding.GetProperty("check").GetString() == "dags");
        Assert.Equal("error", missing.GetProperty("level").GetString());
        Assert.StartsWith("Put its file into", missing.GetProperty("cure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OfAnAddressWhereNobodyIs_EndsWith6() =>
        (await Tool.RunAsync("doctor", "--airflow", "http://127.0.0.1:1", "--project", _project.Assembly))
            .ShouldBeRefused(6, "got no answer from http://127.0.0.1:1/");

    [Fact]
    public async Task Doctor_OfAnAddressInPlainHttp_IsRefused() =>
        (await Tool.RunAsync("doctor", "--airflow", "http://airflow.example.org", "--project", _project.Assembly))
            .ShouldBeRefused(2, "is plain http to another machine");

    private Task<ToolResult> DoctorAsync(params string[] arguments) => Tool.RunAsync(
        ["doctor", "--airflow", _server.Address.ToString(), "--project", _project.Assembly, "--out", _project.Out, .. arguments]);
}

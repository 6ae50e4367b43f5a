using Windtunnel.Airflow;
using Windtunnel.FakeAirflow;
using Windtunnel.Reference.EndToEnd;
using Windtunnel.Reference.TestEnvironments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.TestEnvironments;

/// <summary>The DAG against a stand-in for an Airflow, which is healthy or broken in one way.</summary>
public sealed class DeploymentCheckTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 29, 25, TimeSpan.Zero);

    private readonly TempDirectory _reports = new();
    private FakeAirflowServer _server = null!;
    private int _port;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeDeployment Deployment => _server.Deployment;

    private string Report => _reports.Read("deployment-check.md");

    public async ValueTask InitializeAsync()
    {
        _server = await FakeAirflowServer.StartAsync(ReferenceRepository.PathTo("tests", "conformance", "rest"), new HastyClock(Now));
        _port = _server.Address.Port;
        Deployment.Deploy(WeatherYear.Create());
        Deployment.Deploy(AirportFanOut.Create());
    }

    [Fact]
    [Trait("bullet", "2.3#1")]
    public async Task DeploymentCheck_OfAHealthyDeployment_FindsNothingToMendAndChangesNothing()
    {
        Deployment.Connections["reports"] = new() { ["connection_id"] = "reports", ["conn_type"] = "fs" };

        Run run = await RunAsync(connections: "reports");

        run.ShouldSucceed().ShouldHaveRunInOrder("choose_checks", "write_report", "judge");
        run.Task("write_report").ShouldHaveCounted("findings.error", 0).ShouldHaveCounted("findings.warning", 0);
        Assert.Equal(DeploymentDoctor.CheckNames.Length, run.Instances("check").Count);
        Assert.Contains("**Good** worker: It finds the connection 'reports'.", Report, StringComparison.Ordinal);
        Assert.All(_server.Calls, call => Assert.Matches("^(GET .*|POST /auth/token)$", call));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "health", "The scheduler is unhealthy", "Start it ('airflow scheduler')" },
        { "pools", "There is no pool 'default_pool'", "airflow pools set default_pool" },
        { "dags", "has no Dag '44_01_03_end_to_end_tests_example_3'", "Put its file into the Dags folder" },
        { "stubs", "The stub of Dag '44_01_04_end_to_end_tests_example_4' is not the one here.", "windtunnel export" },
        { "queues", "is deployed to the queue 'default', and here it is of 'csharp'", "windtunnel export --queue" },
        { "import_errors", "'44_01_03_end_to_end_tests_example_3.py' does not import", "Export the stub again" },
        { "clock", "s ahead of this one.", "Let both follow a time server" },
        { "version", "Airflow 2.11.0 runs no bundles.", "Upgrade it to 3.3 or later." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    [Trait("bullet", "2.3#2")]
    public async Task DeploymentCheck_OfABrokenDeployment_FailsAndTellsTheCure(string check, string fault, string cure)
    {
        Break(check);

        Run run = await RunAsync(checks: check);

        run.ShouldFail().Task("judge").ShouldHaveFailedWith("grave enough to fail on");
        Assert.Contains($"**Error** {check}: ", Report, StringComparison.Ordinal);
        Assert.Contains(fault, Report, StringComparison.Ordinal);
        Assert.Contains(cure, Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", RunState.Success)]
    [InlineData("warning", RunState.Failed)]
    [InlineData("never", RunState.Success)]
    [Trait("bullet", "2.3#2")]
    public async Task DeploymentCheck_WithAWarning_FailsWhereItIsToldTo(string failOn, RunState state)
    {
        Deployment.Paused.Add(WeatherYear.Id);
        Assert.Equal(state, (await RunAsync(checks: "dags", failOn: failOn)).State);
        Assert.Contains("is paused, so its schedule starts nothing.", Report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.3#3")]
    public async Task DeploymentCheck_OfADeploymentThatIsAway_SaysSoOnceAndFails()
    {
        await _server.DisposeAsync();

        Run run = await RunAsync();

        run.ShouldFail().Task("choose_checks").ShouldHave(TaskState.Failed, attempts: 2).ShouldHaveFailedWith("got no answer from");
        Assert.Contains("**Error** server: The deployment does not answer", Report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.3#3")]
    public async Task DeploymentCheck_WithAWrongPassword_IsToldWhatTheServerSaid()
    {
        Deployment.Disturb = call => call == "POST /auth/token" ? FakeAnswer.Detail(401, "Invalid credentials") : null;

        Run run = await RunAsync();

        run.ShouldFail().Task("choose_checks").ShouldHaveFailedWith("401: Invalid credentials.");
    }

    [Fact]
    [Trait("bullet", "2.3#3")]
    public async Task DeploymentCheck_WithoutTheRightToRead_ReportsThatAndMakesTheOtherChecks()
    {
        Deployment.Forbidden.Add("pools");

        (await RunAsync()).ShouldSucceed().Task("write_report").ShouldHaveCounted("findings.warning", 1);

        Assert.Contains("**Warning** permissions: The user may not read 'pools'.", Report, StringComparison.Ordinal);
        Assert.Contains("**NotTold** pools: ", Report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("bullet", "2.3#3")]
    public async Task DeploymentCheck_OfAConnectionThatNobodyHas_IsToldByTheWorkerToo()
    {
        Run run = await RunAsync(checks: "connections", connections: "lost_and_found");

        run.ShouldFail();
        Assert.Contains("**Error** worker: It does not find the connection 'lost_and_found'.", Report, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _reports.DisposeAsync();
    }

    private void Break(string check)
    {
        Deployment.IsSchedulerHealthy = check != "health";
        Deployment.Version = check == "version" ? "2.11.0" : "3.3.2";
        Deployment.Queue = check == "queues" ? "default" : "csharp";
        Deployment.ClockAhead = TimeSpan.FromSeconds(check == "clock" ? 45 : 0);
        if (check == "pools")
        {
            Deployment.Pools.Clear();
        }
        else if (check == "dags")
        {
            Deployment.Dags.Remove(AirportFanOut.Id);
        }
        else if (check == "stubs")
        {
            Deployment.Sources[WeatherYear.Id] = "# of last year";
        }
        else if (check == "import_errors")
        {
            Deployment.ImportErrors[$"{AirportFanOut.Id}.py"] = "SyntaxError: invalid syntax";
        }
    }

    private async Task<Run> RunAsync(string? checks = null, string? connections = null, string failOn = "error")
    {
        ExpectedDeployment expected = new() { Dags = [WeatherYear.Create(), AirportFanOut.Create()] };
        await using Tunnel tunnel = Tunnel.For(DeploymentCheck.Create(() => expected)).StartingAt(Now)
            .Bind("airflow", new Connection
            {
                Id = "airflow",
                Type = "http",
                Host = "127.0.0.1",
                Port = _port,
                Login = "viewer",
                Password = "s3cret-pass",
            })
            .BindPath("reports", _reports.Path)
            .WithParam("checks", checks is null ? Array.Empty<string>() : [checks])
            .WithParam("connections", connections is null ? Array.Empty<string>() : [connections])
            .WithParam("fail_on", failOn);
        return await tunnel.RunAsync(Cancellation);
    }
}

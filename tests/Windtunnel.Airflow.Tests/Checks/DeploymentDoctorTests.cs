using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Windtunnel.Airflow.Rest;
using Windtunnel.Airflow.Tests.Target;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Checks;

/// <summary>Each check against a deployment that is as it should be, and against one that is not.</summary>
public sealed class DeploymentDoctorTests : IAsyncLifetime
{
    private const string Password = "s3cret-pass";
    private const string Digest = "0f3ab1c2d4e5f60718293a4b5c6d7e8f";

    private readonly HastyClock _clock = new(new(2026, 11, 23, 5, 29, 25, TimeSpan.Zero));
    private FakeAirflowServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeDeployment Deployment => _server.Deployment;

    private static ExpectedDeployment Expected => new()
    {
        Dags = [TargetDags.Etl(), TargetDags.Failing()],
        Connections = ["orders_api"],
        BundleDigest = Digest,
    };

    public async ValueTask InitializeAsync()
    {
        _server = await FakeAirflowServer.StartAsync(Repository.Conformance("rest"), _clock);
        Deployment.Deploy(TargetDags.Etl());
        Deployment.Deploy(TargetDags.Failing());
        Deployment.Connections["orders_api"] = new() { ["connection_id"] = "orders_api", ["conn_type"] = "http" };
        Deployment.BundleDigest = Digest;
        Deployment.Configuration = new()
        {
            ["queue_to_coordinator"] = """{"csharp": "csharp"}""",
            ["coordinators"] = """{"csharp": {"classpath": "airflow.sdk.coordinators.executable.ExecutableCoordinator"}}""",
        };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static AirflowCredentials Credentials => AirflowCredentials.Password("viewer", Password);

    [Fact]
    public async Task Examine_OfAHealthyDeployment_FindsOnlyGood()
    {
        await RunAllAsync();

        ImmutableArray<Finding> findings = await ExamineAsync();

        Assert.Equal(
            """
            version: Airflow 3.3.2.
            health: The metadatabase is healthy.
            health: The scheduler is healthy, its last heartbeat Ns ago.
            health: The triggerer is healthy, its last heartbeat Ns ago.
            health: The dag_processor is healthy, its last heartbeat Ns ago.
            clock: The server's clock agrees with this one to the second or two.
            permissions: The user may read all that is looked at.
            import_errors: Every file imports.
            dags: 2 of 2 Dags are deployed with the tasks that they have here.
            stubs: 2 stubs are those that belong to the DAGs here.
            bundle: The last runs of 'orders_etl', 'failing' ran in the bundle 0f3ab1c2d4e5, as here.
            connections: 1 of 1 connections are there.
            pools: 1 of 1 pools are there and large enough.
            queues: The queue 'csharp' leads to the coordinator 'csharp', which starts bundles.
            queues: No task waits for a worker.
            """.ReplaceLineEndings("\n"),
            Regex.Replace(string.Join('\n', findings), "[0-9]+s ago", "Ns ago"));
        Assert.Equal(DeploymentDoctor.CheckNames, findings.Select(finding => finding.Check).Distinct());
        Assert.All(findings, finding => Assert.Equal(FindingLevel.Good, finding.Level));
    }

    [Fact]
    public async Task Examine_OfAnyDeployment_OnlyReads()
    {
        await ExamineAsync();

        Assert.NotEmpty(_server.Calls);
        Assert.All(_server.Calls, call => Assert.Matches("^(GET .*|POST /auth/token)$", call));
    }

    [Fact]
    public async Task Api_ToBeReadOnly_SendsNothingThatMightChangeSomething()
    {
        using AirflowApi api = new(new AirflowHttp(_server.Address, Credentials) { IsReadOnly = true });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => api.SetPausedAsync("orders_etl", true, Cancellation));

        Assert.Contains("was to be read only. It was not sent.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    public static TheoryData<string, Action<object>, FindingLevel, string, string> Faults => new()
    {
        { "version", Break(d => d.Version = "3.2.1"), FindingLevel.Error, "Airflow 3.2.1 runs no bundles.", "Upgrade" },
        { "health", Break(d => d.Unhealthy.Add("scheduler")),
            FindingLevel.Error, "The scheduler is unhealthy, its last", "airflow scheduler" },
        { "health", Break(d => d.NeverSeen.Add("triggerer")), FindingLevel.Error, "The triggerer was never seen.", "airflow triggerer" },
        { "health", Break(d => d.Unhealthy.Add("dag_processor")), FindingLevel.Error, "The dag_processor is unhealthy", "dag-processor" },
        { "health", Break(d => d.Unhealthy.Add("metadatabase")), FindingLevel.Error, "The metadatabase is", "sql_alchemy_conn" },
        { "clock", Break(d => d.ClockAhead = TimeSpan.FromSeconds(6)), FindingLevel.Warning, "ahead of this one", "time server" },
        { "clock", Break(d => d.ClockAhead = TimeSpan.FromSeconds(-90)), FindingLevel.Error, "1m 30s behind this one", "Tokens" },
        { "permissions", Break(d => d.Forbidden.Add("connections")), FindingLevel.Warning, "may not read 'connections'", "Op" },
        { "import_errors", Break(d => d.ImportErrors["failing.py"] = "Error: no"),
            FindingLevel.Error, "'failing.py' does not import: Error: no.", "export" },
        { "import_errors", Break(d => d.ImportErrors["other.py"] = "Error: no"),
            FindingLevel.Warning, "'other.py' does not import", "none of the DAGs here" },
        { "dags", Break(d => d.Dags.Remove("failing")), FindingLevel.Error, "has no Dag 'failing'.", "Put its file into the Dags folder" },
        { "dags", Break(d => d.Stale.Add("failing")), FindingLevel.Error, "is stale: its file 'failing.py' is gone", "Put it back" },
        { "dags", Break(d => d.Dags["failing"] = Changed()), FindingLevel.Error, "it lacks task 'load'", "deploy both" },
        { "stubs", Break(d => d.Sources["failing"] = "import airflow"),
            FindingLevel.Error, "The stub of Dag 'failing' is not the one here.", "windtunnel export" },
        { "bundle", Break(d => d.BundleDigest = "ffffffffffffffff"),
            FindingLevel.Error, "of Dag 'failing' ran in a bundle with the digest ffffffffffff, and that here is 0f3ab1c2d4e5.",
            "every worker" },
        { "bundle", Break(d => d.BundleDigest = null), FindingLevel.NotTold, "No run of 'orders_etl', 'failing' tells", "Run one" },
        { "connections", Break(d => d.Connections.Clear()), FindingLevel.Warning, "Connection 'orders_api'", "AIRFLOW_CONN_ORDERS_API" },
        { "connections", Break(d => d.Forbidden.Add("connections")), FindingLevel.NotTold, "403: Forbidden.", "" },
        { "pools", Break(d => d.Pools.Clear()), FindingLevel.Error, "There is no pool 'default_pool'", "airflow pools set" },
        { "pools", Break(d => d.Pools["default_pool"] = 0),
            FindingLevel.Error, "has 0 slots, but 'orders_etl.extract' needs 1", "Enlarge" },
        { "queues", Break(d => d.Queue = "default"),
            FindingLevel.Error, "of Dag 'failing' is deployed to the queue 'default', and here it is of 'csharp'", "--queue" },
        { "queues", Break(d => d.Configuration = null), FindingLevel.NotTold, "does not expose where its queues lead", "expose_config" },
        { "queues", Break(d => d.Configuration!.Remove("queue_to_coordinator")),
            FindingLevel.Error, "leads to no coordinator", "queue_to_coordinator" },
        { "queues", Break(d => d.Configuration!["coordinators"] = "{}"),
            FindingLevel.Error, "every task of such a worker fails", "executables_root" },
        { "queues", Break(d => d.Configuration!["coordinators"] = """{"csharp": {}}"""),
            FindingLevel.Warning, "thing without classpath", "Bundles need" },
        { "queues", Break(d => d.QueuedSince = new(2026, 11, 23, 5, 9, 25, TimeSpan.Zero)),
            FindingLevel.Error, "of the queue 'csharp' for 20m", "Start a worker" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Check_OfABrokenDeployment_TellsTheFaultAndTheCure(
        string check, Action<object> damage, FindingLevel level, string text, string cure)
    {
        if (check == "bundle")
        {
            await RunAllAsync();
        }

        damage(Deployment);
        using DeploymentDoctor doctor = Doctor(Expected);

        ImmutableArray<Finding> findings = await doctor.CheckAsync(check, Cancellation);

        Finding found = Assert.Single(findings, finding => finding.Text.Contains(text, StringComparison.Ordinal));
        Assert.Equal((level, check), (found.Level, found.Check));
        Assert.Contains(cure, found.Cure ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAPausedDag_WarnsWhereItHasASchedule()
    {
        var nightly = new Dag("nightly") { Schedule = Schedule.Cron("0 3 * * *") };
        nightly.Task("load", _ => 1);
        Deployment.Deploy(nightly, isPaused: true);
        Deployment.Paused.Add("failing");
        using DeploymentDoctor doctor = Doctor(Expected with { Dags = [nightly, TargetDags.Failing()] });

        Assert.Equal(
            ["dags: Dag 'nightly' is paused, so its schedule starts nothing. Unpause it when its runs are wanted.",
             "dags: 1 of 2 Dags are deployed with the tasks that they have here."],
            (await doctor.CheckAsync("dags", Cancellation)).Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task Check_OfADeploymentThatIsAway_Throws()
    {
        using DeploymentDoctor doctor = new(new Uri("http://127.0.0.1:1"), Credentials, Expected, _clock);
        Assert.Contains("got no answer", (await Assert.ThrowsAsync<AirflowException>(
            () => doctor.CheckAsync("version", Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ThatThereIsNot_IsRefusedWithTheNearest()
    {
        using DeploymentDoctor doctor = Doctor(Expected);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => doctor.CheckAsync("pool", Cancellation));
        Assert.StartsWith("There is no check 'pool'. Did you mean 'pools'?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_OfAnyCheck_HoldNoPassword()
    {
        Deployment.ImportErrors["failing.py"] = $"Error: the password is {Password}";
        Assert.DoesNotContain(await ExamineAsync(), finding => finding.ToString().Contains(Password, StringComparison.Ordinal));
    }

    private static Action<object> Break(Action<FakeDeployment> damage) => deployment => damage((FakeDeployment)deployment);

    private static Dag Changed()
    {
        var dag = new Dag("failing");
        dag.Task("loads", _ => 1);
        return dag.Build();
    }

    /// <summary>Leaves a run of each DAG behind, with its logs.</summary>
    private async Task RunAllAsync()
    {
        using var target = new AirflowTarget(
            _server.Address, Credentials, new() { KeepRun = true }, limits: null, new HastyClock(_clock.GetUtcNow()));
        foreach (Dag dag in Expected.Dags)
        {
            await target.RunAsync(dag, new RunRequest(), Cancellation);
        }

        _server.Calls.Clear();
    }

    private DeploymentDoctor Doctor(ExpectedDeployment expected) => new(_server.Address, Credentials, expected, _clock);

    private async Task<ImmutableArray<Finding>> ExamineAsync()
    {
        using DeploymentDoctor doctor = Doctor(Expected);
        return await doctor.ExamineAsync(Cancellation);
    }
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windtunnel.Airflow.Rest;
using Windtunnel.FakeAirflow;
using Windtunnel.Testing;

namespace Windtunnel.Airflow.Tests.Target;

/// <summary>What a user is told when a deployment cannot run a DAG, or does not bring its run to an end.</summary>
public sealed class AirflowTargetTroubleTests : IAsyncLifetime
{
    private readonly HastyClock _clock = new(new(2026, 11, 23, 5, 30, 0, TimeSpan.Zero));
    private FakeAirflowServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeDeployment Deployment => _server.Deployment;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeAirflowServer.StartAsync(Repository.Conformance("rest"), _clock);
        Deployment.Deploy(TargetDags.Mapped());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("http://airflow.example.org", "is plain http to another machine")]
    [InlineData("ftp://airflow.example.org", "Give that of its web page")]
    [InlineData("https://admin:hidden@airflow.example.org", "holds a user")]
    public void Address_ThatIsNotSafe_IsRefusedBeforeAnyCall(string address, string told)
    {
        var refused = Assert.Throws<ArgumentException>(() => new AirflowTarget(new(address), AirflowCredentials.Token("t")));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_BoundToAConnection_CannotBeSent()
    {
        using AirflowTarget target = Target();
        await using Tunnel tunnel = Tunnel.For(TargetDags.Mapped()).Bind("board", new List<int>()).Against(target);

        var refused = await Assert.ThrowsAsync<AirflowException>(() => tunnel.RunAsync(Cancellation));

        Assert.Contains("'board' is bound to a List`1 in this process", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Airflow_ThatIsTooOld_IsRefused()
    {
        Deployment.Version = "3.2.1";

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("is version 3.2.1. Windtunnel needs 3.3 or later.", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scheduler_ThatIsDown_IsNamedBeforeAnythingIsTriggered()
    {
        Deployment.IsSchedulerHealthy = false;

        Assert.Contains("No scheduler runs at", await TroubleAsync(TargetDags.Mapped()), StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Dag_ThatIsNotDeployed_IsToldHowToDeployIt() => Assert.Contains(
        "has no Dag 'branching'. Put its file into the Dags folder (windtunnel export writes that of a Dag in C#)",
        await TroubleAsync(TargetDags.Branching()),
        StringComparison.Ordinal);

    [Fact]
    public async Task Dag_WhoseFileDoesNotImport_IsToldItsError()
    {
        Deployment.Stale.Add("mapped");
        Deployment.ImportErrors["mapped.py"] = "Traceback (most recent call last):\n  ...\nRuntimeError: broken on purpose\n";

        Assert.Contains(
            "is stale: its file 'mapped.py' is gone or does not import any more. The file 'mapped.py' does not import: "
            + "RuntimeError: broken on purpose.",
            await TroubleAsync(TargetDags.Mapped()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dag_ThatIsNotTheAuthoredOne_IsToldItsDifferences()
    {
        var other = new Dag("mapped");
        other.Task("source", _ => 1, new() { Retries = 1 });
        other.Task("more", _ => 1);

        string trouble = await TroubleAsync(other);

        Assert.Contains(
            "is not the one that was authored: its task 'source' has 0 retries, not 1; it lacks task 'more'; it has a task 'price'; "
            + "it has a task 'total'. Export its stub",
            trouble,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edge_ThatOnlyTheDeploymentHas_IsAFinding()
    {
        var other = new Dag("mapped");
        TaskRef<int[]> source = other.Task("source", _ => new[] { 1 });
        MappedTaskRef<int> price = other.Map("price", source, (int item, TaskContext _) => item);
        other.Task("total", _ => 1);
        _ = price;
        using AirflowTarget target = Target();

        Run run = await target.RunAsync(other, new(), Cancellation);

        FindingMade found = Assert.Single(run.Findings, one => one.Code == "airflow.differs");
        Assert.Equal("The deployment has an edge from 'price' to 'total'.", found.Text);
    }

    [Fact]
    public async Task Param_ThatIsNotValid_IsToldByTheServer()
    {
        var dag = new Dag("with_params") { Params = [Param.OfJson("count", "3", """{"type": "integer", "maximum": 10}""")] };
        dag.Task("only", _ => 1);
        Deployment.Deploy(dag);

        string trouble = await TroubleAsync(dag, new() { Conf = """{"count": 11}""" });

        Assert.Contains("was answered with 400:", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_ThatNoWorkerTakes_IsNamedWithItsQueue()
    {
        Deployment.HasWorkers = false;

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("Nothing has started in run 'windtunnel__", trouble, StringComparison.Ordinal);
        Assert.Contains("Task 'source' is queued for the queue 'default': no worker takes from it", trouble, StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Dag_ThatIsPausedMeanwhile_IsNamedAsTheReason()
    {
        Deployment.IsHeld = (run, _) => Deployment.Paused.Add(run.Dag.Id);

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("Somebody paused the Dag, which freezes its runs.", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatTakesTooLong_IsEndedAndRemoved()
    {
        Deployment.IsHeld = (_, entry) => entry is TaskEnded { Task: "source" };

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("has not ended after 10m", trouble, StringComparison.Ordinal);
        Assert.Contains("its tasks are: 2 none, 1 running.", trouble, StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Run_ThatIsDeletedMeanwhile_IsNoLongerWaitedFor()
    {
        Deployment.Disturb = call =>
        {
            if (call.EndsWith("/wait", StringComparison.Ordinal))
            {
                Deployment.Runs.Clear();
            }

            return null;
        };

        Assert.Contains("was deleted at", await TroubleAsync(TargetDags.Mapped()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatGoesAwayForAWhile_IsWaitedFor()
    {
        int calls = 0;
        Deployment.Disturb = call => call.Contains("/dagRuns/", StringComparison.Ordinal) && calls++ is > 2 and < 12 ? new(0) : null;

        Run run = await RunAsync(TargetDags.Mapped());

        Assert.Equal(RunState.Success, run.State);
        Assert.InRange(calls, 12, int.MaxValue);
    }

    [Fact]
    public async Task Server_ThatGoesAwayForGood_IsToldWithWhatIsLeftThere()
    {
        bool isRunning = false;
        Deployment.Disturb = call =>
        {
            isRunning |= call.EndsWith("/wait", StringComparison.Ordinal);
            return isRunning ? new(0) : null;
        };

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("The API server has been away for 1m", trouble, StringComparison.Ordinal);
        Assert.Contains("do so by hand: run 'windtunnel__", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ThatTheServerRefuses_IsReplacedByLooks()
    {
        Deployment.Disturb = call =>
            call.EndsWith("/wait", StringComparison.Ordinal) ? FakeAnswer.Detail(403, "Forbidden") : null;

        Run run = await RunAsync(TargetDags.Mapped());

        Assert.Equal(RunState.Success, run.State);
        Assert.Single(_server.Calls, call => call.EndsWith("/wait", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_ThatOnlyALaterAirflowHas_IsTold()
    {
        Deployment.Disturb = call => !call.EndsWith("/taskInstances", StringComparison.Ordinal) ? null : new(200, JsonNode.Parse("""
            {"task_instances": [{"task_id": "source", "dag_id": "mapped", "dag_run_id": "r", "map_index": -1, "state": "hibernating",
              "try_number": 1}], "total_entries": 1, "next_cursor": null}
            """));

        string trouble = await TroubleAsync(TargetDags.Mapped());

        Assert.Contains("what Windtunnel does not know: 'hibernating' is not a task state.", trouble, StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Logs_BeyondTheLimit_AreLeftOutAndNamed()
    {
        using AirflowTarget target = Target(new() { MostRead = 2 });

        Run run = await target.RunAsync(TargetDags.Mapped(), new(), Cancellation);

        Assert.Equal(
            ["3 of 5 XComs were not read (AirflowTargetOptions.MostRead).", "3 of 5 logs were not read (AirflowTargetOptions.MostRead)."],
            run.Findings.Where(one => one.Code == "airflow.not_read").Select(one => one.Text));
    }

    [Theory]
    [InlineData("/taskInstances/source/logs/1", "log of try 1 of 'source'")]
    [InlineData("/taskInstances/source/xcomEntries/return_value", "XCom 'return_value' of 'source'")]
    public async Task Thing_ThatTheServerCannotShow_CostsNotTheRun(string path, string named)
    {
        Deployment.Disturb = call => call.EndsWith(path, StringComparison.Ordinal) ? FakeAnswer.Detail(500, "Out of range float.") : null;

        Run run = await RunAsync(TargetDags.Mapped());

        Assert.Equal(RunState.Success, run.Task("total").Run.State);
        FindingMade found = Assert.Single(run.Findings, one => one.Code == "airflow.not_read");
        Assert.StartsWith($"The {named} could not be read: GET ", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OfADag_IsTheSameAgainstADeployment()
    {
        Deployment.Deploy(TargetDags.Etl());
        using AirflowTarget target = Target();
        await using Tunnel tunnel = Tunnel.For(TargetDags.Etl())
            .Bind("orders_api", "http://user:s3cret-pass@127.0.0.1:8081")
            .Against(target);

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().ShouldHaveRunInOrder("extract", "sum", "announce");
        run.Task("sum").ShouldHave(TaskState.Success, attempts: 2).ShouldHaveXCom("return_value", 42);
        run.Task("extract").ShouldHaveCounted("rows", 2).ShouldHaveLogged("The API is slow.");
    }

    [Fact]
    public async Task Connection_OfWhichNoLogTells_IsNotCalledUnused()
    {
        using AirflowTarget target = Target();
        await using Tunnel tunnel = Tunnel.For(TargetDags.Mapped()).Bind("orders_api", "http://127.0.0.1:8081").Against(target);

        Run run = await tunnel.RunAsync(Cancellation);

        Assert.Equal(RunState.Success, run.State);
    }

    private AirflowTarget Target(AirflowTargetOptions? options = null) =>
        new(_server.Address, AirflowCredentials.Password("admin", "password-of-the-tests"), options, new RestLimits(), _clock);

    private async Task<Run> RunAsync(Dag dag)
    {
        using AirflowTarget target = Target();
        return await target.RunAsync(dag, new(), Cancellation);
    }

    private async Task<string> TroubleAsync(Dag dag, RunRequest? request = null)
    {
        using AirflowTarget target = Target();
        RunRequest bound = (request ?? new()) with
        {
            Variables = ImmutableDictionary<string, string>.Empty.Add("api_token", "s3cret-value"),
        };

        var trouble = await Assert.ThrowsAsync<AirflowException>(() => target.RunAsync(dag, bound, Cancellation));

        Assert.DoesNotContain("s3cret", trouble.ToString(), StringComparison.Ordinal);
        return trouble.Message;
    }
}

using System.Collections.Immutable;
using Windtunnel.Airflow.Rest;
using Windtunnel.Engine;
using Windtunnel.FakeAirflow;

namespace Windtunnel.Airflow.Tests.Target;

public sealed class AirflowTargetTests : IAsyncLifetime
{
    private const string Password = "s3cret-pass";

    private readonly HastyClock _clock = new(new(2026, 11, 23, 5, 30, 0, TimeSpan.Zero));
    private FakeAirflowServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeDeployment Deployment => _server.Deployment;

    private static RunRequest Bound => new()
    {
        StartingAt = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero),
        Connections = ImmutableDictionary<string, Connection>.Empty.Add(
            "orders_api", new() { Id = "orders_api", Type = "http", Host = "127.0.0.1", Password = Password }),
        Variables = ImmutableDictionary<string, string>.Empty.Add("limit", "3"),
    };

    public async ValueTask InitializeAsync() => _server = await FakeAirflowServer.StartAsync(Repository.Conformance("rest"), _clock);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(nameof(TargetDags.Etl))]
    [InlineData(nameof(TargetDags.Failing))]
    [InlineData(nameof(TargetDags.Branching))]
    [InlineData(nameof(TargetDags.Mapped))]
    public async Task Run_OnADeployment_IsTheEmbeddedOne(string name)
    {
        Dag dag = DagNamed(name);
        Deployment.Deploy(dag);
        Run embedded = await new EmbeddedEngine().RunAsync(dag, Bound, Cancellation);

        Run deployed = await RunAsync(dag);

        Assert.Equal(embedded.State, deployed.State);
        Assert.Equal(embedded.LogicalDate, deployed.LogicalDate);
        Assert.Equal(embedded.Interval, deployed.Interval);
        Assert.Equal(embedded.Tasks.Select(Seen), deployed.Tasks.Select(Seen));
        Assert.Equal(embedded.AssetEvents.Select(one => (one.Task, one.Uri)), deployed.AssetEvents.Select(one => (one.Task, one.Uri)));
    }

    [Fact]
    public async Task Run_WithFollowers_GathersWhatItSetsOffByAssetsAndByTriggering()
    {
        Dag[] followers = [TargetDags.Report(), TargetDags.Archive(), TargetDags.Page()];
        Deployment.Deploy(TargetDags.Load());
        Array.ForEach(followers, dag => Deployment.Deploy(dag, isPaused: true));
        using AirflowTarget target = Target();

        IReadOnlyList<Run> runs = await target.RunAsync(TargetDags.Load(), followers, Bound, Cancellation);

        Assert.Equal(
            ["archive Success OperatorTriggered", "load Success Manual", "report Success AssetTriggered"],
            runs.Select(run => $"{run.DagId} {run.State} {run.Type}").Order(StringComparer.Ordinal));
        Assert.Equal("load", runs[0].DagId);
        Assert.Empty(Deployment.Runs);
        Assert.Equal(["archive", "page", "report"], Deployment.Paused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Follower_OfAnAlias_IsWaitedForToo()
    {
        Deployment.Deploy(TargetDags.Naming());
        Deployment.Deploy(TargetDags.Listing());
        using AirflowTarget target = Target();

        IReadOnlyList<Run> runs = await target.RunAsync(TargetDags.Naming(), [TargetDags.Listing()], Bound, Cancellation);

        Assert.Equal(["naming", "listing"], runs.Select(run => run.DagId));
    }

    [Fact]
    public async Task Start_OfATaskThatWasScheduledAgain_IsItsFirst()
    {
        Deployment.Deploy(TargetDags.Deferring());

        Run run = await RunAsync(TargetDags.Deferring());

        TaskInstance wait = run.Task("wait");
        Assert.Equal(TimeSpan.FromHours(1), wait.Attempts[0].Elapsed);
    }

    [Fact]
    public async Task Follower_ThatIsNotDeployed_IsNamedBeforeAnythingRuns()
    {
        Deployment.Deploy(TargetDags.Load());
        using AirflowTarget target = Target();

        var refused = await Assert.ThrowsAsync<AirflowException>(
            () => target.RunAsync(TargetDags.Load(), [TargetDags.Report()], Bound, Cancellation));

        Assert.Contains("has no Dag 'report'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Journal_OfADeployedRun_CanBeKeptAndReadAgain()
    {
        Deployment.Deploy(TargetDags.Etl());
        Run run = await RunAsync(TargetDags.Etl());
        using var file = new MemoryStream();

        run.Journal.Save(file);
        file.Position = 0;
        Run again = new(Journal.Load(file, "deployed"));

        Assert.Equal(run.Tasks.Select(Seen), again.Tasks.Select(Seen));
        Assert.Equal("airflow 3.3.2", again.Target);
    }

    [Theory]
    [InlineData(nameof(TargetDags.Failing), "report", "its rule all_success saw 1 of 1 upstream failed ('load' is failed).")]
    [InlineData(nameof(TargetDags.Failing), "load", "'load' failed in try 1: InvalidOperationException: The warehouse is away.")]
    [InlineData(nameof(TargetDags.Branching), "right", "'right' is skipped: 'choose' chose to follow other tasks.")]
    public async Task State_OfADeployedTask_IsExplained(string name, string task, string explanation)
    {
        Deployment.Deploy(DagNamed(name));

        Run run = await RunAsync(DagNamed(name));

        Assert.Contains(explanation, run.Explain(task).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfADagOfAnyLanguage_TakesItsStructureFromTheDeployment()
    {
        Deployment.Deploy(TargetDags.Branching());
        using AirflowTarget target = Target();

        Run run = await target.RunAsync("branching", Bound, Cancellation);

        Assert.Equal(TaskState.Skipped, run.Task("right").State);
        Assert.Equal(CauseKind.Branch, run.Task("right").Cause!.Kind);
        Assert.Equal(["left", "right"], run.Outline.Tasks.Single(task => task.Id == "join").Upstream);
    }

    [Fact]
    public async Task List_InShortPages_IsReadWhole()
    {
        Deployment.MostRows = 2;
        Deployment.Deploy(TargetDags.Mapped());

        Run run = await RunAsync(TargetDags.Mapped());

        Assert.Equal(["20", "40", "60"], run.Instances("price").Select(task => task.XComs["return_value"]));
    }

    [Fact]
    public async Task Deployment_AfterARun_IsAsItWas()
    {
        Deployment.Deploy(TargetDags.Etl(), isPaused: true);

        await RunAsync(TargetDags.Etl());

        Assert.Empty(Deployment.Connections);
        Assert.Empty(Deployment.Variables);
        Assert.Empty(Deployment.Runs);
        Assert.Equal(["orders_etl"], Deployment.Paused);
    }

    [Fact]
    public async Task Run_ToBeKept_StaysOnTheDeployment()
    {
        Deployment.Deploy(TargetDags.Etl());

        Run run = await RunAsync(TargetDags.Etl(), new() { KeepRun = true });

        Assert.Equal([run.RunId], Deployment.Runs.Select(kept => kept.RunId));
    }

    [Fact]
    public async Task Deployment_AfterATestGaveUp_IsAsItWas()
    {
        Deployment.Deploy(TargetDags.Etl(), isPaused: true);
        using var user = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Deployment.Disturb = call =>
        {
            if (call.EndsWith("/wait", StringComparison.Ordinal))
            {
                user.Cancel();
            }

            return null;
        };
        using AirflowTarget target = Target();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => target.RunAsync(TargetDags.Etl(), Bound, user.Token));

        Assert.Empty(Deployment.Connections);
        Assert.Empty(Deployment.Runs);
        Assert.Equal(["orders_etl"], Deployment.Paused);
    }

    [Fact]
    public async Task Deployment_ThatCannotBePutBack_IsNamedForHandwork()
    {
        Deployment.Deploy(TargetDags.Etl());
        bool isRunning = false;
        Deployment.Disturb = call =>
        {
            isRunning |= call.StartsWith("POST dags/", StringComparison.Ordinal);
            return isRunning && call == "DELETE connections/orders_api" ? FakeAnswer.Detail(403, "Forbidden") : null;
        };

        var left = await Assert.ThrowsAsync<AirflowException>(() => RunAsync(TargetDags.Etl()));

        Assert.StartsWith("The run of Dag 'orders_etl' ended as success. What was changed for it", left.Message, StringComparison.Ordinal);
        Assert.Contains("by hand: connection 'orders_api' (DELETE /api/v2/connections/orders_api", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_ThatIsThere_IsRefusedUnlessToldOtherwise()
    {
        Deployment.Deploy(TargetDags.Etl());
        Deployment.Connections["orders_api"] = Sent("orders_api", "127.0.0.1");

        var refused = await Assert.ThrowsAsync<AirflowException>(() => RunAsync(TargetDags.Etl()));

        Assert.Contains("has a connection 'orders_api' already", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Deployment.Runs);
        Assert.Single(Deployment.Connections);
    }

    [Theory]
    [InlineData(WhenTaken.Keep, "elsewhere", 1)]
    [InlineData(WhenTaken.Replace, "127.0.0.1", 0)]
    public async Task Connection_ThatIsThere_IsKeptOrReplaced(WhenTaken existing, string seen, int left)
    {
        Deployment.Deploy(TargetDags.Etl());
        Deployment.Connections["orders_api"] = Sent("orders_api", "elsewhere");

        Run run = await RunAsync(TargetDags.Etl(), new() { Existing = existing });

        Assert.Equal(seen == "elsewhere" ? 0 : 42, run.Task("sum").Result<int>());
        Assert.Equal(left, Deployment.Connections.Count);
    }

    [Theory]
    [InlineData("windtunnel__20261123T040000Z_0badcafe", true)]
    [InlineData("windtunnel__20261123T052930Z_0badcafe", false)]
    public async Task Connection_OfATestThatWasKilled_IsReplaced(string madeFor, bool isLeftover)
    {
        Deployment.Deploy(TargetDags.Etl());
        Deployment.Connections["orders_api"] = Sent("orders_api", "elsewhere");
        Deployment.Connections["orders_api"]["description"] =
            $"Made by a test with Windtunnel, to be deleted after run '{madeFor}' of Dag 'orders_etl'.";

        Task<Run> run = RunAsync(TargetDags.Etl());

        if (isLeftover)
        {
            Assert.Equal(42, (await run).Task("sum").Result<int>());
        }
        else
        {
            Assert.Contains("may still go on", (await Assert.ThrowsAsync<AirflowException>(() => run)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("connections", "connection 'orders_api'")]
    [InlineData("variables", "variable 'limit'")]
    public async Task Name_ThatAnotherTestTookAtTheSameMoment_IsLeftToIt(string list, string named)
    {
        Deployment.Deploy(TargetDags.Etl());
        Deployment.Disturb = call =>
        {
            if (call == $"POST {list}")
            {
                Deployment.Connections.TryAdd("orders_api", Sent("orders_api", "theirs"));
                Deployment.Variables.TryAdd("limit", new() { ["key"] = "limit", ["value"] = "theirs" });
            }

            return null;
        };

        var refused = await Assert.ThrowsAsync<AirflowException>(() => RunAsync(TargetDags.Etl()));

        Assert.Contains($"was given a {named} by somebody else at the same moment.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", (string?)Deployment.Variables["limit"]["value"]);
        Assert.Equal(list == "connections" ? ["theirs"] : [], Deployment.Connections.Values.Select(row => (string?)row["host"]));
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Date_OfAnEarlierTestsRun_IsFreed()
    {
        Deployment.Deploy(TargetDags.Etl());
        await RunAsync(TargetDags.Etl(), new() { KeepRun = true });

        Run again = await RunAsync(TargetDags.Etl());

        Assert.Equal(RunState.Success, again.State);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Pause_ThatAKilledTestTookAway_IsPutBack()
    {
        Deployment.Deploy(TargetDags.Etl());
        FakeRun killed = new(
            TargetDags.Etl().Build(), "windtunnel__20261123T040000Z_0badcafe", Deployment.World(Bound.StartingAt, null),
            "Triggered by a test with Windtunnel. The Dag was paused before.")
        {
            Marked = RunState.Failed,
        };
        await killed.PlayAsync();
        Deployment.Runs.Add(killed);

        await RunAsync(TargetDags.Etl());

        Assert.Equal(["orders_etl"], Deployment.Paused);
        Assert.Empty(Deployment.Runs);
    }

    [Fact]
    public async Task Dag_ThatWasPaused_IsUnpausedOnlyFromTheTriggerToTheEndOfTheRun()
    {
        Deployment.Deploy(TargetDags.Etl(), isPaused: true);
        List<string> seen = [];
        Deployment.Disturb = call =>
        {
            seen.Add($"{call} {(Deployment.Paused.Count > 0 ? "while paused" : "while not")}");
            return null;
        };

        await RunAsync(TargetDags.Etl());

        Assert.Contains(seen, call => call.StartsWith("POST dags/orders_etl/dagRuns ", StringComparison.Ordinal));
        Assert.All(
            seen.Where(call => call.Contains("/dagRuns ", StringComparison.Ordinal)
                || call.Contains("xcomEntries", StringComparison.Ordinal)),
            call => Assert.EndsWith("while paused", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OfTheSchedule_ThatUnpausingStarted_IsEndedAndNamed()
    {
        Dag dag = TargetDags.Scheduled();
        Deployment.Deploy(dag, isPaused: true);
        await AddScheduledAsync("scheduled__frozen");
        Deployment.Unpaused = () => AddScheduledAsync("scheduled__new");

        Run run = await RunAsync(dag);

        Assert.Equal(
            [("scheduled__frozen", null), ("scheduled__new", (RunState?)RunState.Failed)],
            Deployment.Runs.Select(one => (one.RunId, one.Marked)));
        FindingMade named = Assert.Single(run.Findings, one => one.Code == "airflow.differs");
        Assert.StartsWith("Unpausing the Dag started run 'scheduled__new'", named.Text, StringComparison.Ordinal);

        async Task AddScheduledAsync(string id)
        {
            FakeRun scheduled = new(dag, id, Deployment.World(null, null), null);
            await scheduled.PlayAsync();
            Deployment.Runs.Add(scheduled);
        }
    }

    [Fact]
    public async Task Date_OfSomebodyElsesRun_IsRefused()
    {
        Deployment.Deploy(TargetDags.Etl());
        FakeRun other = new(TargetDags.Etl().Build(), "manual__theirs", Deployment.World(Bound.StartingAt, null), null);
        await other.PlayAsync();
        Deployment.Runs.Add(other);

        var refused = await Assert.ThrowsAsync<AirflowException>(() => RunAsync(TargetDags.Etl()));

        Assert.Contains("has a run for 2026-03-01T03:00:00.000000Z already: 'manual__theirs'", refused.Message, StringComparison.Ordinal);
        Assert.Single(Deployment.Runs);
    }

    [Fact]
    public async Task Question_OfATask_GetsTheScriptedAnswer()
    {
        Deployment.Deploy(TargetDags.Asking());
        RunRequest request = Bound with
        {
            Answers = ImmutableDictionary<string, ScriptedAnswer>.Empty.Add("pick", new(["b"])),
        };
        using AirflowTarget target = Target();

        Run run = await target.RunAsync(TargetDags.Asking(), request, Cancellation);

        Assert.Equal("b", run.Task("done").Result<string>());
    }

    [Fact]
    public async Task Question_ThatHasAnAnswerAlready_IsNoTrouble()
    {
        Deployment.Deploy(TargetDags.Asking());
        int answers = 0;
        Deployment.Disturb = call =>
            call.StartsWith("PATCH", StringComparison.Ordinal) && call.EndsWith("/hitlDetails", StringComparison.Ordinal) && answers++ == 0
                ? FakeAnswer.Detail(409, "Human-in-the-loop detail has already been updated")
                : null;
        RunRequest request = Bound with
        {
            Answers = ImmutableDictionary<string, ScriptedAnswer>.Empty.Add("pick", new(["b"])),
        };
        using AirflowTarget target = Target();

        Run run = await target.RunAsync(TargetDags.Asking(), request, Cancellation);

        Assert.Equal(RunState.Success, run.State);
    }

    [Fact]
    public async Task Secret_OfAConnection_IsNowhereInTheJournal()
    {
        var dag = new Dag("leaky");
        dag.Task("leak", context => context.Connections["orders_api"].Password);
        Deployment.Deploy(dag);

        Run run = await RunAsync(dag);
        using var file = new MemoryStream();
        run.Journal.Save(file);

        Assert.Equal("***", run.Task("leak").Result<string>());
        Assert.DoesNotContain(Password, System.Text.Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_ThatNeedTheSameNames_WaitForOneAnother()
    {
        Deployment.Deploy(TargetDags.Etl());
        using AirflowTarget target = Target();

        Run[] runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => target.RunAsync(TargetDags.Etl(), Bound, Cancellation)));

        Assert.All(runs, run => Assert.Equal(RunState.Success, run.State));
    }

    private static Dag DagNamed(string name) => (Dag)typeof(TargetDags).GetMethod(name)!.Invoke(null, null)!;

    private static System.Text.Json.Nodes.JsonObject Sent(string id, string host) =>
        new() { ["connection_id"] = id, ["conn_type"] = "http", ["host"] = host };

    /// <summary>What assertions look at.</summary>
    private static string Seen(TaskInstance task) => string.Join(
        " | ",
        task,
        task.State.ToAirflow(),
        string.Join(',', task.Attempts.Select(attempt => $"{attempt.Try} {attempt.State.ToAirflow()} {attempt.Error?.Message}")),
        string.Join(',', task.XComs.OrderBy(xcom => xcom.Key).Select(xcom => $"{xcom.Key}={xcom.Value}")),
        string.Join(',', task.Counts),
        string.Join(',', task.Logs.Where(log => log.Error is null).Select(log => $"{log.Level} {log.Message}")),
        string.Join(',', task.Connections));

    private AirflowTarget Target(AirflowTargetOptions? options = null) =>
        new(_server.Address, AirflowCredentials.Password("admin", "password-of-the-tests"), options, new RestLimits(), _clock);

    private async Task<Run> RunAsync(Dag dag, AirflowTargetOptions? options = null)
    {
        using AirflowTarget target = Target(options);
        return await target.RunAsync(dag, Bound, Cancellation);
    }
}

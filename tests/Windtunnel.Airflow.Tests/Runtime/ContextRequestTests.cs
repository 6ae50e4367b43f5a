using Windtunnel.Airflow.Protocol;
using static Windtunnel.Airflow.Tests.Runtime.OneTask;

namespace Windtunnel.Airflow.Tests.Runtime;

/// <summary>What a body does through its context, as the requests that a supervisor sees.</summary>
public sealed class ContextRequestTests
{
    private static readonly Asset Orders = new("orders");

    [Fact]
    public async Task Trigger_OfAnotherDag_SendsTheRunAndItsConf()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.TriggerDag("t", "child", new()
            {
                Request = _ => new() { RunId = "mine", LogicalDate = DateTimeOffset.UnixEpoch, Conf = """{"n":7}""", Note = "by hand" },
            }));

        TriggerDagRun asked = supervisor.Only<TriggerDagRun>();
        Assert.Equal(("child", "mine", DateTimeOffset.UnixEpoch, "by hand"), (asked.DagId, asked.RunId, asked.LogicalDate, asked.Note));
        Assert.Equal("""{"n":7}""", asked.Conf.ToString());
        Assert.Equal("\"mine\"", supervisor.Only<SetXCom>().Value.ToString());
    }

    [Theory]
    [InlineData(false, "failed")]
    [InlineData(true, "skipped")]
    public async Task Trigger_OfARunThatExists_FailsWithoutRetryOrSkips(bool skips, string state)
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.TriggerDag("t", "child", new() { SkipWhenAlreadyExists = skips }),
            shouldRetry: true,
            answers: request => request is TriggerDagRun ? new ErrorResponse { Error = "DAGRUN_ALREADY_EXISTS" } : null);

        Assert.Equal(state, supervisor.Only<Windtunnel.Airflow.Protocol.TaskState>().State);
    }

    [Fact]
    public async Task Trigger_ThatWaits_LooksUntilTheRunIsOver()
    {
        Queue<string> states = new(["queued", "running", "success"]);
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.TriggerDag("t", "child", new() { WaitForCompletion = true, PokeInterval = TimeSpan.FromMilliseconds(1) }),
            answers: request => request is GetDagRunState ? new DagRunStateResult { State = states.Dequeue() } : null);

        Assert.Empty(states);
        Assert.IsType<SucceedTask>(supervisor.Requests[^1]);
    }

    [Fact]
    public async Task Trigger_ThatWaitsWithoutASlot_DefersToAirflowsOwnTrigger()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.TriggerDag("t", "child", new()
        {
            Request = _ => new() { RunId = "mine" },
            WaitForCompletion = true,
            Deferrable = true,
        }));

        Assert.Equal("airflow.providers.standard.triggers.external_task.DagStateTrigger", supervisor.Only<DeferTask>().Classpath);
        Assert.Equal(
            """{"dag_id":"child","poll_interval":60.0,"run_ids":["mine"],"states":["success","failed"]}""",
            supervisor.Only<DeferTask>().TriggerKwargs.ToString());
    }

    [Theory]
    [InlineData("success", "SucceedTask")]
    [InlineData("failed", "RetryTask")]
    public async Task Trigger_ThatIsResumed_LooksAtTheRunItself(string state, string end)
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.TriggerDag("t", "child", new() { WaitForCompletion = true, Deferrable = true }),
            shouldRetry: true,
            change: startup => startup with { TiContext = startup.TiContext with { NextMethod = "resume" } },
            answers: request => request switch
            {
                GetXCom get => new XComResult { Key = get.Key, Value = JsonText.Of("\"mine\"") },
                GetDagRunState => new DagRunStateResult { State = state },
                _ => null,
            });

        Assert.Equal(end, supervisor.Requests[^1].Type);
        Assert.Equal("mine", supervisor.Only<GetDagRunState>().RunId);
    }

    [Fact]
    public async Task Run_ThatDoesNotExist_HasNoState()
    {
        RunState? seen = RunState.Running;
        await RunAsync(
            dag => dag.Task("t", context => { seen = context.Dags.StateOf("child", "gone"); }),
            refusals: request => request is GetDagRunState
                ? new ErrorResponse { Error = "API_SERVER_ERROR", Detail = JsonText.Of("""{"status_code":404}""") }
                : null);

        Assert.Null(seen);
    }

    [Fact]
    public async Task State_OfATask_IsReadAndWrittenUnderItsOwnId()
    {
        int seen = 0;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context =>
            {
                seen = context.State.Get<int>("gone") + context.State.Get<int>("seen");
                context.State.Set("seen", seen + 1, TimeSpan.FromDays(1));
                context.State.Delete("old");
                context.State.Clear();
            }),
            answers: request => request switch
            {
                GetTaskStateStore { Key: "gone" } => new ErrorResponse { Error = "TASK_STORE_NOT_FOUND" },
                GetTaskStateStore => new TaskStateStoreResult { Value = JsonText.Of("41") },
                _ => null,
            });

        SetTaskStateStore set = supervisor.Only<SetTaskStateStore>();
        Assert.Equal((41, "42", TestSupervisor.Recorded("succeed-plain").Ti.Id), (seen, set.Value.ToString(), set.TiId));
        Assert.InRange(set.ExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromHours(23), TimeSpan.FromDays(1));
        Assert.Equal("old", supervisor.Only<DeleteTaskStateStore>().Key);
        Assert.Single(supervisor.Requests.OfType<ClearTaskStateStore>());
    }

    [Fact]
    public async Task State_OfAnAsset_IsReadAndWrittenUnderItsName()
    {
        int seen = 0;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context =>
            {
                StateStore store = context.Assets.State(Orders);
                seen = store.Get<int>("offset");
                store.Set("offset", seen + 1);
                store.Delete("old");
                store.Clear();
            }),
            answers: request => request is GetAssetStateStoreByName ? new AssetStateStoreResult { Value = JsonText.Of("41") } : null);

        Assert.Equal(("orders", "offset", "42"), supervisor.Only<SetAssetStateStoreByName>() is var set
            ? (set.Name, set.Key, set.Value.ToString())
            : default);
        Assert.Equal("old", supervisor.Only<DeleteAssetStateStoreByName>().Key);
        Assert.Equal("orders", supervisor.Only<ClearAssetStateStoreByName>().Name);
    }

    [Fact]
    public async Task Variable_SetAndDeleted_IsTwoRequests()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", context =>
        {
            context.Variables.Set("a/b", "1");
            context.Variables.Delete("a/b");
        }));

        Assert.Equal("1", supervisor.Only<PutVariable>().Value);
        Assert.Equal("a/b", supervisor.Only<DeleteVariable>().Key);
    }

    [Fact]
    public async Task Label_OfAnInstance_IsToldAtOnceAndKeptByTheEnd()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", context => context.Label("oslo")));

        Assert.Equal("oslo", supervisor.Only<SetRenderedMapIndex>().RenderedMapIndex);
        Assert.Equal("oslo", supervisor.Only<SucceedTask>().RenderedMapIndex);
    }

    [Fact]
    public async Task Label_ThatIsRefused_IsNotRepeatedInTheEnd()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context => context.Label("a\0b")),
            shouldRetry: true,
            refusals: request => request is SetRenderedMapIndex ? new() { Error = "API_SERVER_ERROR" } : null);

        Assert.Null(supervisor.Only<RetryTask>().RenderedMapIndex);
    }

    [Fact]
    public async Task XComs_PulledOneByOne_AreAskedForWhenTheyAreLookedAt()
    {
        int seen = 0;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag =>
            {
                TaskRef each = dag.Map("each", Each.Of(1, 2, 3), (n, _) => n);
                each.Before(dag.Task("t", context =>
                {
                    IReadOnlyList<int> all = context.XCom.PullEach<int>("each");
                    seen = all[2] + all[2];
                }));
            },
            answers: request => request switch
            {
                GetXComCount => new XComCountResponse { Len = 3 },
                GetXComSequenceItem item => new XComSequenceIndexResult { Root = JsonText.Of($"{item.Offset * 10}") },
                _ => null,
            });

        Assert.Equal(40, seen);
        Assert.Equal(["GetXComCount", "GetXComSequenceItem", "SucceedTask"], supervisor.Requests.Select(request => request.Type));
    }

    [Fact]
    public async Task MappedInstance_OverAMappedTask_ReadsOnlyItsOwnElement()
    {
        int seen = 0;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Map("t", dag.Map("each", Each.Of(1, 2), (n, _) => n), (n, _) => { seen = n; }),
            mapIndex: 1,
            answers: request =>
                request is GetXComSequenceItem item ? new XComSequenceIndexResult { Root = JsonText.Of($"{item.Offset}7") } : null);

        Assert.Equal(17, seen);
        Assert.Equal(["GetXComSequenceItem", "SucceedTask"], supervisor.Requests.Select(request => request.Type));
    }

    [Fact]
    public async Task Branch_InAMappedGroup_SkipsNothingAsOnAirflow()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.MapGroup("g", Each.Of(1, 2), (group, item) =>
            {
                TaskRef branch = group.Branch("t", item, (_, _) => "g.left");
                branch.Before(group.Task("left", _ => { }), group.Task("right", _ => { }));
            }),
            mapIndex: 1,
            change: startup => startup with { Ti = startup.Ti with { TaskId = "g.t" } });

        Assert.Equal(["skipmixin_key", "return_value"], supervisor.Requests.OfType<SetXCom>().Select(set => set.Key));
        Assert.DoesNotContain(supervisor.Requests, request => request is SkipDownstreamTasks);
    }

    [Fact]
    public async Task Sensor_ThatReschedules_CountsFromTheFirstPoke()
    {
        Action<Dag> fill = dag => dag.Sensor("t", _ => false, new() { Mode = SensorMode.Reschedule, Timeout = TimeSpan.FromMinutes(1) });
        (TestSupervisor first, _) = await RunAsync(fill);
        (TestSupervisor later, _) = await RunAsync(
            fill,
            change: startup => startup with { TiContext = startup.TiContext with { TaskRescheduleCount = 2 } },
            answers: request => request is GetTaskRescheduleStartDate
                ? new TaskRescheduleStartDate { StartDate = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(5) }
                : null);

        TimeSpan wait = first.Only<RescheduleTask>().RescheduleDate - DateTimeOffset.UtcNow;
        Assert.InRange(wait, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        Assert.Equal("failed", later.Only<Windtunnel.Airflow.Protocol.TaskState>().State);
    }

    [Fact]
    public async Task Asset_AnnouncedTwice_HasTheExtraThatWasSaidLast()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task(
                "t",
                context =>
                {
                    context.Assets.Announce(Orders, """{"rows":1}""");
                    context.Assets.Announce(Orders, """{"rows":2}""");
                },
                new() { Outlets = [Orders] }),
            answers: request => request is ValidateInletsAndOutlets ? new InactiveAssetsResult() : null);

        Assert.Equal(
            """[{"dest_asset_key":{"name":"orders","uri":"orders"},"extra":{"rows":2}}]""",
            supervisor.Only<SucceedTask>().OutletEvents.ToString());
    }

    [Fact]
    public async Task Asset_WithAnExtraThatIsNoObject_IsRefusedWhereItIsSaid()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context => context.Assets.Announce(Orders, "7"), new() { Outlets = [Orders] }),
            shouldRetry: true,
            answers: request => request is ValidateInletsAndOutlets ? new InactiveAssetsResult() : null);

        Assert.StartsWith(
            "The extra of an asset event is '7', which is not a JSON object.",
            supervisor.Only<RetryTask>().RetryReason,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<TaskContext>> Unstartable => new()
    {
        { "The extra of an event of the asset 'orders' cannot be sent.", context => context.Assets.Announce(Orders, """{"n":1e300}""") },
        {
            "The conf of a run of Dag 'child' cannot be sent.",
            context => context.Dags.Trigger("child", new() { Conf = """{"n":1e300}""" })
        },
    };

    [Theory]
    [MemberData(nameof(Unstartable))]
    public async Task Value_ThatWouldKeepOtherRunsFromStarting_IsRefusedWhereItIsSaid(string reason, Action<TaskContext> body)
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", body), shouldRetry: true);

        Assert.Equal(["RetryTask"], supervisor.Requests.Select(request => request.Type));
        Assert.StartsWith(reason, supervisor.Only<RetryTask>().RetryReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asset_AnnouncedThroughAnAlias_NamesBoth()
    {
        var alias = new AssetAlias("any");
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task(
                "t", context => context.Assets.Announce(alias, Orders, """{"rows":7}"""), new() { OutletAliases = [alias] }));

        Assert.Equal(
            """[{"source_alias_name":"any","dest_asset_key":{"name":"orders","uri":"orders"},"dest_asset_extra":{},"extra":{"rows":7}}]""",
            supervisor.Only<SucceedTask>().OutletEvents.ToString());
        Assert.Equal("AssetAlias", Assert.Single(supervisor.Only<SucceedTask>().TaskOutlets!).Type);
    }

    [Fact]
    public async Task Events_OfAnInlet_AreRead()
    {
        string? seen = null;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context => { seen = context.Assets.Of(Orders)[0].ExtraJson; }, new() { Inlets = [Orders] }),
            answers: request => request switch
            {
                ValidateInletsAndOutlets => new InactiveAssetsResult(),
                GetAssetEventByAsset => new AssetEventsResult { AssetEvents = [Event("""{"rows":7}""")] },
                _ => null,
            });

        Assert.Equal("""{"rows":7}""", seen);
        Assert.Equal("orders", supervisor.Only<GetAssetEventByAsset>().Name);
    }

    private static AssetEventResponse Event(string extra) => new()
    {
        Id = 1,
        Timestamp = DateTimeOffset.UnixEpoch,
        Extra = JsonText.Of(extra),
        Asset = new() { Name = "orders", Uri = "orders", Group = "asset" },
        CreatedDagruns = [],
    };
}

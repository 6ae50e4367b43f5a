using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windtunnel.Airflow.Protocol;
using static Windtunnel.Airflow.Tests.Runtime.OneTask;

namespace Windtunnel.Airflow.Tests.Runtime;

public sealed class TaskRuntimeTests
{
    private static readonly ErrorResponse ServerError = new()
    {
        Error = "API_SERVER_ERROR",
        Detail = JsonText.Of("""{"status_code":500,"message":"down"}"""),
    };

    [Fact]
    public async Task Body_ThatReturns_HandsItsResultOnAndSucceeds()
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(dag => dag.Task("t", _ => new[] { 1, 2 }));

        Assert.Equal(0, exit);
        Assert.Equal("[1,2]", supervisor.Only<SetXCom>().Value.ToString());
        Assert.IsType<SucceedTask>(supervisor.Requests[^1]);
        Assert.Empty(supervisor.Only<SucceedTask>().TaskOutlets!);
    }

    [Fact]
    public async Task Result_ThatOthersAreMappedOver_IsSentWithItsLength()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Map("each", dag.Task("t", _ => new[] { 1, 2 }), (n, _) => n));

        Assert.Equal(2, supervisor.Only<SetXCom>().MappedLength);
    }

    public static TheoryData<Action<Dag>, long?> Results => new()
    {
        { dag => dag.Task("t", _ => new[] { new[] { 1, 2 }, [3] }), 2 },
        { dag => dag.Task("t", _ => new Dictionary<string, int> { ["a"] = 1 }), 1 },
        { dag => dag.Task("t", _ => Array.Empty<int>()), 0 },
        { dag => dag.Task("t", _ => "ab"), null },
        { dag => dag.Task("t", _ => new int[1025]), null },
        { dag => dag.Task("t", _ => PythonValue.Tuple(PythonValue.Of(1))), null },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Result_ThatATaskOfPythonMayBeMappedOver_IsSentWithItsLength(Action<Dag> fill, long? length)
    {
        (TestSupervisor supervisor, _) = await RunAsync(fill);

        Assert.Equal(length, supervisor.Only<SetXCom>().MappedLength);
    }

    [Fact]
    public async Task Result_LongerThanTheDeploymentMapsOver_IsSentWithoutItsLength()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", _ => new[] { 1, 2 }),
            shouldRetry: true,
            refusals: request => request is SetXCom { MappedLength: not null }
                ? new() { Error = "API_SERVER_ERROR", Detail = JsonText.Of("""{"status_code":400}""") }
                : null);

        Assert.Equal([2, null], supervisor.Requests.OfType<SetXCom>().Select(push => push.MappedLength));
        Assert.IsType<SucceedTask>(supervisor.Requests[^1]);
    }

    [Fact]
    public async Task Result_OfAnInstance_HasNoLength()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", _ => new[] { 1, 2 }), mapIndex: 3);

        Assert.Equal((3, null), (supervisor.Only<SetXCom>().MapIndex, supervisor.Only<SetXCom>().MappedLength));
    }

    [Theory]
    [InlineData(true, "RetryTask")]
    [InlineData(false, "TaskState")]
    public async Task Failure_OfABody_IsRetriedOnlyWhileAirflowHasTriesLeft(bool shouldRetry, string message)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(
            dag => dag.Task("t", _ => throw new InvalidOperationException("boom")), shouldRetry: shouldRetry);

        Assert.Equal(0, exit);
        Assert.Equal(message, supervisor.Requests[^1].Type);
        JsonElement line = supervisor.LogLines.Single(line => line.GetProperty("level").GetString() == "error");
        Assert.Equal("boom", line.GetProperty("exception")[0].GetProperty("exc_value").GetString());
    }

    public static TheoryData<string, Func<Exception>, string> Outcomes => new()
    {
        { "skip", () => Outcome.Skip("no rows"), """TaskState skipped""" },
        { "fail", () => Outcome.Fail("bad"), "TaskState failed" },
        { "retry", () => Outcome.RetryAfter(TimeSpan.FromSeconds(7), "soon"), "RetryTask 7 soon" },
        { "reschedule", () => Outcome.Reschedule(DateTimeOffset.UnixEpoch), "RescheduleTask 1970-01-01T00:00:00.000000Z" },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Outcome_OfABody_BecomesItsMessage(string name, Func<Exception> outcome, string message)
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(dag => dag.Task("t", _ => throw outcome()), shouldRetry: true);

        Assert.Equal((name, 0), (name, exit));
        Assert.Equal(message, supervisor.Requests[^1] switch
        {
            Windtunnel.Airflow.Protocol.TaskState state => $"TaskState {state.State}",
            RetryTask retry => $"RetryTask {retry.RetryDelaySeconds} {retry.RetryReason}",
            RescheduleTask reschedule => $"RescheduleTask {WireTime.Format(reschedule.RescheduleDate)}",
            var other => other.Type,
        });
    }

    [Fact]
    public async Task Branch_ThatFollowsOne_SkipsTheOthersAtOnce()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag =>
        {
            TaskRef branch = dag.Branch("t", _ => "left");
            branch.Before(dag.Task("left", _ => { }), dag.Task("right", _ => { }));
        });

        Assert.Equal("""["right"]""", supervisor.Only<SkipDownstreamTasks>().Tasks.ToString());
        Assert.Equal("skipmixin_key", supervisor.Only<SetXCom>().Key);
        Assert.Equal("""{"followed":["left"]}""", supervisor.Only<SetXCom>().Value.ToString());
        Assert.IsType<SucceedTask>(supervisor.Requests[^1]);
    }

    [Fact]
    public async Task ShortCircuit_ThatIsFalse_SkipsEverythingBehindIt()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag =>
            dag.ShortCircuit("t", _ => false).Before(dag.Task("next", _ => { })).Before(dag.Task("last", _ => { })));

        Assert.Equal("""["last","next"]""", supervisor.Only<SkipDownstreamTasks>().Tasks.ToString());
        Assert.Equal("""{"skipped":["last","next"]}""", supervisor.Only<SetXCom>().Value.ToString());
    }

    [Fact]
    public async Task Branch_OverAChildThatIsMappedOverLiterals_SkipsEachInstanceOfIt()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag =>
        {
            TaskRef branch = dag.Branch("t", _ => "left");
            branch.Before(dag.Task("left", _ => { }), dag.Map("right", Each.Of(7, 8), (_, _) => { }));
        });

        Assert.Equal("""[["right",0],["right",1]]""", supervisor.Only<SkipDownstreamTasks>().Tasks.ToString());
    }

    [Fact]
    public async Task Bundle_ThatCannotBeMade_IsSaidInTheLogOfTheTask()
    {
        var supervisor = new TestSupervisor(Startup());

        int exit = await supervisor.RunAsync(() => throw new TypeInitializationException("Dags", new IOException("no such file")));

        Assert.Equal(0, exit);
        Assert.Equal("failed", supervisor.Only<Windtunnel.Airflow.Protocol.TaskState>().State);
        Assert.Contains("The bundle could not be created. IOException: no such file", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MappedInstance_OfAList_ReadsItsOwnElement()
    {
        int seen = 0;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Map("t", dag.Task("list", _ => new[] { 10, 20 }), (item, _) => seen = item),
            mapIndex: 1,
            answers: request => request is GetXCom get ? new XComResult { Key = get.Key, Value = JsonText.Of("[10,20]") } : null);

        Assert.Equal(20, seen);
        Assert.Equal(1, supervisor.Only<SetXCom>().MapIndex);
    }

    [Fact]
    public async Task Input_OfAMappedTask_IsTheListOfItsResults()
    {
        int[] seen = [];
        await RunAsync(
            dag => dag.Task("t", dag.Map("each", Each.Of(1, 2), (n, _) => n), (all, _) => { seen = all; }),
            answers: request => request is GetXComSequenceSlice
                ? new XComSequenceSliceResult { Root = [JsonText.Of("1"), JsonText.Of("2")] }
                : null);

        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task Context_OfABody_ReadsVariablesConnectionsAndParams()
    {
        string seen = "";
        await RunAsync(
            dag => dag.Task("t", context =>
            {
                seen = $"{context.Variables["v"]} {context.Connections["c"].Host} {context.Params.Text("k")}";
            }),
            answers: request => request switch
            {
                GetVariable => new VariableResult { Key = "v", Value = "value" },
                GetConnection => new ConnectionResult
                {
                    ConnId = "c",
                    ConnType = "http",
                    Host = "host",
                    Schema = null,
                    Login = null,
                    Password = null,
                    Port = 80,
                    Extra = null,
                },
                _ => null,
            });

        Assert.Equal("value host v", seen);
    }

    [Fact]
    public async Task Variable_ThatIsMissing_FailsTheTryWithItsName()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context => { _ = context.Variables["gone"]; }),
            answers: request => request is GetVariable ? new ErrorResponse { Error = "VARIABLE_NOT_FOUND" } : null);

        Assert.Contains("reads the variable 'gone'", supervisor.LogText, StringComparison.Ordinal);
        Assert.IsType<Windtunnel.Airflow.Protocol.TaskState>(supervisor.Requests[^1]);
    }

    [Fact]
    public async Task Result_ThatTheServerRefuses_FailsTheTryInsteadOfEndingSilently()
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(
            dag => dag.Task("t", _ => 1), shouldRetry: true, refusals: request => request is SetXCom ? ServerError : null);

        Assert.Equal(0, exit);
        Assert.IsType<RetryTask>(supervisor.Requests[^1]);
        Assert.Contains("Airflow refused SetXCom: API_SERVER_ERROR", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XComs_OfAnEarlierTry_AreDeletedFirst()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", _ => { }), change: startup => startup with
        {
            TiContext = startup.TiContext with { XcomKeysToClear = ["a", "return_value"] },
        });

        Assert.Equal(["a", "return_value"], supervisor.Requests.OfType<DeleteXCom>().Select(request => request.Key));
        Assert.IsType<DeleteXCom>(supervisor.Requests[0]);
    }

    [Fact]
    public async Task Deferral_ToAMoment_NamesAirflowsTriggerWithTypedArguments()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag =>
            dag.Deferrable("t", _ => new Deferral(Trigger.At(DateTimeOffset.UnixEpoch), TimeSpan.FromSeconds(30)), (_, _) => 1));

        DeferTask defer = supervisor.Only<DeferTask>();
        Assert.Equal("airflow.providers.standard.triggers.temporal.DateTimeTrigger", defer.Classpath);
        Assert.Equal("datetime.datetime", defer.TriggerKwargs.ToElement().GetProperty("moment").GetProperty("__classname__").GetString());
        Assert.Equal(TimeSpan.FromSeconds(30), defer.TriggerTimeout);
    }

    [Fact]
    public async Task Asset_ThatABodyAnnounces_IsInTheSuccess()
    {
        var asset = new Asset("orders");
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context => context.Assets.Announce(asset, """{"rows":7}"""), new() { Outlets = [asset] }),
            answers: request => request is ValidateInletsAndOutlets ? new InactiveAssetsResult() : null);

        Assert.Equal(
            """[{"dest_asset_key":{"name":"orders","uri":"orders"},"extra":{"rows":7}}]""",
            supervisor.Only<SucceedTask>().OutletEvents.ToString());
        Assert.Equal("Asset", Assert.Single(supervisor.Only<SucceedTask>().TaskOutlets!).Type);
    }

    [Fact]
    public async Task Body_LongerThanItsTimeout_FailsAndMayBeRetried()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task(
                "t", context => context.DelayAsync(TimeSpan.FromMinutes(5)), new() { ExecutionTimeout = TimeSpan.FromMilliseconds(50) }),
            shouldRetry: true);

        Assert.Contains("took longer than its execution timeout", supervisor.Only<RetryTask>().RetryReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_ThatTheBundleDoesNotHave_FailsAndSaysWhatToDo()
    {
        (TestSupervisor supervisor, int exit) = await RunAsync(dag => dag.Task("other", _ => { }));

        Assert.Equal(0, exit);
        Assert.Equal("failed", supervisor.Only<Windtunnel.Airflow.Protocol.TaskState>().State);
        Assert.Contains("has no task 't'", supervisor.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supervisor_ThatIsGone_EndsTheProcess()
    {
        var supervisor = new TestSupervisor(Startup()) { GoneAt = request => request is GetVariable };

        int exit = await supervisor.RunAsync(BundleOf(dag => dag.Task("t", context => { _ = context.Variables.Find("v"); })));

        Assert.NotEqual(0, exit);
        Assert.Equal(["GetVariable"], supervisor.Requests.Select(request => request.Type));
    }

    [Fact]
    public async Task Log_OfABody_IsStructuredMaskedAndSafe()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", context =>
        {
            context.MaskSecret("hunter22");
#pragma warning disable CA1727 // The name is what this is about.
            context.Logger.LogWarning("Loaded {msg} rows for {user} with {level}", 7, "hunter22", "x\ny");
#pragma warning restore CA1727
        }));

        JsonElement line = supervisor.LogLines.Single(line => line.GetProperty("level").GetString() == "warning");
        Assert.Equal("Loaded 7 rows for *** with x\ny", line.GetProperty("event").GetString());
        Assert.Equal(7, line.GetProperty("msg_").GetInt32());
        Assert.Equal("***", line.GetProperty("user").GetString());
        Assert.False(line.TryGetProperty("msg", out _));
    }

    [Fact]
    public async Task Log_OfABody_SaysWhereItWasWritten()
    {
        (TestSupervisor supervisor, _) = await RunAsync(dag => dag.Task("t", context => Speak(context)));

        JsonElement line = supervisor.LogLines.Single(line => line.GetProperty("event").GetString() == "Here.");
        Assert.Equal("TaskRuntimeTests.cs", line.GetProperty("filename").GetString());
        Assert.Equal($"{typeof(TaskRuntimeTests).FullName}.{nameof(Speak)}", line.GetProperty("func_name").GetString());
        Assert.InRange(line.GetProperty("lineno").GetInt32(), 1, 10_000);
    }

    [Fact]
    public async Task Secrets_InsideAConnectionsExtra_AreMaskedHereAndToldToTheSupervisor()
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context =>
            {
                _ = context.Connections["c"];
                context.Logger.LogWarning("{Seen}", "key is abcdef-123, region is europe");
            }),
            answers: request => request is GetConnection ? ConnectionWith("""{"api_key":"abcdef-123","region":"europe"}""") : null);

        Assert.Equal("\"abcdef-123\"", supervisor.Only<MaskSecret>().Value.ToString());
        Assert.Contains("key is ***, region is europe", supervisor.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api_key", "abcdef-123", "key is ***, region is europe")]
    [InlineData("settings", """{"password":"abcdef-123","region":"europe"}""", "key is ***, region is europe")]
    [InlineData("region", "europe", "key is abcdef-123, region is europe")]
    public async Task Secrets_InAVariable_AreMaskedAlsoInWhatAirflowIsTold(string key, string value, string seen)
    {
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", context =>
            {
                _ = context.Variables[key];
                throw new InvalidOperationException("key is abcdef-123, region is europe");
            }),
            shouldRetry: true,
            answers: request => request is GetVariable ? new VariableResult { Key = key, Value = value } : null);

        Assert.Contains(seen, supervisor.LogText, StringComparison.Ordinal);
        Assert.Equal(seen, supervisor.Only<RetryTask>().RetryReason);
    }

    [Fact]
    public async Task Secret_OfTheWorkersEnvironment_IsToldToTheSupervisor()
    {
        const string name = "AIRFLOW_VAR_WORKERS_OWN_PASSWORD";
        Environment.SetEnvironmentVariable(name, "abcdef-123");
        try
        {
            (TestSupervisor supervisor, _) = await RunAsync(
                dag => dag.Task("t", context => { _ = context.Variables["workers_own_password"]; }));

            Assert.Equal(["MaskSecret", "SucceedTask"], supervisor.Requests.Select(request => request.Type));
            Assert.Equal("\"abcdef-123\"", supervisor.Only<MaskSecret>().Value.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task Trace_OfTheRun_IsContinuedInTheBodyAndInEveryRequest()
    {
        Activity? seen = null;
        (TestSupervisor supervisor, _) = await RunAsync(
            dag => dag.Task("t", _ => { seen = Activity.Current; }),
            change: startup => startup with
            {
                Ti = startup.Ti with
                {
                    ContextCarrier = JsonText.Of(
                        """{"traceparent":"00-2532737f48a011bc458f1c086ae63a01-8f73b597b08f120d-01","tracestate":"a=1"}"""),
                },
            });

        Assert.Equal("2532737f48a011bc458f1c086ae63a01", seen!.TraceId.ToHexString());
        Assert.Equal("8f73b597b08f120d", seen.ParentSpanId.ToHexString());
        Assert.Equal([seen.Id!, "a=1"], Assert.Single(supervisor.Carriers)!.Values);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task Callbacks_OfATask_AreCalledAfterItsEndWasTold()
    {
        List<string> calls = [];
        await RunAsync(dag => dag.Task("t", _ => { }, new()
        {
            Callbacks = new()
            {
                OnExecute = [_ => calls.Add("execute")],
                OnSuccess = [_ => throw new InvalidOperationException(), _ => calls.Add("success")],
            },
        }));

        Assert.Equal(["execute", "success"], calls);
    }

    private static void Speak(TaskContext context) => context.Logger.LogInformation("Here.");

    private static ConnectionResult ConnectionWith(string extra) => new()
    {
        ConnId = "c",
        ConnType = "http",
        Host = null,
        Schema = null,
        Login = null,
        Password = null,
        Port = null,
        Extra = extra,
    };
}

internal static class RequestsOfATest
{
    public static T Only<T>(this TestSupervisor supervisor)
        where T : Message => Assert.Single(supervisor.Requests.OfType<T>());
}

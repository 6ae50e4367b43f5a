using Microsoft.Extensions.Logging;

namespace Windtunnel.Testing.Tests.Probe;

public sealed class TaskProbeTests
{
    private static readonly Asset Orders = new("orders");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_WithEverythingGiven_RunsTheBodyAlone()
    {
        var dag = new Dag("orders");
        TaskRef<int[]> rows = dag.Task("extract", int[] (_) => throw new InvalidOperationException("Only the probed body runs."));
        dag.Task("sum", rows, async (numbers, context) =>
        {
            await context.DelayAsync(3.Minutes());
            context.Logger.LogInformation("Sum {Try} of {Run}", context.TryNumber, context.Run.RunId);
            context.Count("rows", numbers.Length);
            context.XCom.Push("largest", numbers.Max());
            context.Variables.Set("seen", $"{context.XCom.Pull<int>("sum", "largest")}");
            return numbers.Sum();
        }, new() { Retries = 4 });

        ProbedTask sum = await TaskProbe.For(dag, "sum").WithResult("extract", new[] { 20, 22 }).OnTry(2).RunAsync(Cancellation);

        sum.ShouldSucceed().ShouldHaveXCom("return_value", 42).ShouldHaveXCom("largest", 22).ShouldHaveCounted("rows", 2)
            .ShouldHaveLogged("Sum 2 of probe__2026-01-01T00:00:00+00:00");
        Assert.Equal(3.Minutes(), sum.Instance.Run.Elapsed);
        Assert.Equal("22", sum.SetVariables["seen"]);
        Assert.Equal(42, sum.Result<int>());
    }

    public static TheoryData<string, string, Func<TaskContext, object?>> NotGiven => new()
    {
        {
            "the XCom 'n' of 'a'", ".WithXCom(\"a\", \"n\", ...), or .WithoutXCom(\"a\", \"n\")",
            context => context.XCom.Pull<int>("a", "n")
        },
        { "all XComs 'n' of 'a'", ".WithXCom(\"a\", \"n\", ..., mapIndex: 0)", context => context.XCom.PullAll<int>("a", "n") },
        { "the variable 'v'", ".WithVariable(\"v\", ...), or .WithoutVariable(\"v\")", context => context.Variables.Find("v") },
        { "the connection 'c'", ".Bind(\"c\", ...)", context => context.Connections["c"] },
        { "the asset events that triggered the run", ".TriggeredBy(...), empty if none did", context => context.Assets.Triggering },
        {
            "the events of the asset 'orders'", ".WithEventsOf(asset, ...), empty if there are none",
            context => context.Assets.Of(Orders)
        },
        {
            "the state of the run 'r1' of Dag 'next'", ".WithRun(\"next\", \"r1\", ...), null if there is none",
            context => context.Dags.StateOf("next", "r1")
        },
        { "what this task kept as 'k'", ".WithKept(\"k\", ...), with null if there is nothing", context => context.State.Get<string>("k") },
    };

    [Theory]
    [MemberData(nameof(NotGiven))]
    public async Task RunAsync_BodyThatSwallowsWhatItWasNotGiven_StillFails(string what, string how, Func<TaskContext, object?> ask)
    {
        var dag = new Dag("orders");
        dag.Task("greedy", context =>
        {
            try
            {
                ask(context);
            }
            catch (InvalidOperationException)
            {
                context.Count("swallowed", 1);
            }
        });

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => TaskProbe.For(dag, "greedy").RunAsync(Cancellation));

        Assert.StartsWith($"Task 'greedy' asked for {what}, which the probe was not given. Say {how}.\n", failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Replay", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ResultThatIsNotGiven_SaysHowToGiveIt()
    {
        var dag = new Dag("orders");
        dag.Task("double", dag.Task("one", _ => 1).OrDefault(), (n, _) => n * 2);

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => TaskProbe.For(dag, "double").RunAsync(Cancellation));
        Assert.Contains("asked for the result of 'one'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(".WithResult(\"one\", ...), or .WithoutResult(\"one\").", failure.Message, StringComparison.Ordinal);
        (await TaskProbe.For(dag, "double").WithoutResult("one").RunAsync(Cancellation)).ShouldSucceed().ShouldHaveXCom("return_value", 0);
    }

    [Fact]
    public async Task RunAsync_OfAMappedInstance_ReadsItsElement()
    {
        var dag = new Dag("orders");
        MappedTaskRef<int> prices = dag.Map("price", dag.Task("ids", _ => new[] { 1, 2, 3 }), (id, context) => id * 10 + context.MapIndex);
        dag.Task("total", prices, (all, _) => all.Sum());

        ProbedTask second = await TaskProbe.For(dag, "price").WithResult("ids", new[] { 5, 6, 7 }).AtMapIndex(1).RunAsync(Cancellation);
        ProbedTask total = await TaskProbe.For(dag, "total").WithResults("price", 1, 2, 3).RunAsync(Cancellation);

        second.ShouldSucceed().ShouldHaveXCom("return_value", 61);
        Assert.Equal(1, second.Instance.MapIndex);
        total.ShouldSucceed().ShouldHaveXCom("return_value", 6);
    }

    [Fact]
    public async Task RunAsync_OfABranch_TellsWhatItFollows()
    {
        var dag = new Dag("orders");
        TaskRef route = dag.Branch("route", context => context.Params.Flag("express") ? "fast" : "slow");
        _ = route >> Node.Of(dag.Empty("fast"), dag.Empty("slow"));

        ProbedTask routed = await TaskProbe.For(dag, "route").WithParam("express", true).RunAsync(Cancellation);

        routed.ShouldFollow("fast");
        var failure = Assert.Throws<RunAssertionException>(() => routed.ShouldFollow("slow"));
        Assert.StartsWith(
            "Task 'route' should follow 'slow', but ended as success and follows 'fast'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OfADeferrable_TellsTheTriggerAndResumesWithItsEvent()
    {
        var dag = new Dag("orders");
        DateTimeOffset noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        dag.Deferrable("wait", _ => new Deferral(Trigger.At(noon)), (fired, _) => fired.Payload.GetString());

        ProbedTask waiting = await TaskProbe.For(dag, "wait").RunAsync(Cancellation);
        ProbedTask resumed = await TaskProbe.For(dag, "wait").ResumedWith(TriggerEvent.Of("noon")).RunAsync(Cancellation);
        ProbedTask failed = await TaskProbe.For(dag, "wait").ResumedWith(new TaskDeferralException("lost")).RunAsync(Cancellation);

        Assert.Equal(noon, waiting.ShouldDeferTo<TimeTrigger>().Moment);
        resumed.ShouldSucceed().ShouldHaveXCom("return_value", "noon");
        failed.ShouldFailWith("lost");
        Assert.Throws<RunAssertionException>(() => resumed.ShouldDeferTo<TimeTrigger>());
    }

    [Fact]
    public async Task RunAsync_BodyThatFails_TellsWhenItIsRetried()
    {
        var dag = new Dag("orders");
        dag.Task("load", _ => throw new IOException("The disk is away."), new() { Retries = 1, RetryDelay = 7.Minutes() });

        ProbedTask first = await TaskProbe.For(dag, "load").RunAsync(Cancellation);
        ProbedTask last = await TaskProbe.For(dag, "load").OnTry(2).RunAsync(Cancellation);

        first.ShouldFailWith("The disk is away.");
        first.ShouldRetryAfter(7.Minutes());
        last.ShouldFailWith("IOException").ShouldHave(TaskState.Failed);
        Assert.Throws<RunAssertionException>(() => last.ShouldRetryAfter(7.Minutes()));
    }

    [Fact]
    public async Task RunAsync_BodyThatReschedules_TellsUntilWhen()
    {
        var dag = new Dag("orders");
        DateTimeOffset noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        dag.Task("later", _ => throw Outcome.Reschedule(noon));
        (await TaskProbe.For(dag, "later").RunAsync(Cancellation)).ShouldBeRescheduledTo(noon);
    }

    [Fact]
    public async Task RunAsync_BodyThatIsTooSlow_IsTimedOutInVirtualTime()
    {
        var dag = new Dag("orders");
        dag.Task("slow", context => context.DelayAsync(1.Hours()), new() { ExecutionTimeout = 10.Minutes() });

        ProbedTask slow = await TaskProbe.For(dag, "slow").RunAsync(Cancellation);

        slow.ShouldFailWith("execution timeout of 00:10:00");
        Assert.Equal(10.Minutes(), slow.Instance.Run.Elapsed);
    }

    [Fact]
    public async Task RunAsync_WithFaultsAndUnusedBindings_JudgesThemAsATunnelDoes()
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context => await context.Connections["api"].Http().GetStringAsync("orders", context.Cancellation));

        await using TaskProbe probe = TaskProbe.For(dag, "ask")
            .Bind("api", new Seams.Answers("[]")).Disturb("api", Fault.Latency(4.Seconds()));
        ProbedTask asked = await probe.RunAsync(Cancellation);
        var unused = await Assert.ThrowsAsync<RunAssertionException>(() => probe.Bind("mail", "smtp://localhost").RunAsync(Cancellation));

        Assert.Equal(4.Seconds(), asked.Instance.Run.Elapsed);
        Assert.Contains("no task asked for 'mail'", unused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_InARunOfTheTestsMaking_ShowsItToTheBody()
    {
        var dag = new Dag("orders") { Params = [Param.Of("limit", 3)] };
        dag.Task("tell", context => $"{context.Run.Type} {context.Run.LogicalDate:yyyy-MM-dd} {context.Params.Integer("limit")}");

        ProbedTask told = await TaskProbe.For(dag, "tell").WithConf("""{"limit": 5}""")
            .InRun(run => run with { Type = RunType.Scheduled, LogicalDate = run.LogicalDate!.Value.AddDays(-1) }).RunAsync(Cancellation);

        Assert.Equal("Scheduled 2025-12-31 5", told.Result<string>());
        await Assert.ThrowsAsync<ParamException>(() => TaskProbe.For(dag, "tell").WithParam("limit", "many").RunAsync(Cancellation));
    }

    [Fact]
    public async Task RunAsync_SecretsOfTheContext_AreInNoJournal()
    {
        var dag = new Dag("orders");
        dag.Task("leak", context =>
        {
            context.Variables.Set("api_token", "canary-5f21");
            context.Logger.LogInformation("{Password} {Token}", context.Connections["db"].Password, context.Variables["api_token"]);
        });
        await using TaskProbe probe = TaskProbe.For(dag, "leak").Bind("db", "postgres://ada:canary-77aa@localhost/x");
        (await probe.RunAsync(Cancellation)).ShouldSucceed().ShouldHaveLogged("*** ***");
    }

    [Fact]
    public async Task RunAsync_ResultsOfAMappedTaskThatAreNotGiven_SaysHowToGiveThem()
    {
        var dag = new Dag("orders");
        dag.Task("total", dag.Map("price", dag.Task("ids", _ => new[] { 1 }), (id, _) => id), (all, _) => all.Sum());
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => TaskProbe.For(dag, "total").RunAsync(Cancellation));
        Assert.Contains("asked for the results of 'price'", failure.Message, StringComparison.Ordinal);
        (await TaskProbe.For(dag, "total").WithResults<int>("price").RunAsync(Cancellation)).ShouldSucceed()
            .ShouldHaveXCom("return_value", 0);
    }

    [Fact]
    public async Task RunAsync_BodyThatUsesWhatWasKeptAndOtherRuns_FindsWhatTheTestGave()
    {
        var dag = new Dag("orders");
        dag.Task("tell", context =>
        {
            context.MaskSecret("canary-83a");
            context.Logger.LogInformation("canary-83a of {Tries}", context.MaxTries);
            string run = context.Dags.Trigger("next", new() { RunId = "r2" });
            string kept = $"{context.State.Get<string>("cursor")} {context.Assets.State(Orders).Get<int>("page")}";
            return $"{kept} {context.Dags.StateOf("next", "r1")} {run}";
        }, new() { Retries = 4 });

        ProbedTask told = await TaskProbe.For(dag, "tell").WithKept("cursor", "seven").WithKeptFor(Orders, "page", 3)
            .WithRun("next", "r1", RunState.Success).RunAsync(Cancellation);

        Assert.Equal("seven 3 Success r2", told.Result<string>());
        Assert.Equal(("next", "r2"), (Assert.Single(told.TriggeredRuns).DagId, told.TriggeredRuns[0].Request.RunId));
        told.ShouldSucceed().ShouldHaveLogged("*** of ").ShouldHaveLogged("4");
    }

    [Fact]
    public async Task RunAsync_WithADoubleThatMetWhatItDidNotExpect_FailsThoughTheBodySwallowedIt()
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpResponseMessage answer = await context.Connections["api"].Http().GetAsync(
                new Uri("more", UriKind.Relative), context.Cancellation);
        });
        await using TaskProbe probe = TaskProbe.For(dag, "ask").Bind(
            "api", Stub.Http(s => s.Get("/orders").MayStayUnused().Returns(200)).WithoutSockets());
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => probe.RunAsync(Cancellation));
        Assert.StartsWith("Connection 'api': GET /more was called", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BodyThatWaitsForSomethingReal_HoldsTheClockOfTheProbe()
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using var limit = new CancellationTokenSource(1.Minutes(), context.Time);
            using HttpClient api = context.Connections["api"].Http();
            return await api.GetStringAsync("orders", limit.Token);
        });
        await using HttpStub server = Stub.Http(s => s.Get("/orders").Returns(200, "late").After(50.Milliseconds()));
        await using TaskProbe probe = TaskProbe.For(dag, "ask").Bind("api", server.Url.ToString());
        ProbedTask asked = await probe.RunAsync(Cancellation);
        asked.ShouldSucceed().ShouldHaveXCom("return_value", "late");
        Assert.Equal(TimeSpan.Zero, asked.Instance.Run.Elapsed);
    }

    [Fact]
    public async Task Expectations_ThatDoNotHold_Fail()
    {
        var dag = new Dag("orders");
        DateTimeOffset noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        dag.Task("later", _ => throw Outcome.Reschedule(noon));
        dag.Task("skip", _ => throw Outcome.Skip("No orders today."));
        dag.Task("load", _ => throw new IOException("The disk is away."));
        ProbedTask later = await TaskProbe.For(dag, "later").RunAsync(Cancellation);
        ProbedTask skip = await TaskProbe.For(dag, "skip").RunAsync(Cancellation);
        ProbedTask load = await TaskProbe.For(dag, "load").RunAsync(Cancellation);

        skip.ShouldBeSkippedFor("No orders");
        load.ShouldFailWith("disk");
        Assert.All(
            (Action[])[
                () => later.ShouldBeRescheduledTo(noon.AddHours(1)), () => load.ShouldBeRescheduledTo(noon),
                () => skip.ShouldBeSkippedFor("Many orders"), () => load.ShouldBeSkippedFor("disk"),
                () => load.ShouldFailWith("network"), () => skip.ShouldFailWith("No orders"), () => skip.ShouldSucceed(),
            ],
            expectation => Assert.Throws<RunAssertionException>(expectation));
    }

    [Fact]
    public void For_ATaskThatIsNotThere_NamesThoseThatAre()
    {
        var dag = new Dag("orders");
        dag.Empty("extract");
        var refused = Assert.Throws<ArgumentException>(() => TaskProbe.For(dag, "extarct"));
        Assert.StartsWith("Dag 'orders' has no task 'extarct'. It has: extract.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => TaskProbe.For(dag, "extract").AtMapIndex(1));
    }
}

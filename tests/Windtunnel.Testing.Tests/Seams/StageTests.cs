namespace Windtunnel.Testing.Tests.Seams;

public sealed class StageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Run Outcome(RunAssertionException failure) => failure.Run!;

    public static TheoryData<string, Func<Fault>> FaultsThatDoNotHappen => new()
    {
        {
            "'fails 2 times' in front of connection 'api' should have been applied 2 times, but was applied once",
            () => Fault.Fails(2).On(call => call.Context.TryNumber == 1)
        },
        {
            "'outage 01:00:00 for 00:10:00' in front of connection 'api' should have been applied once, but was applied never",
            () => Fault.Outage(after: 1.Hours(), lasting: 10.Minutes())
        },
        {
            "'latency 00:00:01' in front of connection 'api' should have been applied once, but was applied never",
            () => Fault.Latency(1.Seconds()).On("POST")
        },
    };

    [Fact]
    public async Task Disturb_WithLatency_TakesVirtualTimeAndIsJournalled()
    {
        await using Tunnel tunnel = Asking(times: 3).Disturb("api", Fault.Latency(200.Milliseconds()));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().ShouldTake(600.Milliseconds());
        FaultApplied[] applied = [.. run.Journal.OfType<FaultApplied>()];
        Assert.Equal(3, applied.Length);
        Assert.Equal(("api", "latency 00:00:00.2000000", "GET /orders"), (applied[0].Connection, applied[0].Fault, applied[0].Call));
    }

    [Fact]
    public async Task Disturb_WithDrawnLatency_IsDecidedByTheSeed()
    {
        Assert.Equal(await ElapsedAsync(1), await ElapsedAsync(1));
        Assert.NotEqual(await ElapsedAsync(1), await ElapsedAsync(2));

        static async Task<TimeSpan> ElapsedAsync(ulong seed)
        {
            await using Tunnel tunnel = Asking(times: 2).Seeded(seed).Disturb("api", Fault.Latency(1.Seconds(), 9.Seconds()));
            TimeSpan elapsed = (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Elapsed;
            Assert.InRange(elapsed, 2.Seconds(), 18.Seconds());
            return elapsed;
        }
    }

    [Fact]
    public async Task Disturb_WithFailures_FailsTheFirstCallsAndLetsTheRestThrough()
    {
        await using Tunnel tunnel = Asking(times: 1, new() { Retries = 2, RetryDelay = 5.Minutes() }).Disturb("api", Fault.Fails(2));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().ShouldTake(10.Minutes());
        run.Task("ask").ShouldHave(TaskState.Success, attempts: 3);
        Assert.Equal("System.Net.Http.HttpRequestException", run.Task("ask").Attempts[0].Error!.Type);
    }

    [Fact]
    public async Task Disturb_WithAnOutage_LastsAsLongAsSaid()
    {
        await using Tunnel tunnel = Asking(times: 1, new() { Retries = 3, RetryDelay = 5.Minutes() })
            .Disturb("api", Fault.Outage(after: TimeSpan.Zero, lasting: 12.Minutes()));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().Task("ask").ShouldHave(TaskState.Success, attempts: 4);
    }

    [Theory]
    [MemberData(nameof(FaultsThatDoNotHappen))]
    public async Task Disturb_WithAFaultThatIsNotExperienced_IsNotGreen(string finding, Func<Fault> fault)
    {
        await using Tunnel tunnel = Asking(times: 1, new() { Retries = 1 }).Disturb("api", fault());

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));

        Assert.StartsWith($"The fault {finding}: the run did not experience it.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Success, Outcome(failure).State);
        (await tunnel.AllowUnused("api").RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task Stages_InTheOrderWritten_EachSeesWhatPassedTheOnesInFront()
    {
        var near = new Recording();
        var far = new Recording();
        await using Tunnel tunnel = Asking(times: 1, new() { Retries = 1 })
            .Record("api", near).Disturb("api", Fault.Fails(1)).Record("api", far).Meter("api");

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().Task("ask").ShouldHaveCounted("api.calls", 1);
        Assert.Equal([(2, "GET /orders", null)], near.Calls.Select(call => (call.Try, call.Call, call.Error)));
        Assert.Equal(
            [(1, "GET /orders", "HttpRequestException"), (2, "GET /orders", null)],
            far.Calls.Select(call => (call.Try, call.Call, call.Error)));
    }

    [Fact]
    public async Task Meter_OfFailedCalls_CountsThemForTheTask()
    {
        await using Tunnel tunnel = Asking(times: 2).Disturb("api", Fault.Fails(1).On(call => call.Context.TryNumber == 1)).Meter("api");

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().Task("ask").ShouldHaveCounted("api.calls", 1).ShouldHaveCounted("api.errors", 1);
    }

    [Fact]
    public async Task Disturb_AtARate_SparesTheOtherCalls()
    {
        var recording = new Recording();
        await using Tunnel tunnel = Asking(times: 100).Seeded(3)
            .Disturb("api", Fault.Latency(1.Seconds()).AtRate(0.3)).Record("api", recording);

        Run run = await tunnel.RunAsync(Cancellation);

        Assert.Equal(100, recording.Calls.Count);
        Assert.InRange(run.Journal.OfType<FaultApplied>().Count(), 15, 45);
    }

    [Fact]
    public async Task Disturb_AConnectionThatIsNotBound_IsRefused()
    {
        await using Tunnel tunnel = Asking(times: 1).Disturb("apy", Fault.Fails(1));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => tunnel.RunAsync(Cancellation));
        Assert.StartsWith("Something stands in front of connection 'apy', which is not bound.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_AStageOfAnotherKind_SaysWhatItServes()
    {
        await using Tunnel tunnel = Asking(times: 1).Through("api", new QueueStage());
        (await tunnel.RunAsync(Cancellation)).Task("ask").ShouldHaveFailedWith(
            "'lost acknowledgement' stands in front of connection 'api' and serves a MessageQueue, but the body used "
            + "the connection by its http hook.");
    }

    [Fact]
    public async Task Raw_OfADisturbedConnection_PassesNothing()
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context => await context.Connections["api"].Raw.Http().GetStringAsync("orders", context.Cancellation));
        await using Tunnel tunnel = Tunnel.For(dag).Bind("api", new Answers("[]")).Disturb("api", Fault.Fails(1));
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        Assert.Equal(RunState.Success, Outcome(failure).State);
    }

    [Fact]
    public async Task On_SaidTwice_ChoosesWhatBothChoose()
    {
        await using Tunnel tunnel = Asking(times: 2, new() { Retries = 1 })
            .Disturb("api", Fault.Latency(1.Hours()).On("GET").On(call => call.Context.TryNumber == 2)).AllowUnused("api")
            .Disturb("api", Fault.Latency(1.Hours()).On(call => call.Context.TryNumber == 2).On("GET"));
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(TimeSpan.Zero);
    }

    [Fact]
    public async Task Fails_WithAnExceptionOfTheTests_ThrowsThat()
    {
        await using Tunnel tunnel = Asking(times: 1).Disturb("api", Fault.Fails(1, call => new TimeoutException($"No answer to {call}.")));
        (await tunnel.RunAsync(Cancellation)).Task("ask").ShouldHaveFailedWith("TimeoutException: No answer to GET /orders.");
    }

    [Fact]
    public async Task Record_OfASlowCall_KeepsWhenAndHowLongForTheLatestRunOnly()
    {
        var calls = new Recording();
        await using Tunnel tunnel = Asking(times: 1).Disturb("api", Fault.Latency(4.Seconds())).Record("api", calls);
        await tunnel.RunAsync(Cancellation);
        Run run = await tunnel.RunAsync(Cancellation);
        RecordedCall call = Assert.Single(calls.Calls);
        Assert.Equal((run.StartedAt, 4.Seconds()), (call.At, call.Took));
    }

    [Fact]
    public async Task AllowUnused_OfADoubleThatIsNotCalled_LetsTheRunBeGreen()
    {
        var dag = new Dag("orders");
        dag.Task("ask", context => context.Connections["api"].Host);
        await using Tunnel tunnel = Tunnel.For(dag).Bind("api", Stub.Http(s => s.Get("/orders").Returns(200)).WithoutSockets());
        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        (await tunnel.AllowUnused("api").RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task Stage_ThatMetWhatItWasNotThereFor_FailsTheRun()
    {
        await using Tunnel tunnel = Asking(times: 1).Through("api", new Draws { Finding = "It rained." });
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        Assert.StartsWith("It rained.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChanceFor_TheSameCall_IsTheSameAndAnotherForAnyOther()
    {
        long[] first = await DrawnAsync(1), same = await DrawnAsync(1), other = await DrawnAsync(2);
        Assert.Equal(first, same);
        Assert.Equal(16, first.Length);
        Assert.Equal(32, first.Concat(other).Distinct().Count());

        static async Task<long[]> DrawnAsync(ulong seed)
        {
            List<Draws> draws = [];
            var dag = new Dag("orders");
            foreach (string task in (string[])["one", "two"])
            {
                dag.Task(task, async context =>
                {
                    await context.Connections["api"].Http().GetStringAsync("orders", context.Cancellation);
                    await context.Connections["other"].Http().GetStringAsync("orders", context.Cancellation);
                    throw new IOException("Once more.");
                }, new() { Retries = 1 });
            }

            Tunnel tunnel = Tunnel.For(dag).Bind("api", new Answers("[]")).Bind("other", new Answers("[]")).Seeded(seed);
            foreach (string id in (string[])["api", "api", "other", "other"])
            {
                draws.Add(new());
                tunnel = tunnel.Through(id, draws[^1]);
            }

            await using (tunnel)
            {
                await tunnel.RunAsync(Cancellation);
            }

            return [.. draws.SelectMany(stage => stage.Drawn).Order()];
        }
    }

    [Fact]
    public async Task Latency_OfASynchronousCall_HasPassedWhenTheNextIsAwaited()
    {
        DateTimeOffset? seen = null;
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpClient api = context.Connections["api"].Http();
            Send(api);
            await api.GetStringAsync("orders", context.Cancellation);
            seen = context.Time.GetUtcNow();
        });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("api", Stub.Http(s => s.Any().Returns(200)))
            .Disturb("api", Fault.Latency(5.Seconds()).On("HEAD"));
        Run run = (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        Assert.Equal(run.StartedAt + 5.Seconds(), seen);

        static void Send(HttpClient api)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, "orders");
            using HttpResponseMessage answer = api.Send(request, Cancellation);
        }
    }

    private sealed class Draws : Stage
    {
        private readonly List<long> _drawn = [];

        public IReadOnlyList<long> Drawn => _drawn;

        public string? Finding { get; init; }

        protected internal override StageInRun Begin(StagePlace place) => new InRun(this, place);

        private sealed class InRun(Draws draws, StagePlace place) : StageInRun
        {
            protected internal override IReadOnlyList<string> Unexpected => draws.Finding is { } finding ? [finding] : [];

            protected internal override ValueTask InvokeAsync(HookCall call, Func<ValueTask> proceed)
            {
                lock (draws._drawn)
                {
                    draws._drawn.Add(place.ChanceFor(call, 1).NextInt64());
                }

                return proceed();
            }
        }
    }

    private static Tunnel Asking(int times, TaskSpec? spec = null)
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpClient client = context.Connections["api"].Http();
            for (int i = 0; i < times; i++)
            {
                await client.GetStringAsync("orders", context.Cancellation);
            }
        }, spec);
        return Tunnel.For(dag).Bind("api", new Answers("[]"));
    }

    private sealed class QueueStage : Stage
    {
        protected internal override StageInRun Begin(StagePlace place) => new InRun(place);

        private sealed class InRun(StagePlace place) : StageInRun<MessageQueue>("lost acknowledgement", place)
        {
            protected override MessageQueue InFrontOf(MessageQueue system, HookCalls calls) => system;
        }
    }
}

namespace Windtunnel.Engine.Tests.Waits;

public sealed class DeferralTests
{
    private static readonly Trigger InAnHour = Trigger.At(Embedded.Start.AddHours(1));

    [Fact]
    public async Task Trigger_ThatFires_ResumesTheTryWithItsEvent()
    {
        var dag = new Dag("d");
        dag.Deferrable("t", _ => new Deferral(InAnHour), (happened, context) =>
            $"{happened.Payload.GetString()} in try {context.TryNumber}");

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("2026-01-01T01:00:00.0000000+00:00 in try 1", run.Task("t").Result<string>());
        Assert.Equal("0-0 deferred, 3600-3600 success", run.Stints("t"));
    }

    [Theory]
    [InlineData("fails", "failed: The trigger sky failed: Lost.")]
    [InlineData("ends", "failed: The trigger sky ended without an event.")]
    [InlineData("waits", "failed: The trigger sky did not fire within 00:10:00.")]
    public async Task Trigger_ThatDoesNotFire_FailsTheTry(string does, string expected)
    {
        var trigger = Trigger.From("sky", async (time, cancellation) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(does == "waits" ? 60 : 5), time, cancellation);
            return does == "fails" ? throw new InvalidOperationException("Lost.") : null;
        });
        var dag = new Dag("d");
        dag.Deferrable("t", _ => new Deferral(trigger, TimeSpan.FromMinutes(10)), (_, _) => 1);

        TaskAttempt attempt = (await Embedded.RunAsync(dag)).Task("t").Attempts[0];

        Assert.Equal(expected, $"{attempt.State.ToAirflow()}: {attempt.Error!.Message}");
        Assert.Equal(TimeSpan.FromMinutes(does == "waits" ? 10 : 5), attempt.Elapsed);
    }

    [Fact]
    public async Task Retry_AfterAResumeThatFailed_StartsFromTheBeginning()
    {
        var dag = new Dag("d");
        dag.Deferrable(
            "t",
            context => new Deferral(Trigger.At(context.Time.GetUtcNow().AddMinutes(1))),
            (_, context) => context.TryNumber == 1 ? throw new InvalidOperationException("Fails.") : 1,
            new() { Retries = 1 });
        Assert.Equal(
            "0-0 deferred, 60-60 up_for_retry, 360-360 deferred, 420-420 success",
            (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task XComs_PushedBeforeDeferring_AreKept()
    {
        var dag = new Dag("d");
        dag.Deferrable("t", context =>
        {
            context.XCom.Push("note", "kept");
            return new Deferral(InAnHour);
        }, (_, context) => context.XCom.Pull<string>("t", "note")!);
        Assert.Equal("kept", (await Embedded.RunAsync(dag)).Task("t").Result<string>());
    }

    [Fact]
    public async Task Resume_ThatDefersAgain_WaitsAgain()
    {
        var dag = new Dag("d");
        dag.Deferrable<int>("t", _ => new Deferral(InAnHour), (_, context) => context.Time.GetUtcNow() < Embedded.Start.AddHours(2)
            ? throw Outcome.Defer(new Deferral(Trigger.At(Embedded.Start.AddHours(2))))
            : 1);
        Assert.Equal("0-0 deferred, 3600-3600 deferred, 7200-7200 success", (await Embedded.RunAsync(dag)).Stints("t"));
    }

    [Fact]
    public async Task ExecutionTimeout_OfADeferringTask_DoesNotCountTheWaiting()
    {
        var dag = new Dag("d");
        dag.Deferrable("t", _ => new Deferral(InAnHour), (_, _) => 1, new() { ExecutionTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(TaskState.Success, (await Embedded.RunAsync(dag)).Task("t").State);
    }

    [Theory]
    [InlineData(false, "t works t")]
    [InlineData(true, "t t works")]
    public async Task DeferredTask_InAPoolOfOneSlot_KeepsItOnlyWhereThePoolIncludesDeferred(bool includes, string starts)
    {
        var dag = new Dag("d");
        dag.Deferrable("t", _ => new Deferral(InAnHour), (_, _) => 1, new() { Pool = "one", PriorityWeight = 9 });
        dag.Succeeds("works", new() { Pool = "one" });
        var options = new DeploymentOptions { Pools = new DeploymentOptions().Pools.Add("one", 1) };

        Run run = await Embedded.RunAsync(dag, options: includes ? options with { PoolsIncludingDeferred = ["one"] } : options);

        Assert.Equal(starts, run.Starts());
    }

    [Fact]
    public async Task DeferredInstances_OfALimitedTask_CountForItsLimit()
    {
        var dag = new Dag("d");
        dag.MapGroup("g", Each.Of(1, 2), (scope, _) => scope.Deferrable(
            "t",
            context => new Deferral(Trigger.At(context.Time.GetUtcNow().AddHours(1))),
            (_, _) => 1,
            new() { Limits = new(MaxActivePerRun: 1) }));

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(Embedded.Start.AddHours(1), run.Task("g.t", 1).Attempts[0].Start);
    }

    [Fact]
    public async Task Trigger_OfATaskThatIsSkippedMeanwhile_IsStopped()
    {
        bool stopped = false;
        var dag = new Dag("d");
        var trigger = Trigger.From("sky", async (time, cancellation) =>
        {
            cancellation.Register(() => stopped = true);
            await Task.Delay(TimeSpan.FromDays(1), time, cancellation);
            return TriggerEvent.Empty;
        });
        TaskRef waits = dag.Deferrable("waits", _ => new Deferral(trigger), (_, _) => 1, Bodies.Rule(TriggerRule.Always));
        dag.Takes("first", 60).Then(dag.ShortCircuit("stops", _ => false)).Then(waits);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(TaskState.Skipped, run.Task("waits").State);
        Assert.True(stopped);
        Assert.Equal(TimeSpan.FromMinutes(1), run.Elapsed);
    }
}

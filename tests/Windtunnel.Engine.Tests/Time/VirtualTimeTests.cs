using System.IO.Pipes;

namespace Windtunnel.Engine.Tests.Time;

public sealed class VirtualTimeTests
{
    [Fact]
    public async Task DelayAsync_OfAYear_TakesAYearOfVirtualTime()
    {
        var dag = new Dag("d");
        dag.Task("t", context => context.DelayAsync(TimeSpan.FromDays(365)));
        Assert.Equal(TimeSpan.FromDays(365), (await Embedded.RunAsync(dag)).Elapsed);
    }

    [Fact]
    public async Task Run_OfAYearAndOfASecond_TakeTheSameSteps()
    {
        Assert.Equal((await RunAsync(1)).Journal.Count, (await RunAsync(365 * 24 * 3600)).Journal.Count);

        static Task<Run> RunAsync(double seconds)
        {
            var dag = new Dag("d");
            TaskScope.Chain(dag.Takes("a", seconds), dag.Takes("b", seconds));
            return Embedded.RunAsync(dag);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TaskDelay_OnTheContextsTime_IsVirtual(bool continuesAnywhere)
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Delay(TimeSpan.FromHours(1), context.Time).ConfigureAwait(!continuesAnywhere);
                context.Count("thread", Environment.CurrentManagedThreadId);
            }
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(TimeSpan.FromHours(3), run.Elapsed);
    }

    [Fact]
    public async Task Bodies_ThatContinueAnywhere_NeverRunTwoAtATime()
    {
        int inside = 0;
        var dag = new Dag("d");
        for (int i = 0; i < 10; i++)
        {
            dag.Task($"t{i}", async context =>
            {
                for (int turn = 0; turn < 20; turn++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), context.Time).ConfigureAwait(false);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Thread.SpinWait(100);
                    Interlocked.Decrement(ref inside);
                }
            });
        }

        Assert.Equal(RunState.Success, (await Embedded.RunAsync(dag)).State);
    }

    [Fact]
    public async Task PeriodicTimer_OnTheContextsTime_Ticks()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), context.Time);
            for (int i = 0; i < 5; i++)
            {
                await timer.WaitForNextTickAsync(context.Cancellation);
            }
        });
        Assert.Equal(TimeSpan.FromMinutes(5), (await Embedded.RunAsync(dag)).Elapsed);
    }

    [Fact]
    public async Task CancellationTokenSource_OnTheContextsTime_CancelsAtItsTime()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMinutes(1), context.Time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromMinutes(2), context.Time, source.Token));
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(RunState.Success, run.State);
        Assert.Equal(TimeSpan.FromMinutes(1), run.Elapsed);
    }

    [Fact]
    public async Task TimerDisposedEarly_BeforeItsTime_DoesNotHoldTheClockBack()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            await using ITimer timer = context.Time.CreateTimer(_ => { }, null, TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
            await context.DelayAsync(TimeSpan.FromSeconds(1));
        });
        Assert.Equal(TimeSpan.FromSeconds(1), (await Embedded.RunAsync(dag)).Elapsed);
    }

    [Fact]
    public async Task TwoBodies_WaitingSideBySide_OverlapInTime()
    {
        var dag = new Dag("d");
        dag.Takes("a", 60);
        dag.Takes("b", 90);

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal(TimeSpan.FromSeconds(90), run.Elapsed);
        Assert.Equal("0-60 success", run.Stints("a"));
        Assert.Equal("0-90 success", run.Stints("b"));
    }

    [Fact]
    public async Task Ends_AtOneInstant_ComeInTheOrderOfTheStarts()
    {
        var dag = new Dag("d");
        foreach (string id in new[] { "c", "a", "b" })
        {
            dag.Takes(id, 10, new() { PriorityWeight = id == "b" ? 5 : 1 });
        }

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("b a c", run.Starts());
        Assert.Equal(["b", "a", "c"], run.Journal.OfType<TaskEnded>().Select(ended => ended.Task));
    }

    [Fact]
    public async Task RealInputOutput_InABody_HoldsTheClock()
    {
        var dag = new Dag("d");
        dag.Takes("beside", 3600);
        dag.Task("reads", async context =>
        {
            await using var server = new AnonymousPipeServerStream(PipeDirection.Out);
            await using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
            var buffer = new byte[1];
            ValueTask<int> read = client.ReadAsync(buffer, context.Cancellation);
            await server.WriteAsync(new byte[] { 42 }, context.Cancellation);
            Assert.Equal(1, await read);
        });

        Run run = await Embedded.RunAsync(dag);

        Assert.Equal("0-0 success", run.Stints("reads"));
        Assert.Equal("0-3600 success", run.Stints("beside"));
    }

    [Fact]
    public async Task RealInputOutput_ThenAVirtualWaitOnAnotherThread_GoesOn()
    {
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMinutes(1), context.Time).ConfigureAwait(false);
            await Task.Run(() => { }).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMinutes(1), context.Time).ConfigureAwait(false);
        });
        Assert.Equal(TimeSpan.FromMinutes(2), (await Embedded.RunAsync(dag)).Elapsed);
    }

    [Fact]
    public async Task Body_ThatWaitsOutsideForEver_IsGivenUp()
    {
        var dag = new Dag("d");
        dag.Task("t", _ => new TaskCompletionSource().Task);

        Run run = await Embedded.RunAsync(dag, options: new() { RealTimeLimit = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(TaskState.Failed, run.Task("t").State);
        Assert.Contains("outside", run.Task("t").Attempts[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_WithoutEndInVirtualTime_EndsAsAFinding()
    {
        var dag = new Dag("d");
        dag.Sensor("never", _ => false, new() { Timeout = TimeSpan.FromDays(100_000) });

        Run run = await Embedded.RunAsync(dag, options: new() { VirtualTimeLimit = TimeSpan.FromHours(1) });

        FindingMade finding = Assert.Single(run.Findings);
        Assert.Equal("run.endless", finding.Code);
        Assert.Contains("VirtualTimeLimit", finding.Text, StringComparison.Ordinal);
        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public async Task Cancellation_OfTheRun_StopsIt()
    {
        using var source = new CancellationTokenSource();
        var dag = new Dag("d");
        dag.Task("t", async context =>
        {
            await source.CancelAsync();
            await context.DelayAsync(TimeSpan.FromDays(1));
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new EmbeddedEngine().RunAsync(dag, new(), source.Token));
    }
}

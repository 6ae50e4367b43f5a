namespace Windtunnel.Engine.Tests.Time;

public sealed class HeldClockTests
{
    [Theory]
    [InlineData(true, "Windtunnel.TaskTimeoutException", 0)]
    [InlineData(false, "System.TimeoutException", 1)]
    public async Task TimeoutOnTheRunsClock_AroundSomethingOutside_PassesUnlessTheClockIsHeld(bool isHeld, string error, int seconds)
    {
        TaskCompletionSource outside = new();
        var dag = new Dag("held");
        dag.Task("read", async context =>
        {
            using IDisposable? hold = isHeld ? context.HoldClock() : null;
            await outside.Task.WaitAsync(TimeSpan.FromSeconds(1), context.Time);
        });
        var engine = new EmbeddedEngine(new() { RealTimeLimit = TimeSpan.FromMilliseconds(20) });

        Run run = await engine.RunAsync(dag, new RunRequest(), TestContext.Current.CancellationToken);

        Assert.Equal(error, run.Task("read").Attempts[^1].Error?.Type);
        Assert.Equal(TimeSpan.FromSeconds(seconds), run.Elapsed);
    }
}

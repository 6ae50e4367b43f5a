using System.Text;

namespace Windtunnel.Testing.Tests;

/// <summary>The tunnel with what it runs DAGs on when nothing else is said.</summary>
public sealed class TunnelOnTheEngineTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_BodyThatAsksForAnUnboundConnection_FailsWithItsName()
    {
        var dag = new Dag("orders");
        dag.Task("load", context => context.Connections["warehouse"].Host);

        await using var tunnel = Tunnel.For(dag);
        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().Task("load").ShouldHaveFailedWith("Task 'load' uses the connection 'warehouse', which is not defined.");
    }

    [Fact]
    public async Task RunAsync_BoundObject_IsWhatTheBodyGets()
    {
        List<string> sent = [];
        var dag = new Dag("orders");
        dag.Task("send", context => context.Connections["mail"].As<List<string>>().Add(context.Params.Text("to")!));

        await using var tunnel = Tunnel.For(dag).Bind("mail", sent).WithParam("to", "ada");
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal(["ada"], sent);
    }

    [Fact]
    public async Task RunAsync_SkippedTaskThatWouldHaveUsedIt_IsNoUse()
    {
        var dag = new Dag("orders");
        TaskRef gate = dag.ShortCircuit("anything", _ => false);
        _ = gate >> dag.Task("send", context => context.Connections["mail"].Host!);

        await using var tunnel = Tunnel.For(dag).Bind("mail", "smtp://localhost");
        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        (await tunnel.AllowUnused("mail").RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task WithAnswer_ToAQuestion_IsGivenWhenItsTimeHasPassed()
    {
        var dag = new Dag("release");
        dag.Approval("ship", new() { Subject = "Ship it?" });

        await using var tunnel = Tunnel.For(dag).WithAnswer("ship", new(["Approve"], 2.Hours(), "ann"));
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(2.Hours());

        Assert.Throws<ArgumentException>(() => tunnel.WithAnswer("ship", new(["Reject"])));
    }

    [Fact]
    public async Task RunAsync_TwiceWithOneSeed_GivesTheSameJournal()
    {
        var dag = new Dag("orders");
        _ = Node.Of(dag.Task("a", context => context.Random.Next()), dag.Task("b", context => context.Random.Next())) >> dag.Empty("end");

        await using var tunnel = Tunnel.For(dag).Seeded(11);
        Assert.Equal(Text(await tunnel.RunAsync(Cancellation)), Text(await tunnel.RunAsync(Cancellation)));
        Assert.NotEqual(Text(await tunnel.RunAsync(Cancellation)), Text(await tunnel.Seeded(12).RunAsync(Cancellation)));
    }

    private static string Text(Run run)
    {
        using var stream = new MemoryStream();
        run.Journal.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

using Windtunnel.Testing;

namespace Windtunnel.Consumers.MSTest;

[TestClass]
public sealed class TunnelTests
{
    [TestMethod]
    public async Task Run_InAnMSTestTest_IsJudgedInVirtualTime()
    {
        var tries = new Queue<int>([1, 2]);
        var dag = new Dag("orders");
        dag.Task("load", _ => tries.TryDequeue(out int left) ? throw new IOException($"Try {left}") : 3, new() { Retries = 2 });

        await using var tunnel = Tunnel.For(dag);
        Run run = await tunnel.RunAsync();

        run.ShouldSucceed().Task("load").ShouldHave(TaskState.Success, attempts: 3);
        run.Elapsed.ShouldBe(10.Minutes());
    }

    [TestMethod]
    public async Task Expectation_ThatIsNotMetInAnMSTestTest_FailsItWithTheEvidence()
    {
        var dag = new Dag("orders");
        dag.Task("load", _ => throw new IOException("Away."));
        await using var tunnel = Tunnel.For(dag);
        Run run = await tunnel.RunAsync();

        var failure = Assert.ThrowsExactly<AssertFailedException>(() => run.ShouldSucceed());

        Assert.IsInstanceOfType<RunAssertionException>(failure.InnerException);
        Assert.Contains("'load' failed in try 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Replay: windtunnel replay", failure.Message, StringComparison.Ordinal);
    }
}

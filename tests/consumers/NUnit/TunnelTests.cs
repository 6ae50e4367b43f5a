using NUnit.Framework;
using Windtunnel.Testing;

namespace Windtunnel.Consumers.NUnit;

public sealed class TunnelTests
{
    [Test]
    public async Task Run_InANUnitTest_IsJudgedInVirtualTime()
    {
        var tries = new Queue<int>([1, 2]);
        var dag = new Dag("orders");
        dag.Task("load", _ => tries.TryDequeue(out int left) ? throw new IOException($"Try {left}") : 3, new() { Retries = 2 });

        await using var tunnel = Tunnel.For(dag);
        Run run = await tunnel.RunAsync();

        run.ShouldSucceed().Task("load").ShouldHave(TaskState.Success, attempts: 3);
        run.Elapsed.ShouldBe(10.Minutes());
    }

    [Test]
    public async Task Expectation_ThatIsNotMetInANUnitTest_FailsItWithTheEvidence()
    {
        var dag = new Dag("orders");
        dag.Task("load", _ => throw new IOException("Away."));
        await using var tunnel = Tunnel.For(dag);
        Run run = await tunnel.RunAsync();

        var failure = Assert.Throws<AssertionException>(() => run.ShouldSucceed());

        Assert.That(failure!.InnerException, Is.InstanceOf<RunAssertionException>());
        Assert.That(failure.Message, Does.Contain("'load' failed in try 1").And.Contain("Replay: windtunnel replay"));
    }
}

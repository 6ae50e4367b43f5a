using System.Collections.Concurrent;
using System.Diagnostics;
using Windtunnel.Consumers;
using Windtunnel.Testing.Supervisor;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A run whose processes, or their supervisors, die at any message. What Airflow was told stays; of the rest its scheduler finds
/// that nobody was told, and has the task tried again while tries are left.</summary>
public sealed class DeadProcessTests
{
    private const int Last = 6;

    public static TheoryData<int> Messages => [.. Enumerable.Range(0, Last)];

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Bundle_KilledAtAnyMessage_IsTriedAgain(int at)
    {
        Run run = await RunAsync(@try => @try == 1 ? new(MisbehaviourKind.KillsBefore, at) : null);

        run.ShouldSucceed().Task("talks").ShouldHave(TaskState.Success, attempts: 2).ShouldHaveXCom("return_value", 2);
        Assert.Equal(new("state mismatch", "The process was ended by signal 9."), run.Task("talks").Attempts[0].Error);
        run.Elapsed.ShouldBe(1.Minutes());
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Supervisor_GoneAtAnyMessage_LeavesATryThatIsTriedAgain(int at)
    {
        Run run = await RunAsync(@try => @try == 1 ? new(MisbehaviourKind.Closes, at) : null);

        run.ShouldSucceed().Task("talks").ShouldHave(TaskState.Success, attempts: 2);
    }

    [Theory]
    [InlineData(MisbehaviourKind.KillsBefore)]
    [InlineData(MisbehaviourKind.KillsAfter)]
    [InlineData(MisbehaviourKind.Closes)]
    public async Task Success_ThatWasTold_Stays(object kind)
    {
        Run run = await RunAsync(_ => new((MisbehaviourKind)kind, Last));

        run.ShouldSucceed().Task("talks").ShouldHave(TaskState.Success, attempts: 1);
    }

    [Fact]
    public async Task Bundle_KilledInEachTry_FailsTheRun()
    {
        Run run = await RunAsync(_ => new(MisbehaviourKind.KillsAfter, 2));

        run.ShouldFail().Task("talks").ShouldHave(TaskState.Failed, attempts: 2);
    }

    [Fact]
    public async Task Run_ThatIsGivenUp_LeavesNoProcess()
    {
        using var stop = new CancellationTokenSource();
        ConcurrentBag<int> started = [];
        var dag = new Dag("d");
        dag.Task("waits_really", _ => { });
        var target = new BundleTarget(BuiltBundle.Path)
        {
            Limits = Supervised.Limits,
            Started = id =>
            {
                started.Add(id);
                stop.CancelAfter(TimeSpan.FromMilliseconds(100));
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => target.RunAsync(dag, new(), stop.Token));

        Assert.All(started, IsGone);
    }

    private static async Task<Run> RunAsync(Func<int, Misbehaviour?> misbehaves)
    {
        ConcurrentBag<int> started = [];
        var target = new BundleTarget(BuiltBundle.Path)
        {
            Limits = Supervised.Limits,
            Started = started.Add,
            Misbehaves = misbehaves,
        };
        await using var tunnel = Tunnel.For(BundleDags.Dags.Load("chatty")).Bind("api", "http://example.org").Against(target);
        Run run = await tunnel.RunAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(started);
        Assert.All(started, IsGone);
        return run;
    }

    private static void IsGone(int process) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
}

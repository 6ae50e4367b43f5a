using System.Collections.Immutable;
using Windtunnel.Consumers;
using Windtunnel.Engine;

namespace Windtunnel.Testing.Tests.Supervisor;

/// <summary>A DAG whose bodies run in processes, compared with the same DAG in this process.</summary>
public sealed class BundleTargetTests
{
    private static readonly RunRequest World = new()
    {
        StartingAt = new(2001, 1, 3, 23, 55, 0, TimeSpan.Zero),
        Conf = """{"factor":3}""",
        Connections = ImmutableDictionary<string, Connection>.Empty.Add("api", Connection.Parse("api", "http://example.org")),
        Variables = ImmutableDictionary<string, string>.Empty.Add("region", "north"),
        Answers = ImmutableDictionary<string, ScriptedAnswer>.Empty.Add("asks", new(["Approve"], TimeSpan.FromMinutes(20), By: "ann")),
    };

    [Fact]
    public async Task Run_OfEveryKindOfTask_IsTheSameAsInThisProcess()
    {
        Dag dag = BundleDags.Dags.Load("all_kinds");
        Run here = await new EmbeddedEngine().RunAsync(dag, World, TestContext.Current.CancellationToken);

        Run there = await new BundleTarget(BuiltBundle.Path).RunAsync(dag, World, TestContext.Current.CancellationToken);

        Assert.Equal(Outcome(here), Outcome(there));
        Assert.Equal(here.Elapsed, there.Elapsed);
    }

    [Fact]
    public async Task Trigger_OfPython_IsWhatStandsInForIt()
    {
        var target = new BundleTarget(BuiltBundle.Path)
        {
            Triggers = ImmutableDictionary<string, Trigger>.Empty.Add(
                "my.triggers.Waits",
                Trigger.From("stand-in", async (time, cancellation) =>
                {
                    await Task.Delay(TimeSpan.FromHours(1), time, cancellation);
                    return TriggerEvent.Of("fired");
                })),
        };

        Run run = await RunAsync("python", target);

        run.ShouldSucceed().Task("defers").ShouldHaveXCom("return_value", "fired");
        run.Elapsed.ShouldBe(1.Hours());
    }

    [Fact]
    public async Task Trigger_OfPythonWithoutAStandIn_FailsTheTaskThatDefersToIt()
    {
        Run run = await RunAsync("python", new BundleTarget(BuiltBundle.Path));

        run.ShouldFail().Task("defers").ShouldHaveFailedWith("new BundleTarget(path) { Triggers = … }");
    }

    [Fact]
    public async Task Double_OfThisProcess_IsRefusedWithWhatToBindInstead()
    {
        await using var tunnel = Tunnel.For(BundleDags.Dags.Load("chatty")).Bind("api", new Version(1, 2))
            .Against(new BundleTarget(BuiltBundle.Path));

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => tunnel.RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("bound to a Version of this process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_ThatIsNotThere_IsRefused() => await Assert.ThrowsAsync<BundleException>(
        () => RunAsync("python", new BundleTarget("nowhere")));

    private static Task<Run> RunAsync(string dag, BundleTarget target) =>
        target.RunAsync(BundleDags.Dags.Load(dag), new(), TestContext.Current.CancellationToken);

    /// <summary>What a reader of a run sees of each task.</summary>
    private static IEnumerable<string> Outcome(Run run) => run.Tasks.Select(task =>
        $"{task} {task.State}: "
        + string.Join(", ", task.Attempts.Select(attempt => $"{attempt.State} at {attempt.End:O} {attempt.Error}"))
        + $" xcoms {string.Join(' ', task.XComs.OrderBy(xcom => xcom.Key, StringComparer.Ordinal))}"
        + $" counts {string.Join(' ', task.Counts)} used {string.Join(' ', task.Connections)}");
}

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

    /// <summary>What a reader of a run sees of each task.</summary>
    internal static IEnumerable<string> Outcome(Run run) => run.Tasks.Select(task =>
        $"{task} {task.State}: "
        + string.Join(", ", task.Attempts.Select(attempt => $"{attempt.State} at {attempt.End:O} {attempt.Error}"))
        + $" xcoms {string.Join(' ', task.XComs.OrderBy(xcom => xcom.Key, StringComparer.Ordinal))}"
        + $" counts {string.Join(' ', task.Counts)} used {string.Join(' ', task.Connections)}");
}

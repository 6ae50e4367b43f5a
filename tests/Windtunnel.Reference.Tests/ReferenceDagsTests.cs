using Windtunnel.Engine;
using Windtunnel.Environments;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests;

/// <summary>What every reference DAG has in common.</summary>
public sealed class ReferenceDagsTests
{
    public static TheoryData<string> Ids => [.. ReferenceDags.Dags.DagIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task LocalRun_OfEveryDag_SucceedsOnTheProjectsOwnData(string dagId)
    {
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("windtunnel-scratch-");
        try
        {
            Dag[] followers = [.. ReferenceDags.Dags.FollowersOf(dagId).Select(ReferenceDags.Dags.Load)];
            await using TestEnvironment environment = ReferenceEnvironments.Environments.For(dagId) ?? new();
            await using TestPart around = await environment.OpenAsync(TestContext.Current.CancellationToken);
            RunRequest request = ReferenceDags.Dags.LocalRun(dagId, scratch);
            request = request with { Connections = request.Connections.SetItems(around.Connections) };
            IReadOnlyList<Run> runs = await new EmbeddedEngine().RunAsync(
                ReferenceDags.Dags.Load(dagId), followers, request, TestContext.Current.CancellationToken);
            Assert.Equal(1 + followers.Length, runs.Count);
            Assert.All(runs, run => run.ShouldSucceed());
            Assert.All(runs, AsksOnlyForWhatItsDocNames);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static void AsksOnlyForWhatItsDocNames(Run run) => Assert.All(
        run.Tasks.SelectMany(task => task.Connections),
        connection => Assert.Contains($"`{connection}`", run.Outline.Doc, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Doc_OfEveryDag_NamesIdBulletsPracticeAndConnections(string dagId)
    {
        Dag dag = ReferenceDags.Dags.Load(dagId);
        Assert.Contains(dagId[..8], dag.Doc, StringComparison.Ordinal);
        Assert.Contains("Practice:", dag.Doc, StringComparison.Ordinal);
        Assert.Contains("Without it", dag.Doc, StringComparison.Ordinal);
        Assert.Contains("Connections:", dag.Doc, StringComparison.Ordinal);
        Assert.NotNull(dag.DisplayName);
        Assert.Contains("reference", dag.Tags);
    }
}

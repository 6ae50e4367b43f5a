using Windtunnel.Airflow;
using Windtunnel.Cli.Projects;
using Windtunnel.Environments;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Runs;

/// <summary>Runs a DAG, and whatever its assets set off among the followers.</summary>
internal delegate Task<IReadOnlyList<Run>> RunDags(
    Dag dag, IReadOnlyCollection<Dag> followers, RunRequest request, CancellationToken cancellation);

/// <summary>Runs DAGs of a project, each in a directory of its own, and keeps journal and report of each.</summary>
internal sealed class LocalRuns(Project project, RunFolder folder, RunInputs inputs, RunDags runDags)
{
    /// <summary>Told of what came up around a DAG, before it runs.</summary>
    public Action<BundledDag, StartReport>? WhenUp { get; init; }

    /// <summary>Runs the DAG, and the DAGs that follow it where its assets start them.</summary>
    /// <returns>Its run, then the last run of each follower that ran.</returns>
    public async Task<IReadOnlyList<FinishedRun>> RunAsync(BundledDag bundled, CancellationToken cancellation)
    {
        try
        {
            Dag dag = bundled.Dag ?? throw bundled.Error!;
            await using LocalWorld world = await LocalWorld.OpenAsync(project, dag.Id, folder.FilesOf(bundled.Id), cancellation);
            if (world.Services is { } services)
            {
                WhenUp?.Invoke(bundled, services);
            }

            IReadOnlyList<Run> runs = await RunAsync(dag, world, cancellation);
            return [.. runs.Select(run => Keep(run, world.Services))];
        }
        catch (Exception e) when (e is ToolException or BundleException or ParamException or AirflowException
            or EnvironmentException or IOException or UnauthorizedAccessException)
        {
            // One DAG that cannot be run hinders no other.
            return [new(bundled.Id, bundled.Dag?.DisplayName ?? bundled.Id, null, null, Problem.Of(e))];
        }
    }

    /// <summary>The same, and keeps nothing.</summary>
    /// <param name="dag">The DAG.</param>
    /// <param name="files">An empty directory of the run's own.</param>
    /// <param name="cancellation">Gives the run up.</param>
    /// <exception cref="ToolException">The inputs do not fit the DAG.</exception>
    public async Task<IReadOnlyList<Run>> RunAsync(Dag dag, DirectoryInfo files, CancellationToken cancellation)
    {
        await using LocalWorld world = await LocalWorld.OpenAsync(project, dag.Id, files, cancellation);
        return await RunAsync(dag, world, cancellation);
    }

    private async Task<IReadOnlyList<Run>> RunAsync(Dag dag, LocalWorld world, CancellationToken cancellation)
    {
        Dag[] followers = [.. project.Bundle.FollowersOf(dag.Id).Select(project.Bundle.Load)];
        IReadOnlyList<Run> runs = await runDags(dag, followers, inputs.Over(world.Request, dag), cancellation);
        return [.. runs.GroupBy(run => run.DagId).Select(runsOfDag => runsOfDag.Last())];
    }

    private FinishedRun Keep(Run run, StartReport? services)
    {
        string journal = folder.JournalOf(run.DagId);
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        run = run.On(new(() => project.Fingerprint.Value.With(services?.Facts ?? Fingerprint.Empty)));
        run.Save(journal);
        string name = run.Outline.DisplayName ?? run.DagId;
        RunSummary summary = RunReport.Write(run, folder.ReportOf(run.DagId), Terminal.Show(journal));
        return new(run.DagId, name, run, summary, null) { Services = services };
    }
}

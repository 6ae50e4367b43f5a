using Windtunnel.Airflow;
using Windtunnel.Cli.Projects;
using Windtunnel.Insights;

namespace Windtunnel.Cli.Runs;

/// <summary>Runs DAGs of a project, each in a directory of its own, and keeps journal and report of each.</summary>
internal sealed class LocalRuns(Project project, RunFolder folder, RunInputs inputs, IRunTarget target)
{
    public async Task<FinishedRun> RunAsync(BundledDag bundled, CancellationToken cancellation)
    {
        string name = bundled.Dag?.DisplayName ?? bundled.Id;
        try
        {
            Run run = await RunAsync(bundled.Dag ?? throw bundled.Error!, folder.FilesOf(bundled.Id), cancellation);
            string journal = folder.JournalOf(bundled.Id);
            run.Save(journal);
            return new(bundled.Id, name, run, RunReport.Write(run, folder.ReportOf(bundled.Id), Terminal.Show(journal)), null);
        }
        catch (Exception e) when (e is ToolException or BundleException or ParamException or AirflowException or IOException
            or UnauthorizedAccessException)
        {
            // One DAG that cannot be run hinders no other.
            return new(bundled.Id, name, null, null, Problem.Of(e));
        }
    }

    /// <summary>Runs the DAG and keeps nothing.</summary>
    /// <param name="dag">The DAG.</param>
    /// <param name="files">An empty directory of the run's own.</param>
    /// <param name="cancellation">Gives the run up.</param>
    /// <exception cref="ToolException">The inputs do not fit the DAG.</exception>
    public async Task<Run> RunAsync(Dag dag, DirectoryInfo files, CancellationToken cancellation) =>
        await target.RunAsync(dag, inputs.Over(project.Bundle.LocalRun(dag.Id, files), dag), cancellation);
}

using System.Collections.Immutable;
using Windtunnel.Airflow;
using Windtunnel.Cli.Packing;
using Windtunnel.Cli.Projects;

namespace Windtunnel.Cli.Runs;

/// <summary>What a deployment of a project's DAGs should have, as far as it is known here.</summary>
internal static class ExpectedOfProject
{
    /// <param name="project">The project.</param>
    /// <param name="folder">Where its last runs are kept.</param>
    /// <param name="bundle">The path of the bundle that was deployed; null: it is not compared.</param>
    /// <param name="queue">The queue that the stubs were exported with.</param>
    public static ExpectedDeployment Of(Project project, RunFolder folder, string? bundle, string queue) => new()
    {
        Dags = [.. project.All.Select(bundled => bundled.Dag).OfType<Dag>()],
        Connections =
        [
            .. project.All.Where(bundled => bundled.Dag is not null).SelectMany(bundled => ConnectionsOf(project, folder, bundled.Id)),
        ],
        BundleDigest = bundle is null ? null : BundleText.Read(bundle).ExecutableDigest,
        Stubs = new() { Queue = queue },
    };

    /// <summary>Those that the last run asked for; where there was none, those that the local run has.</summary>
    private static IEnumerable<string> ConnectionsOf(Project project, RunFolder folder, string dagId)
    {
        if (File.Exists(folder.JournalOf(dagId)))
        {
            Run last = Run.Load(folder.JournalOf(dagId), JournalReading.Partial);
            return last.Journal.OfType<ConnectionUsed>().Select(used => used.Connection);
        }

        DirectoryInfo scratch = Directory.CreateTempSubdirectory("windtunnel-local-");
        try
        {
            return project.Bundle.LocalRun(dagId, scratch).Connections.Keys.ToImmutableArray();
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}

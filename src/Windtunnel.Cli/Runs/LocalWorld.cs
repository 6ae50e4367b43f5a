using Windtunnel.Cli.Projects;
using Windtunnel.Environments;

namespace Windtunnel.Cli.Runs;

/// <summary>What a local run of a DAG finds: the connections and the start that its project says, and the services it needs around
/// it.</summary>
internal sealed class LocalWorld : IAsyncDisposable
{
    private readonly TestEnvironment? _environment;
    private readonly TestPart? _part;

    private LocalWorld(RunRequest request, TestEnvironment? environment, TestPart? part, StartReport? services) =>
        (Request, _environment, _part, Services) = (request, environment, part, services);

    public RunRequest Request { get; }

    /// <summary>How the services came up; null: it needs none.</summary>
    public StartReport? Services { get; }

    /// <param name="project">Says what it needs.</param>
    /// <param name="dagId">The DAG.</param>
    /// <param name="files">An empty directory of the run's own.</param>
    /// <param name="cancellation">Stops what has been started.</param>
    /// <exception cref="EnvironmentException">A service did not come up; nothing is left of the others.</exception>
    public static async Task<LocalWorld> OpenAsync(
        Project project, string dagId, DirectoryInfo files, CancellationToken cancellation)
    {
        RunRequest local = project.Bundle.LocalRun(dagId, files);
        if (project.Environments.For(dagId) is not { } environment)
        {
            return new(local, null, null, null);
        }

        try
        {
            StartReport services = await environment.StartAsync(cancellation);
            TestPart part = await environment.OpenAsync(cancellation);
            local = local with
            {
                Connections = local.Connections.SetItems(part.Connections),
                Variables = local.Variables.SetItems(environment.Variables),
            };
            return new(local, environment, part, services);
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_environment is not null)
        {
            await _part!.DisposeAsync();
            await _environment.DisposeAsync();
        }
    }
}

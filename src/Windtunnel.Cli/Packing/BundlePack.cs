using System.Collections.Immutable;
using Windtunnel.Airflow;
using Windtunnel.Cli.Projects;

namespace Windtunnel.Cli.Packing;

/// <summary>A project as it was packed.</summary>
/// <param name="File">The bundle.</param>
/// <param name="Warnings">What the native compiler says may fail at run time.</param>
/// <param name="Refusals">Why a DAG has no stub.</param>
internal sealed record BundlePack(BundleFile File, ImmutableArray<string> Warnings, ImmutableArray<string> Refusals)
{
    /// <param name="given">A .csproj or a folder with one; null: the default.</param>
    /// <param name="target">Where the bundle is written; null: <c>out/bundles</c>, under the project's name.</param>
    /// <param name="stubs">With which the DAGs are exported.</param>
    /// <param name="terminal">Told what takes long.</param>
    /// <param name="cancellation">Ends the publishing.</param>
    /// <exception cref="ToolException">The project cannot be built or published.</exception>
    public static async Task<BundlePack> RunAsync(
        string? given, string? target, StubOptions stubs, Terminal terminal, CancellationToken cancellation)
    {
        string file = ProjectPath.ToProjectFile(given);
        terminal.Note($"windtunnel: building {Path.GetFileNameWithoutExtension(file)}...");
        Project project = await Project.OpenAsync(file, cancellation);
        ProjectFacts facts = await ProjectFacts.ReadAsync(file, cancellation);
        terminal.Note("windtunnel: compiling to native code, which takes a while...");
        NativePublish published = await NativePublish.RunAsync(facts, project.BundleProperty, cancellation);
        string bundle = target ?? Path.Combine("out", "bundles", NameOf(facts));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(bundle))!);
        StubSet exported = StubSet.Of(project.All, stubs);
        BundleFile.Pack(published.Executable, bundle, BundleManifest.Of(project.Bundle), facts.Sources, exported.Files);
        return new(BundleFile.Read(bundle), published.Warnings, exported.Refusals);
    }

    /// <summary>Without a dot, which Airflow's later versions take for the extension of something else.</summary>
    private static string NameOf(ProjectFacts project) => project.AssemblyName.Replace('.', '-');
}

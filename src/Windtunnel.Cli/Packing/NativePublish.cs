using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Windtunnel.Cli.Packing;

/// <summary>A project published as one native executable.</summary>
/// <param name="Executable">Its path.</param>
/// <param name="Warnings">What the native compiler says may fail at run time.</param>
internal sealed partial record NativePublish(string Executable, ImmutableArray<string> Warnings)
{
    /// <exception cref="ToolException">It cannot be published, or needs more than one file.</exception>
    public static async Task<NativePublish> RunAsync(ProjectFacts project, PropertyInfo bundle, CancellationToken cancellation)
    {
        if (project is { IsExecutable: true, IsNative: false })
        {
            throw new ToolException(
                ExitCode.NotLoadable,
                $"'{project.File}' is an executable without native code. Add <PublishAot>true</PublishAot> to it, or make it a class "
                + "library: its entry point is written then.");
        }

        string file = project.IsExecutable ? project.File : EntryPoint.Write(project, bundle);
        string output = Path.Combine(project.PackingFolder, "publish");
        (int exitCode, string said) = await DotnetCommand.RunAsync(
            ["publish", file, "-c", "Release", "-o", output, "-v", "q", "--nologo", "--tl:off"], cancellation);
        string executable = Path.Combine(output, project.AssemblyName + (project.IsExecutable ? "" : ".Bundle"));
        if (exitCode != 0 || !File.Exists(executable))
        {
            throw new ToolException(
                ExitCode.NotLoadable, $"'{file}' cannot be published as a native executable:\n{DotnetCommand.Wrong(exitCode, said)}");
        }

        if (project.IsExecutable && Directory.EnumerateFiles(output, "*.so").Select(Path.GetFileName).ToArray() is { Length: > 0 } beside)
        {
            throw new ToolException(
                ExitCode.NotLoadable,
                $"'{project.File}' needs native libraries beside its executable ({string.Join(", ", beside)}), and Airflow takes one file. "
                + "Make it a class library: packing writes an entry point that carries them.");
        }

        return new(executable, [.. Warning().Matches(said).Select(found => found.Value.Trim()).Distinct().Order(StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"warning IL\d+: .*?(?= \[|$)", RegexOptions.Multiline)]
    private static partial Regex Warning();
}

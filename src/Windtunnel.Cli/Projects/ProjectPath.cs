namespace Windtunnel.Cli.Projects;

/// <summary>Turns what a user calls the project into an assembly: a .csproj or a folder with one is built first.</summary>
internal static class ProjectPath
{
    private const string Wanted = "Give --project a .csproj, a .dll or a folder with one project.";

    /// <summary>What the launcher is there for is this repository; where it is called in another project, that one is meant.</summary>
    private static bool IsOwnProjectHere =>
        Repository.Root is { } root
        && Path.GetRelativePath(root, ".").StartsWith("..", StringComparison.Ordinal)
        && ProjectsIn(Path.GetFullPath(".")).Length > 0;

    /// <param name="given">The option's value; null: the default.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <returns>The full path of an assembly that exists.</returns>
    public static async Task<string> ToAssemblyAsync(string? given, CancellationToken cancellation)
    {
        string path = Path.GetFullPath(
            given ?? Default("reference", "bin", "Release", "net10.0", "Windtunnel.Reference.dll"));
        if (Directory.Exists(path))
        {
            path = OnlyProjectIn(path, wasGiven: given is not null);
        }

        if (!File.Exists(path))
        {
            throw new ToolException(ExitCode.NotLoadable, $"There is no file or folder '{path}'. {Wanted}");
        }

        return Path.GetExtension(path) switch
        {
            ".csproj" => await BuildAsync(path, cancellation),
            ".dll" or ".exe" => path,
            var other => throw new ToolException(ExitCode.NotLoadable, $"'{path}' is a '{other}' file. {Wanted}"),
        };
    }

    /// <summary>The project's file: an assembly is not enough for what has to be compiled anew.</summary>
    /// <param name="given">A .csproj or a folder; null: the default.</param>
    /// <exception cref="ToolException">There is no project.</exception>
    public static string ToProjectFile(string? given)
    {
        string path = Path.GetFullPath(given ?? Default("reference"));
        if (Directory.Exists(path))
        {
            return OnlyProjectIn(path, wasGiven: given is not null);
        }

        return !File.Exists(path)
            ? throw new ToolException(
                ExitCode.NotLoadable, $"There is no file or folder '{path}'. Give a .csproj or a folder with one project.")
            : Path.GetExtension(path) == ".csproj"
            ? path
            : throw new ToolException(ExitCode.NotLoadable, $"'{path}' is no project. Give a .csproj or a folder with one.");
    }

    private static string Default(params ReadOnlySpan<string> reference) =>
        IsOwnProjectHere ? "." : Repository.PathOf(reference) ?? ".";

    /// <summary>Those in a folder; where there is none, those in the folders of its <c>src</c>.</summary>
    private static string[] ProjectsIn(string folder)
    {
        string[] found = Directory.GetFiles(folder, "*.csproj");
        string sources = Path.Combine(folder, "src");
        return found.Length == 0 && Directory.Exists(sources)
            ? [.. Directory.EnumerateDirectories(sources).SelectMany(project => Directory.GetFiles(project, "*.csproj")).Order()]
            : found;
    }

    private static string OnlyProjectIn(string folder, bool wasGiven)
    {
        string[] found = ProjectsIn(folder);
        return found.Length switch
        {
            1 => found[0],
            0 when wasGiven => throw new ToolException(
                ExitCode.NotLoadable, $"The folder '{folder}' has no .csproj. Name one, or 'windtunnel new NAME' makes one."),
            0 => throw new ToolException(
                ExitCode.NotLoadable,
                $"No project was given, and the folder '{folder}' has no .csproj. "
                + "Name one, or make a project with 'windtunnel new NAME'."),
            _ => throw new ToolException(
                ExitCode.NotLoadable,
                $"The folder '{folder}' has {found.Length} projects: {string.Join(", ", found.Select(Path.GetFileName))}. "
                + "Name one of them."),
        };
    }

    private static async Task<string> BuildAsync(string project, CancellationToken cancellation)
    {
        (int exitCode, string said) = await DotnetCommand.RunAsync(
            ["build", project, "-c", "Release", "-v", "q", "--nologo", "--tl:off", "-t:Build", "-getProperty:TargetPath"], cancellation);
        string[] lines = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return exitCode == 0 && lines.LastOrDefault(File.Exists) is { } assembly
            ? assembly
            : throw new ToolException(
                ExitCode.NotLoadable, $"The project '{project}' does not build:\n{DotnetCommand.Wrong(exitCode, said)}");
    }
}

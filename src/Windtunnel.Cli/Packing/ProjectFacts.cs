using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Windtunnel.Cli.Packing;

/// <summary>What MSBuild says about a project that is to be packed.</summary>
/// <param name="File">The .csproj.</param>
/// <param name="AssemblyName">Of the assembly it builds.</param>
/// <param name="IsExecutable">It has an entry point of its own.</param>
/// <param name="IsNative">It publishes to native code by itself.</param>
/// <param name="Windtunnel">The version of Windtunnel's packages that it restored; null when it refers to their projects.</param>
/// <param name="WindtunnelSources">The folder of Windtunnel's projects, when it refers to them; else null.</param>
/// <param name="Sources">The texts of its own files, by their paths in the project.</param>
internal sealed record ProjectFacts(
    string File,
    string AssemblyName,
    bool IsExecutable,
    bool IsNative,
    string? Windtunnel,
    string? WindtunnelSources,
    ImmutableSortedDictionary<string, string> Sources)
{
    /// <summary>The runtime identifier of workers like this machine.</summary>
    public static string RuntimeIdentifier { get; } = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>What belongs to packing, out of the way of the project's own build.</summary>
    public string PackingFolder => Path.Combine(Folder, "obj", "windtunnel");

    /// <exception cref="ToolException">MSBuild cannot evaluate the project.</exception>
    public static async Task<ProjectFacts> ReadAsync(string file, CancellationToken cancellation)
    {
        (int exitCode, string said) = await DotnetCommand.RunAsync(
            [
                "msbuild", file, "-nologo", "-p:Configuration=Release", "-getItem:Compile",
                "-getProperty:OutputType,PublishAot,AssemblyName,ProjectAssetsFile",
            ],
            cancellation);
        if (exitCode != 0)
        {
            throw new ToolException(ExitCode.NotLoadable, $"MSBuild cannot evaluate '{file}':\n{said.Trim()}");
        }

        using JsonDocument answer = JsonDocument.Parse(said);
        JsonElement properties = answer.RootElement.GetProperty("Properties");
        string Property(string name) => properties.GetProperty(name).GetString()!;
        (string? version, string? sources) = Restored(Property("ProjectAssetsFile"), Path.GetDirectoryName(file)!);
        return new(
            file,
            Property("AssemblyName"),
            Property("OutputType").Equals("Exe", StringComparison.OrdinalIgnoreCase),
            Property("PublishAot").Equals("true", StringComparison.OrdinalIgnoreCase),
            version,
            sources,
            SourcesIn(answer.RootElement.GetProperty("Items").GetProperty("Compile"), Path.GetDirectoryName(file)!));
    }

    private static ImmutableSortedDictionary<string, string> SourcesIn(JsonElement compiled, string folder) => compiled.EnumerateArray()
        .Select(item => item.GetProperty("FullPath").GetString()!)
        .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
        .Where(file => !file.Name.StartsWith("../", StringComparison.Ordinal) && !file.Name.StartsWith("obj/", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(file => file.Name, file => System.IO.File.ReadAllText(file.Path), StringComparer.Ordinal);

    private static (string? Version, string? Sources) Restored(string assets, string folder)
    {
        if (!System.IO.File.Exists(assets))
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(assets));
        JsonProperty library = document.RootElement.GetProperty("libraries").EnumerateObject()
            .FirstOrDefault(one => one.Name.StartsWith("Windtunnel/", StringComparison.Ordinal));
        if (library.Value.ValueKind == JsonValueKind.Undefined)
        {
            return default;
        }

        return library.Value.GetProperty("type").GetString() == "package"
            ? (library.Name.Split('/')[1], null)
            : (null, Path.GetFullPath(Path.Combine(folder, library.Value.GetProperty("path").GetString()!, "..", "..")));
    }
}

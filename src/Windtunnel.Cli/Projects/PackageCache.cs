using System.Runtime.InteropServices;
using System.Text.Json;

namespace Windtunnel.Cli.Projects;

/// <summary>Where NuGet keeps the packages of a class library, which a build does not copy beside it. Its deps.json names them.</summary>
internal sealed class PackageCache
{
    private readonly Dictionary<string, string> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _natives = new(StringComparer.OrdinalIgnoreCase);

    private PackageCache()
    {
    }

    private static string Root => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public static PackageCache Of(string assembly)
    {
        var cache = new PackageCache();
        string deps = Path.ChangeExtension(assembly, ".deps.json");
        if (File.Exists(deps))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(deps));
            cache.Read(document.RootElement);
        }

        return cache;
    }

    public string? FindAssembly(string name) => _assemblies.GetValueOrDefault(name);

    public string? FindNative(string name) => _natives.GetValueOrDefault(name) ?? _natives.GetValueOrDefault($"lib{name}");

    private void Read(JsonElement deps)
    {
        if (!deps.TryGetProperty("libraries", out JsonElement libraries) || !deps.TryGetProperty("targets", out JsonElement targets))
        {
            return;
        }

        foreach (JsonProperty package in targets.EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
        {
            if (libraries.TryGetProperty(package.Name, out JsonElement library) && library.TryGetProperty("path", out JsonElement path))
            {
                ReadPackage(Path.Combine(Root, path.GetString()!), package.Value);
            }
        }
    }

    private void ReadPackage(string folder, JsonElement package)
    {
        foreach (JsonProperty file in FilesOf(package, "runtime"))
        {
            _assemblies.TryAdd(Path.GetFileNameWithoutExtension(file.Name), Path.Combine(folder, file.Name));
        }

        foreach (JsonProperty file in FilesOf(package, "runtimeTargets").Where(IsForThisMachine))
        {
            Dictionary<string, string> found = file.Value.GetProperty("assetType").GetString() == "native" ? _natives : _assemblies;
            found[Path.GetFileNameWithoutExtension(file.Name)] = Path.Combine(folder, file.Name);
        }
    }

    private static JsonElement.ObjectEnumerator FilesOf(JsonElement package, string kind) =>
        package.TryGetProperty(kind, out JsonElement files) ? files.EnumerateObject() : default;

    private static bool IsForThisMachine(JsonProperty file)
    {
        string rid = file.Value.GetProperty("rid").GetString()!;
        return rid == RuntimeInformation.RuntimeIdentifier
            || rid == (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
            || (rid == "unix" && !OperatingSystem.IsWindows());
    }
}

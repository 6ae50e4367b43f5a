using System.Reflection;
using System.Runtime.Loader;

namespace Windtunnel.Cli.Projects;

/// <summary>Holds a project's assemblies apart from the tool's, save for those whose types both must share.</summary>
internal sealed class ProjectLoadContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private static readonly Dictionary<string, Assembly> Shared = new[]
    {
        typeof(Dag).Assembly, typeof(Engine.EmbeddedEngine).Assembly, typeof(Testing.Tunnel).Assembly,
        typeof(Environments.TestEnvironment).Assembly, typeof(Airflow.BundleProgram).Assembly,
        typeof(Microsoft.Extensions.Logging.ILogger).Assembly,
    }.ToDictionary(shared => shared.GetName().Name!);

    private readonly AssemblyDependencyResolver _beside = new(assembly);
    private readonly PackageCache _packages = PackageCache.Of(assembly);

    public Assembly LoadProject() => LoadFromAssemblyPath(assembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Shared.TryGetValue(assemblyName.Name!, out Assembly? shared))
        {
            return NotOlder(shared, assemblyName);
        }

        string? path = _beside.ResolveAssemblyToPath(assemblyName) ?? _packages.FindAssembly(assemblyName.Name!);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _beside.ResolveUnmanagedDllToPath(unmanagedDllName) ?? _packages.FindNative(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static Assembly NotOlder(Assembly shared, AssemblyName wanted)
    {
        Version tools = shared.GetName().Version!;
        return !wanted.Name!.StartsWith("Windtunnel", StringComparison.Ordinal) || wanted.Version <= tools
            ? shared
            : throw new ToolException(
                ExitCode.NotLoadable,
                $"The project was built with {wanted.Name} {wanted.Version}, and this is windtunnel {tools}. "
                + "Update the tool: dotnet tool update --global Windtunnel.Cli.");
    }
}

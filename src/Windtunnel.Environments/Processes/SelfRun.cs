using System.Diagnostics;
using System.Reflection;

namespace Windtunnel.Environments;

/// <summary>Runs this library as a program, in a process of its own beside this one: it is the watchdog and the keeper.</summary>
internal static class SelfRun
{
    /// <summary>Null: our program is native or a single file, and not one that <c>dotnet</c> can run again.</summary>
    /// <param name="root">Where it works.</param>
    /// <param name="mark">What marks it as ours.</param>
    /// <param name="arguments">What it is told to do.</param>
    public static ProcessStartInfo? Prepare(LeaseRoot root, string mark, params string[] arguments)
    {
        string library = typeof(SelfRun).Assembly.Location;
        string? name = Assembly.GetEntryAssembly()?.GetName().Name;
        string program = Path.Combine(AppContext.BaseDirectory, $"{name}.runtimeconfig.json");
        if (library.Length == 0 || !File.Exists(program))
        {
            return null;
        }

        string[] line = [.. ServerProcess.InOwnGroup(), DotnetHost(), "exec", "--runtimeconfig", program, library, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root.Folder,
        };

        start.Environment[Owner.Variable] = mark;
        return start;
    }

    private static string DotnetHost() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}

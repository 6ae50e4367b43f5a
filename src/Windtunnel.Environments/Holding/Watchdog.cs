using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Windtunnel.Environments;

/// <summary>A process beside the owner's that clears away what the owner held as soon as that is dead. It waits at a pipe, which the
/// system closes whatever ends the owner.</summary>
internal static class Watchdog
{
    private const string Verb = "watch";
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(30);

    /// <summary>Starts one, if the owner's program is one that <c>dotnet</c> can run again: a native or single-file program has none,
    /// and what it leaves is cleared away at the next start.</summary>
    public static void Start(Owner owner)
    {
        string library = typeof(Watchdog).Assembly.Location;
        string? name = Assembly.GetEntryAssembly()?.GetName().Name;
        string program = Path.Combine(AppContext.BaseDirectory, $"{name}.runtimeconfig.json");
        if (library.Length == 0 || !File.Exists(program))
        {
            return;
        }

        string[] line =
        [
            .. ServerProcess.InOwnGroup(), DotnetHost(), "exec", "--runtimeconfig", program, library, Verb, owner.Root.Folder, owner.Id,
        ];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = owner.Root.Folder,
        };

        start.Environment[Owner.Variable] = "watchdog";
        try
        {
            // Never disposed: the pipe has to stay open for as long as this process lives.
            Process.Start(start);
        }
        catch (Win32Exception)
        {
            // No dotnet to start it with: the next start clears away.
        }
    }

    /// <summary>The watchdog's own main.</summary>
    public static int Main(string[] args)
    {
        if (args is not [Verb, var folder, var owner])
        {
            Console.Error.WriteLine("This is the watchdog of Windtunnel.Environments. The library starts it; it has no use by hand.");
            return 2;
        }

        Console.In.ReadToEnd();
        var root = new LeaseRoot(folder);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < LongestDeath && File.Exists(root.LockOf(owner)); Thread.Sleep(10))
        {
            if (Reaper.TryReap(root, owner))
            {
                break;
            }
        }

        return 0;
    }

    private static string DotnetHost() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}

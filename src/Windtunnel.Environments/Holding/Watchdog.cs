using System.ComponentModel;
using System.Diagnostics;

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
        if (SelfRun.Prepare(owner.Root, "watchdog", Verb, owner.Root.Folder, owner.Id) is not { } start)
        {
            return;
        }

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

    /// <summary>The main of the watchdog and of the keeper.</summary>
    public static int Main(string[] args)
    {
        switch (args)
        {
            case [Verb, var folder, var owner]:
                Watch(new LeaseRoot(folder), owner);
                return 0;
            case [Keeper.Verb, var folder, var name, var idle]:
                return Keeper.Run(folder, name, idle);
            default:
                Console.Error.WriteLine("This is the watchdog of Windtunnel.Environments. The library starts it; it has no use by hand.");
                return 2;
        }
    }

    private static void Watch(LeaseRoot root, string owner)
    {
        Console.In.ReadToEnd();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < LongestDeath && File.Exists(root.LockOf(owner)); Thread.Sleep(10))
        {
            Reaper.TryReap(root, owner);
        }

        if (!File.Exists(root.LockOf(owner)))
        {
            // Once more: its folder may have been deleted while it lived, and a process that it was about to start has begun since.
            Reaper.TryClear(root, owner);
        }
    }
}

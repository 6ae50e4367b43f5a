using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Windtunnel.Environments;

/// <summary>Clears away what owners left that are dead.</summary>
internal static class Reaper
{
    /// <summary>Clears away what every dead owner left. Costs one try to lock a file for each living one.</summary>
    /// <returns>The ids of the owners that were dead.</returns>
    public static IReadOnlyList<string> ReapDead(LeaseRoot root)
    {
        string[] dead = [.. root.Owners.Where(owner => TryReap(root, owner))];
        Try(() => PortLease.SweepDead(root));
        return dead;
    }

    /// <summary>Clears away what an owner left, if it is dead and nobody else is about it.</summary>
    /// <returns>Whether nothing of it is left.</returns>
    public static bool TryReap(LeaseRoot root, string owner) => Try(() =>
    {
        using FileStream? held = LeaseRoot.TryLock(root.LockOf(owner), FileMode.Open);
        return held is not null && Clear(root, owner);
    });

    /// <summary>Ends an owner's processes and containers and deletes its files. Whoever calls it holds the owner's lock, or knows that
    /// nobody does.</summary>
    /// <returns>False: some of it could not be removed now. A later start tries again.</returns>
    public static bool TryClear(LeaseRoot root, string owner) => Try(() => Clear(root, owner));

    /// <summary>Whether an owner lives no more, whoever clears away what it left.</summary>
    public static bool IsDead(LeaseRoot root, string owner)
    {
        using FileStream? held = LeaseRoot.TryLock(root.LockOf(owner), FileMode.Open);
        return held is not null || !File.Exists(root.LockOf(owner)) || File.Exists(root.DeadOf(owner));
    }

    private static bool Clear(LeaseRoot root, string owner)
    {
        string folder = root.FolderOf(owner);
        if (Directory.Exists(folder))
        {
            Try(() =>
            {
                File.WriteAllText(root.DeadOf(owner), "");
                return true;
            });
        }

        HeldProcess[] noted = HeldProcess.NotedIn(root.HeldOf(owner));
        HeldProcess.EndAll(noted);
        foreach (int id in MarkedProcesses(owner).Except(noted.Select(process => process.Id)))
        {
            HeldProcess.Kill(id);
        }

        SharedMemory.RemoveOfServersIn(folder);
        SharedMemory.RemoveOfServersIn(root.MemoryOf(owner));
        bool isAllGone = HeldContainers.TryRemoveAll(root.EnginesOf(owner), owner);
        if (!TryDelete(root.MemoryOf(owner)))
        {
            return false;
        }

        foreach (string part in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            isAllGone &= TryDelete(part);
        }

        // What tells of the containers stays until the engine answers at a later start.
        if (!isAllGone || !TryDelete(folder))
        {
            return false;
        }

        PortLease.SweepDead(root);
        File.Delete(root.LockOf(owner));
        return true;
    }

    /// <summary>False: a process that is no service of the owner's still writes there, and a later start deletes it.</summary>
    private static bool TryDelete(string? folder) => Try(() =>
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return true;
    });

    /// <summary>What the dead left keeps nobody from starting: what cannot be removed now stays for a later start.</summary>
    private static bool Try(Func<bool> remove)
    {
        try
        {
            return remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether some owner, of whatever process, started it. Some servers overwrite their environment, so notes count
    /// too.</summary>
    public static bool BelongsToAnOwner(int process) =>
        LeaseRoot.Default.Owners.Any(owner => HeldProcess.IsNotedIn(LeaseRoot.Default.HeldOf(owner), process))
        || EnvironmentOf(process).AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{Owner.Variable}=")) >= 0;

    /// <summary>The processes whose environment names the owner. Only Linux tells; elsewhere none.</summary>
    public static IEnumerable<int> MarkedProcesses(string owner)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        byte[] mark = Encoding.ASCII.GetBytes($"{Owner.Variable}={owner}");
        return from process in Process.GetProcesses()
               let id = process.Id
               where id != Environment.ProcessId && EnvironmentOf(id).AsSpan().IndexOf(mark) >= 0
               select id;
    }

    public static byte[] EnvironmentOf(int process)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{process}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return [];
        }
    }
}

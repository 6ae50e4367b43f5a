using System.Diagnostics;
using System.Globalization;

namespace Windtunnel.Environments;

/// <summary>A process that owns the services of a kept environment, so that they outlive the tests. It ends them when they were idle for
/// too long, or when it is told to.</summary>
internal static class Keeper
{
    public const string Verb = "keep";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts one. Null: this program is none that <c>dotnet</c> can run again.</summary>
    /// <returns>The owner it holds.</returns>
    public static async Task<Owner?> StartAsync(LeaseRoot root, string name, TimeSpan idle, CancellationToken cancellation)
    {
        string seconds = idle.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        if (SelfRun.Prepare(root, "keeper", Verb, root.Folder, name, seconds) is not { } start)
        {
            return null;
        }

        using Process keeper = Process.Start(start)!;
        string? owner = await keeper.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false);
        return owner is null ? null : Owner.Joined(root, owner);
    }

    /// <summary>The keeper's own main.</summary>
    public static int Run(string folder, string name, string idleFor)
    {
        var root = new LeaseRoot(folder);
        using var owner = new Owner(root);
        Console.WriteLine(owner.Id);
        Console.Out.Close();
        var warm = new WarmRoot(root);
        var most = TimeSpan.FromSeconds(double.Parse(idleFor, CultureInfo.InvariantCulture));
        var idle = new IdleTime(warm.RecordOf(name));
        while (!File.Exists(WarmRoot.StopOf(root, owner.Id)) && !IsOver(warm, name, owner.Id, idle.Elapsed < most))
        {
            Thread.Sleep(Look);
        }

        return 0;
    }

    /// <summary>Whether nobody uses it, and it was idle for too long or never got ready.</summary>
    private static bool IsOver(WarmRoot warm, string name, string owner, bool isFresh)
    {
        string record = warm.RecordOf(name);
        if (isFresh && File.Exists(record))
        {
            return false;
        }

        using FileStream? unused = LeaseRoot.TryLock(warm.LockOf(name));
        if (unused is null)
        {
            return false;
        }

        if (warm.Find(name)?.Owner == owner)
        {
            File.Delete(record);
        }

        return true;
    }
}

using System.Net.Sockets;

namespace Windtunnel.Environments.Tests.Holding;

/// <summary>What processes that lease at one root leave on the machine. Other processes of the machine do not count.</summary>
internal static class Traces
{
    private const string WatchVerb = "watch";

    /// <summary>Waits until the dead are cleared away, and fails if something of theirs stays.</summary>
    public static async Task ShouldBeGoneAsync(LeaseRoot root, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = Eventually.Limit();
        while (Of(root) is { Length: > 0 } left)
        {
            Assert.False(limit.IsCancellationRequested, $"Left behind:\n{string.Join('\n', left)}");
            await Task.Delay(10, cancellation);
        }
    }

    public static async Task ShouldBeClosedAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, cancellation).AsTask());
    }

    public static void KillWatchdogs(LeaseRoot root)
    {
        foreach (int process in ProcessesOf(root).Where(IsWatchdog))
        {
            HeldProcess.Kill(process);
        }
    }

    private static string[] Of(LeaseRoot root) =>
    [
        .. Directory.EnumerateFileSystemEntries(root.Folder).Where(entry => entry != root.Ports),
        .. Directory.EnumerateFileSystemEntries(root.Ports),
        .. root.Owners.Select(owner => Path.Combine(MemoryDisk.Usual, $"windtunnel-{owner}")).Where(Directory.Exists),
        .. ProcessesOf(root).Where(process => !IsWatchdog(process)).Select(process => $"process {process}: {TextOf(process, "cmdline")}"),
    ];

    /// <summary>Those that inherited where to lease, or were told.</summary>
    private static IEnumerable<int> ProcessesOf(LeaseRoot root) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let process = int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)
        where TextOf(process, "environ").Contains($"{LeaseRoot.Variable}={root.Folder}\0", StringComparison.Ordinal)
            || TextOf(process, "cmdline").Contains(root.Folder, StringComparison.Ordinal)
        select process;

    private static bool IsWatchdog(int process) => TextOf(process, "cmdline").Contains($"\0{WatchVerb}\0", StringComparison.Ordinal);

    private static string TextOf(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

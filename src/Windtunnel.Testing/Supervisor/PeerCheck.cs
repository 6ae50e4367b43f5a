using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Whether a connection comes from the process that was launched, or a descendant of it: any program of the machine could connect
/// to a port on loopback. Only Linux can tell; elsewhere every connection passes.</summary>
internal static class PeerCheck
{
    private const string Table = "/proc/net/tcp";
    private const int LocalAddress = 1;
    private const int RemoteAddress = 2;
    private const int Inode = 9;

    public static bool IsOf(int processId, Socket accepted)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        string theirs = Hex((IPEndPoint)accepted.RemoteEndPoint!);
        string ours = Hex((IPEndPoint)accepted.LocalEndPoint!);
        string? inode = File.ReadLines(Table)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(cells => cells.Length > Inode && cells[LocalAddress] == theirs && cells[RemoteAddress] == ours)?[Inode];
        return inode is not null && Family(processId).Any(process => Holds(process, $"socket:[{inode}]"));
    }

    /// <summary>As the kernel lists it: the address as a number of this machine's byte order, and the port.</summary>
    private static string Hex(IPEndPoint end) => string.Create(
        CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");

    private static IEnumerable<int> Family(int processId)
    {
        Queue<int> open = new([processId]);
        while (open.TryDequeue(out int process))
        {
            yield return process;
            foreach (int child in Children(process))
            {
                open.Enqueue(child);
            }
        }
    }

    private static int[] Children(int process)
    {
        try
        {
            return
            [
                .. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone, or was never ours.
            return [];
        }
    }

    private static bool Holds(int process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

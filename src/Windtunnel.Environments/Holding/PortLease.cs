using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Environments;

/// <summary>A loopback port that no other process of ours takes while it is held. Another program may; then the service that was to
/// listen on it is started again on another.</summary>
internal sealed class PortLease : IDisposable
{
    private readonly FileStream _lock;

    private PortLease(int port, FileStream held) => (Port, _lock) = (port, held);

    public int Port { get; }

    /// <exception cref="IOException">Nothing can be written below the root.</exception>
    public static PortLease Take(LeaseRoot root)
    {
        LeaseRoot.CreateFolder(root.Ports);
        while (true)
        {
            int port = FreePort();
            if (LeaseRoot.TryLock(FileOf(root, port)) is { } held)
            {
                return new(port, held);
            }
        }
    }

    /// <summary>Whether any process of ours holds it.</summary>
    public static bool IsTaken(LeaseRoot root, int port)
    {
        string file = FileOf(root, port);
        using FileStream? free = File.Exists(file) ? LeaseRoot.TryLock(file) : null;
        return free is null && File.Exists(file);
    }

    public void Dispose()
    {
        Delete(_lock);
        _lock.Dispose();
    }

    /// <summary>Deletes what killed processes left of theirs. True.</summary>
    public static bool SweepDead(LeaseRoot root)
    {
        foreach (string file in Directory.EnumerateFiles(root.Ports))
        {
            using FileStream? dead = LeaseRoot.TryLock(file, FileMode.Open);
            Delete(dead);
        }

        return true;
    }

    private static void Delete(FileStream? held)
    {
        // Elsewhere than on Linux two processes could lock two files of one name, see TryLock.
        if (held is not null && OperatingSystem.IsLinux())
        {
            File.Delete(held.Name);
        }
    }

    private static string FileOf(LeaseRoot root, int port) => Path.Combine(root.Ports, port.ToString(CultureInfo.InvariantCulture));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

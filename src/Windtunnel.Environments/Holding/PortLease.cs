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

    public static PortLease Take(LeaseRoot root)
    {
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
        // The file stays: deleting it would let two processes lock two files of one name.
        _lock.Dispose();
    }

    private static string FileOf(LeaseRoot root, int port) => Path.Combine(root.Ports, port.ToString(CultureInfo.InvariantCulture));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

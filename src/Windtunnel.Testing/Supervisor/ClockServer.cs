using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Testing.Supervisor;

/// <summary>Lets a process wait on its server's clock: it connects, sends a moment, and is answered when that has come.</summary>
internal sealed class ClockServer : IDisposable
{
    private readonly TaskServer _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();

    public ClockServer(TaskServer server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What the process is told: the moment, and whom to ask.</summary>
    public string Argument => $"--clock={_server.Now!.Value.ToString("O", CultureInfo.InvariantCulture)}@{_listener.LocalEndpoint}";

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = WaitAsync(await _listener.AcceptSocketAsync(_over.Token), _over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The process is gone.
        }
    }

    private async Task WaitAsync(Socket waiting, CancellationToken over)
    {
        using (waiting)
        {
            try
            {
                byte[] ticks = new byte[sizeof(long)];
                if (await waiting.ReceiveAsync(ticks, over) == ticks.Length)
                {
                    TimeSpan left = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(ticks), TimeSpan.Zero) - _server.Now!.Value;
                    await _server.DelayAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, over);
                    await waiting.SendAsync(ticks, over);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Nobody waits any more.
            }
        }
    }
}

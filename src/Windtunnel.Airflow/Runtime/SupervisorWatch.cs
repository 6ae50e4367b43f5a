using System.Net.Sockets;

namespace Windtunnel.Airflow;

/// <summary>Notices when the supervisor is gone while a body runs. A supervisor that failed closes its sockets but does not end this
/// process.</summary>
/// <remarks>It never writes to the log socket, so that a read there ends exactly when it is gone.</remarks>
internal sealed class SupervisorWatch : IDisposable
{
    private readonly Socket _logs;
    private readonly CancellationTokenSource _stopping;
    private readonly Thread _thread;
    private volatile bool _isOver;

    public SupervisorWatch(Socket logs, CancellationTokenSource stopping)
    {
        (_logs, _stopping) = (logs, stopping);
        _thread = new Thread(Watch) { IsBackground = true, Name = "supervisor watch" };
        _thread.Start();
    }

    /// <summary>Ends the read by shutting the socket down. To close it under a pending read would reset the connection, and lines that the
    /// supervisor has not read yet would be lost.</summary>
    public void Dispose()
    {
        _isOver = true;
        try
        {
            _logs.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The supervisor was faster.
        }

        _thread.Join();
    }

    private void Watch()
    {
        try
        {
            while (_logs.Receive(new byte[1]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Gone without a goodbye.
        }

        if (!_isOver)
        {
            // Not on this thread: the body would go on here, up to Dispose, which waits for this thread.
            _ = _stopping.CancelAsync();
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Windtunnel.Testing;

/// <summary>A mail server in this process that sends nothing on: a test reads what it was given. Its connection is of Airflow's type
/// <c>smtp</c>, on a loopback port.</summary>
/// <remarks>Thread-safe. It takes any user and password, speaks no TLS, and starts when it is first connected to. A mail is in
/// <see cref="Mails"/> before its sender hears that it was taken.</remarks>
/// <example><code>
/// await using var inbox = new MailInbox();
/// await using var tunnel = Tunnel.For(dag).Bind("mail", inbox);
/// </code></example>
public sealed class MailInbox : Binding
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedMail> _mails = [];
    private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Task> _sessions = [];
    private CancellationTokenSource? _stop;
    private TcpListener? _listener;
    private int _port;

    /// <summary>What was taken so far, in order.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (_gate)
            {
                return [.. _mails];
            }
        }
    }

    /// <summary>Refuses these recipients with 550, as a server does that has no such mailbox.</summary>
    public MailInbox Refusing(params ReadOnlySpan<string> recipients)
    {
        lock (_gate)
        {
            _refused.UnionWith([.. recipients]);
        }

        return this;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync() => await Task.WhenAll(Close()).ConfigureAwait(false);

    protected internal override Connection Connect(string id)
    {
        Open();
        // What Airflow's own hook for SMTP would otherwise demand.
        const string noEncryption = """{"disable_ssl": true, "disable_tls": true}""";
        return StandIn(id, "smtp", this) with { Host = "127.0.0.1", Port = _port, Extra = noEncryption };
    }

    protected internal override void Leave() => Close();

    protected internal override void Return() => Open();

    internal bool Refuses(string recipient)
    {
        lock (_gate)
        {
            return _refused.Contains(recipient);
        }
    }

    internal void Take(ReceivedMail mail)
    {
        lock (_gate)
        {
            _mails.Add(mail);
        }
    }

    private void Open()
    {
        lock (_gate)
        {
            if (_listener is not null)
            {
                return;
            }

            _stop = new();
            // It comes back at the port it had, so that a connection leads to it for the whole run.
            _listener = new(IPAddress.Loopback, _port);
            _listener.Start();
            _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _sessions.Add(AcceptAsync(_listener, _stop.Token));
        }
    }

    private Task[] Close()
    {
        lock (_gate)
        {
            _stop?.Cancel();
            _stop?.Dispose();
            _listener?.Stop();
            (_stop, _listener) = (null, null);
            Task[] sessions = [.. _sessions];
            _sessions.Clear();
            return sessions;
        }
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Socket client = await listener.AcceptSocketAsync(stop).ConfigureAwait(false);
                Keep(ServeAsync(client, stop));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            await new SmtpSession(this, stream).RunAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client went away, or the test is over.
        }
    }

    private void Keep(Task session)
    {
        lock (_gate)
        {
            _sessions.RemoveWhere(done => done.IsCompleted);
            _sessions.Add(session);
        }
    }
}

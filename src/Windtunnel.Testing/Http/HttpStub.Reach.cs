using System.Security.Cryptography.X509Certificates;

namespace Windtunnel.Testing;

public sealed partial class HttpStub
{
    private readonly Lock _gate = new();
    private HttpStubServer? _server;
    private ClosedPort? _closed;
    private StubHandler? _handler;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:41237/</c>. Asking for it starts it.</summary>
    /// <exception cref="InvalidOperationException">It has no sockets, its port is taken, or a rule has no answer.</exception>
    public Uri Url => _options switch
    {
        { HasSockets: false } => throw new InvalidOperationException("The stub was made without sockets, so it has no URL. Leave out "
            + ".WithoutSockets(), or use .Handler()."),
        { Unreachable: UnreachableBy.UnknownHost } => UnknownHost,
        { Unreachable: UnreachableBy.ClosedPort } => new($"http://127.0.0.1:{Closed().Number}/"),
        _ => Server().Url,
    };

    /// <summary>The authority that signed the stub's certificate; null without TLS. A body that uses the connection's hook trusts it,
    /// any other client must be told to.</summary>
    public X509Certificate2? Authority => _options.Tls?.Authority;

    /// <summary>Speaks TLS, with a certificate for <c>localhost</c> and <c>127.0.0.1</c> that is made now and trusted nowhere
    /// else.</summary>
    public HttpStub OverTls(TlsFault fault = TlsFault.None)
    {
        _options.Tls = new StubTls(fault, _options.Time.GetUtcNow());
        return this;
    }

    /// <summary>Has an address whose host does not exist: clients fail when they resolve it.</summary>
    public HttpStub WithUnknownHost()
    {
        _options.Unreachable = UnreachableBy.UnknownHost;
        return this;
    }

    /// <summary>Has an address on whose port nothing listens: clients are refused.</summary>
    public HttpStub Refusing()
    {
        _options.Unreachable = UnreachableBy.ClosedPort;
        return this;
    }

    /// <summary>Answers without sockets, in the flow of who asks.</summary>
    /// <exception cref="InvalidOperationException">A rule has no answer.</exception>
    public HttpMessageHandler Handler()
    {
        Script.RequireAnswers();
        lock (_gate)
        {
            return _handler ??= new StubHandler(Script, _options, _options.Time);
        }
    }

    /// <summary>A new client of the stub, over sockets where it has them. It trusts the stub's authority, and follows no
    /// redirects.</summary>
    public HttpClient Client() => _options.HasSockets
        ? new HttpClient(SocketsHandler()) { BaseAddress = Url }
        : new HttpClient(Handler(), disposeHandler: false) { BaseAddress = WithoutAddress };

    /// <summary>Closes its connections; a second call does nothing.</summary>
    public override async ValueTask DisposeAsync()
    {
        HttpStubServer? server;
        lock (_gate)
        {
            server = _server;
            _server = null;
            _closed?.Dispose();
            _closed = null;
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        _handler?.Dispose();
        _options.Tls?.Dispose();
    }

    // Reserved by RFC 6761: no resolver may find it.
    private static Uri UnknownHost { get; } = new("http://stub.invalid/");

    private static Uri WithoutAddress { get; } = new("http://localhost/");

    private SocketsHttpHandler SocketsHandler(bool followsRedirects = false)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = followsRedirects, UseCookies = false, UseProxy = false };
        if (_options.Tls is { } tls)
        {
            handler.SslOptions = tls.Trusting();
        }

        return handler;
    }

    private HttpStubServer Server()
    {
        Script.RequireAnswers();
        lock (_gate)
        {
            return _server ??= HttpStubServer.Start(Script, _options);
        }
    }

    private ClosedPort Closed()
    {
        lock (_gate)
        {
            return _closed ??= new();
        }
    }
}

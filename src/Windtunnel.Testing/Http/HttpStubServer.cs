using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Windtunnel.Testing;

/// <summary>Answers requests from a script over real sockets: Kestrel on the loopback address, without host or middleware.</summary>
internal sealed class HttpStubServer : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    // Kestrel speaks TLS only with services of its own around it. They hold no state, so one set serves all stubs of the process.
    private static readonly Lazy<IServiceProvider> TlsServices = new(ServicesOfKestrel);

    private readonly HttpAnswering _answering;
    private readonly HttpStubOptions _options;
    private readonly KestrelServer _server;

    private HttpStubServer(HttpAnswering answering, HttpStubOptions options)
    {
        _answering = answering;
        _options = options;
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        if (options.Tls is not null)
        {
            kestrel.ApplicationServices = TlsServices.Value;
        }

        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen => Configure(listen, options.Tls));
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(kestrel), sockets, NullLoggerFactory.Instance);
    }

    public Uri Url => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Blocks for the binding of one socket only.</summary>
    /// <exception cref="InvalidOperationException">The port is taken.</exception>
    public static HttpStubServer Start(HttpAnswering answering, HttpStubOptions options)
    {
        LoopbackProxy.Install();
        var server = new HttpStubServer(answering, options);
        try
        {
            server._server.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
            return server;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            server._server.Dispose();
            throw new InvalidOperationException($"Port {options.Port} of the HTTP stub is taken. Leave out .OnPort({options.Port}): the "
                + "system then chooses one that is free.", e);
        }
    }

    IFeatureCollection IHttpApplication<IFeatureCollection>.CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    void IHttpApplication<IFeatureCollection>.DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    async Task IHttpApplication<IFeatureCollection>.ProcessRequestAsync(IFeatureCollection context)
    {
        CancellationToken aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        var wire = new Wire(context);
        if (wire.IsStale)
        {
            await wire.CloseAsync();
            return;
        }

        try
        {
            await AnswerAsync(context, wire, aborted);
        }
        catch (Exception e) when (aborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            wire.Abort();
        }
    }

    /// <summary>Ends open connections rather than waiting for their clients.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    private static void Configure(ListenOptions listen, StubTls? tls)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(Wire.RememberTransport);
        if (tls is not null)
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = tls.ServerCertificate() });
        }
    }

    private async Task AnswerAsync(IFeatureCollection context, Wire wire, CancellationToken aborted)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        string? clockName = request.Headers[HttpClock.Header];
        request.Headers.Remove(HttpClock.Header);
        StubRequest? asked = await RequestReading.ReadAsync(request, _options.MostBody, aborted);
        if (asked is null)
        {
            _answering.Note(RequestReading.TooLarge(request.Method, request.Path, _options.MostBody));
            await wire.SendAsync(new() { Status = 413 }, aborted);
            return;
        }

        HttpReply reply = await _answering.AnswerAsync(asked, aborted);
        HttpClock clock = HttpClock.Named(clockName, _options.Time);
        await clock.PauseAsync(reply.Delay, aborted);
        await WireFaults.AnswerAsync(wire, reply, clock, aborted);
    }

    private static IServiceProvider ServicesOfKestrel()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        return builder.Build().Services;
    }
}

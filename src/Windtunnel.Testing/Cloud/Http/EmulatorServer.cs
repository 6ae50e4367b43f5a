using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Windtunnel.Testing.Cloud;

/// <summary>Kestrel on a loopback port that the system chooses, without host, container of services or middleware: it is up in
/// milliseconds.</summary>
internal sealed class EmulatorServer : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    // Services refuse long headers themselves, in their own words; what is longer than this, Kestrel refuses with 431.
    private const int LongestHeaders = 1 << 20;

    private readonly KestrelServer _server;
    private readonly Func<CloudRequest, Task<CloudAnswer>> _answer;

    private EmulatorServer(Func<CloudRequest, Task<CloudAnswer>> answer)
    {
        _answer = answer;
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestHeadersTotalSize = LongestHeaders;
        options.Limits.MaxRequestLineSize = LongestHeaders;
        options.Limits.MaxRequestBufferSize = LongestHeaders * 2;
        options.Limits.MaxRequestHeaderCount = 1000;
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        SocketTransportFactory sockets = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Blocks for the bind of one socket, so that an emulator can be had where nothing can be awaited.</summary>
    public static EmulatorServer Start(Func<CloudRequest, Task<CloudAnswer>> answer)
    {
        LoopbackProxy.Install();
        EmulatorServer server = new(answer);
        server._server.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
        return server;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        IHttpRequestLifetimeFeature lifetime = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        CloudRequest asked;
        try
        {
            asked = CloudRequest.Of(request.Method, request.RawTarget, request.Headers, request.Body, lifetime.RequestAborted);
        }
        catch (FormatException)
        {
            response.StatusCode = StatusOfBadTarget;
            return;
        }

        try
        {
            await WriteAsync(context, asked, await _answer(asked));
        }
        catch (ConnectionBrokenByFaultException)
        {
            lifetime.Abort();
        }
        catch (OperationCanceledException) when (lifetime.RequestAborted.IsCancellationRequested)
        {
            lifetime.Abort();
        }
    }

    /// <summary>Ends open connections rather than waiting for their clients.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        _server.Dispose();
    }

    private const int StatusOfBadTarget = 400;

    private static async Task WriteAsync(IFeatureCollection context, CloudRequest asked, CloudAnswer answer)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        IHttpResponseBodyFeature body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
            response.Headers.Append(name, HeaderText.Safe(value));
        if (answer.Status is 204 or 304)
            return;
        response.Headers.ContentLength ??= answer.Body.Length;
        if (asked.IsHead)
            return;
        if (answer.CutAfter is { } limit)
        {
            // Kestrel closes a connection on which less than announced was written. Aborting it could take back what was written.
            await answer.Body.Slice(0, Math.Min(limit, answer.Body.Length)).WriteToAsync(body.Writer, asked.Cancellation);
            return;
        }

        await answer.Body.WriteToAsync(body.Writer, asked.Cancellation);
    }
}

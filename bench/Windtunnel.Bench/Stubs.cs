using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Windtunnel.Testing;

namespace Windtunnel.Bench;

/// <summary>Calls of HTTP stubs, beside calls of what a stub is made of: a handler that does nothing, a Kestrel that does
/// nothing.</summary>
internal static class Stubs
{
    private const int Calls = 2_000;

    public static IEnumerable<Figure> Measure()
    {
        TimeSpan bareHandler = PerCall(() => new HttpClient(new BareHandler()) { BaseAddress = new("http://localhost/") });
        TimeSpan withoutSockets = OfStub(rules: 10, sockets: false);
        yield return Figure.AtMost(50, "us", "stub call without sockets", withoutSockets.TotalMicroseconds);
        yield return Figure.AtMost(20, "", "stub call without sockets to a bare handler", withoutSockets / bareHandler);

        using var kestrel = new BareKestrel();
        TimeSpan bareKestrel = PerCall(() => new HttpClient { BaseAddress = kestrel.Url });
        TimeSpan overSockets = OfStub(rules: 10, sockets: true);
        yield return Figure.AtMost(300, "us", "stub call over sockets", overSockets.TotalMicroseconds);
        yield return Figure.AtMost(2.5, "", "stub call over sockets to a bare Kestrel", overSockets / bareKestrel);
        yield return Figure.AtMost(1.5, "", "stub call of 1,000 rules to 10", OfStub(rules: 1_000, sockets: false) / withoutSockets);
    }

    /// <summary>A call of the middle one of so many rules, which differ in their paths.</summary>
    private static TimeSpan OfStub(int rules, bool sockets)
    {
        HttpStub stub = Stub.Http(s =>
        {
            for (int number = 0; number < rules; number++)
            {
                s.Get($"/things/{number}/parts").MayStayUnused().Returns(200, "ok");
            }

            s.Get("/a").WithQuery("day", "1").Returns(200, "ok");
        });
        try
        {
            return PerCall((sockets ? stub : stub.WithoutSockets()).Client);
        }
        finally
        {
            stub.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static TimeSpan PerCall(Func<HttpClient> make)
    {
        using HttpClient client = make();
        return Cost.Of(() => CallAsync(client).GetAwaiter().GetResult(), 5) / Calls;
    }

    private static async Task CallAsync(HttpClient client)
    {
        var target = new Uri("/a?day=1", UriKind.Relative);
        for (int call = 0; call < Calls; call++)
        {
            using HttpResponseMessage answer = await client.GetAsync(target);
            answer.EnsureSuccessStatusCode();
        }
    }

    private sealed class BareHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent("ok"u8.ToArray()) });
    }

    private sealed class BareKestrel : IHttpApplication<IFeatureCollection>, IDisposable
    {
        private readonly KestrelServer _server;

        public BareKestrel()
        {
            var options = new KestrelServerOptions();
            options.Listen(IPAddress.Loopback, 0);
            var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
            _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
            _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        }

        public Uri Url => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }

        public async Task ProcessRequestAsync(IFeatureCollection context)
        {
            context.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentLength = 2;
            await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync("ok"u8.ToArray());
        }

        public void Dispose() => _server.Dispose();
    }
}

using System.Net;

namespace Windtunnel.Testing;

/// <summary>A proxy on the loopback address that passes requests on to a real server, and keeps what was said in a file when it is
/// disposed. Credentials are passed on and not kept.</summary>
public sealed class HttpRecorder : Binding
{
    private readonly Uri _target;
    private readonly string _file;
    private readonly HttpMessageInvoker _server;
    private readonly HttpStubServer _proxy;
    private bool _isDisposed;

    internal HttpRecorder(Uri target, string file)
    {
        _target = target;
        _file = file;
        _server = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        });
        _proxy = HttpStubServer.Start(new PassingOn(this), new());
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => _proxy.Url;

    /// <summary>What was said so far.</summary>
    public HttpTape Tape { get; } = new();

    /// <summary>Ends the proxy and writes the file; a second call does nothing.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _proxy.DisposeAsync();
            _server.Dispose();
            Tape.Save(_file);
        }
    }

    /// <inheritdoc/>
    protected internal override Connection Connect(string id) =>
        new() { Id = id, Type = "http", Host = Url.Host, Port = Url.Port, Schema = Url.Scheme };

    private async Task<StubResponse> PassOnAsync(StubRequest request, CancellationToken cancellation)
    {
        int place = Tape.Begin();
        using HttpRequestMessage forwarded = MessageReading.Forwarded(request, _target);
        try
        {
            using HttpResponseMessage answer = await _server.SendAsync(forwarded, cancellation);
            StubResponse response = await MessageReading.ResponseAsync(answer, cancellation);
            Tape.Add(place, request, response);
            return response with
            {
                Headers = [.. response.Headers.Where(header => !MessageReading.IsOfConnection(header.Key))],
            };
        }
        catch (HttpRequestException e)
        {
            return MessageReading.Unreachable(_target, e);
        }
    }

    private sealed class PassingOn(HttpRecorder recorder) : HttpAnswering
    {
        public override async ValueTask<HttpReply> AnswerAsync(StubRequest request, CancellationToken cancellation) =>
            new(await recorder.PassOnAsync(request, cancellation), null, TimeSpan.Zero);

        public override void Note(string surprise)
        {
            // A body that is too large is refused to the client, and is then not on the tape.
        }
    }
}

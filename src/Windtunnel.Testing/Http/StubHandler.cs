using System.Collections.Immutable;
using System.Net;

namespace Windtunnel.Testing;

/// <summary>Answers requests from a script without sockets. Faults are what <see cref="SocketsHttpHandler"/> makes of the real
/// ones.</summary>
internal sealed class StubHandler(HttpScript script, HttpStubOptions options, TimeProvider time) : HttpMessageHandler
{
    /// <summary>How often a real client repeats by itself what was not answered and had no body.</summary>
    private const int MostRepeats = 3;

    private volatile bool _isStale;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HandlerFaults.RequireReachable(options);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (body.LongLength > options.MostBody)
        {
            script.Note(RequestReading.TooLarge(request.Method.Method, request.RequestUri!.AbsolutePath, options.MostBody));
            return new(HttpStatusCode.RequestEntityTooLarge) { RequestMessage = request };
        }

        DieIfStale(request);
        ImmutableArray<KeyValuePair<string, string>> headers = RequestReading.Headers(request);
        for (int repeats = 0; ; repeats++)
        {
            HttpReply reply = script.ReplyTo(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
            await HttpClock.DelayAsync(time, reply.Delay, cancellationToken).ConfigureAwait(false);
            bool isRepeated = reply.Fault is CutFault { BodyBytes: null, IsReset: false } && request.Content is null;
            if (!isRepeated || repeats == MostRepeats)
            {
                return await HandlerFaults.AnswerAsync(this, request, reply, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void GoStale() => _isStale = true;

    /// <summary>A real client sends a request again when a connection it reused was dead, but not when it had sent a body.</summary>
    private void DieIfStale(HttpRequestMessage request)
    {
        if (_isStale)
        {
            _isStale = false;
            if (request.Content is not null)
            {
                throw HandlerFaults.Ended();
            }
        }
    }
}

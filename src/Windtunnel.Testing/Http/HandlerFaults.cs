using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Windtunnel.Testing;

/// <summary>Answers and faults without sockets.</summary>
internal static class HandlerFaults
{
    /// <exception cref="HttpRequestException">Over sockets no connection would come about.</exception>
    public static void RequireReachable(HttpStubOptions options)
    {
        HttpRequestException? failure = options switch
        {
            { Unreachable: UnreachableBy.UnknownHost } => Unconnected(
                HttpRequestError.NameResolutionError, "Name or service not known (stub)", SocketError.HostNotFound),
            { Unreachable: UnreachableBy.ClosedPort } => Unconnected(
                HttpRequestError.ConnectionError, "Connection refused (stub)", SocketError.ConnectionRefused),
            { Tls.Fault: not TlsFault.None } => new HttpRequestException(
                HttpRequestError.SecureConnectionError,
                "The SSL connection could not be established, see inner exception.",
                new AuthenticationException($"The remote certificate is invalid: {options.Tls.Fault}.")),
            _ => null,
        };
        if (failure is not null)
        {
            throw failure;
        }
    }

    public static async Task<HttpResponseMessage> AnswerAsync(
        StubHandler handler, HttpRequestMessage request, HttpReply reply, TimeProvider time, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = reply.Response.Body;
        switch (reply.Fault)
        {
            case null:
                return Message(request, reply.Response, new ReadOnlyMemoryContent(body));
            case SilenceFault:
                await HttpClock.DelayAsync(time, Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
                throw Ended();
            case CutFault { BodyBytes: null } cut:
                throw cut.IsReset ? Reset() : Ended();
            case GarbageFault:
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "An error occurred while sending the request.",
                    new HttpIOException(HttpRequestError.InvalidResponse, "Received an invalid status line: not http at all."));
            case CutFault cut:
                IOException end = cut.IsReset ? ResetOfBody() : EndOfBody();
                return Message(request, reply.Response, new FaultyContent(cut.Of(body), body.Length, end));
            case WrongLengthFault wrong:
                return Message(request, reply.Response, WrongLength(body, wrong.Difference));
            case SlowFault slow:
                TimeSpan ofHeaders = (slow.Headers ?? TimeSpan.Zero) * ResponseHead.Of(reply.Response).Length;
                await HttpClock.DelayAsync(time, ofHeaders, cancellation).ConfigureAwait(false);
                return Message(request, reply.Response, new FaultyContent(body, body.Length, null, slow, time));
            case StaleKeepAliveFault:
                handler.GoStale();
                return Message(request, reply.Response, new ReadOnlyMemoryContent(body));
            default:
                StubResponse changed = FaultyBodies.Of(reply.Response, reply.Fault);
                return Message(request, changed, new ReadOnlyMemoryContent(changed.Body));
        }
    }

    private static HttpRequestException Reset() => new("An error occurred while sending the request.", ResetOfBody());

    private static HttpRequestException Unconnected(HttpRequestError error, string message, SocketError socket) =>
        new(error, message, new SocketException((int)socket));

    public static HttpRequestException Ended() => new(
        HttpRequestError.ResponseEnded, "An error occurred while sending the request.", EndOfBody());

    private static HttpIOException EndOfBody() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    private static IOException ResetOfBody() => new(
        "Unable to read data from the transport connection: Connection reset by peer.",
        new SocketException((int)SocketError.ConnectionReset));

    private static FaultyContent WrongLength(ReadOnlyMemory<byte> body, int difference) => difference > 0
        ? new(body, body.Length + difference, EndOfBody())
        : new(body[..Math.Max(0, body.Length + difference)], Math.Max(0, body.Length + difference), null);

    private static HttpResponseMessage Message(HttpRequestMessage request, StubResponse response, HttpContent content)
    {
        if (request.Method == HttpMethod.Head)
        {
            // Only the length is told.
            content = new FaultyContent(default, response.Body.Length, null);
        }

        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = content };
        foreach ((string name, string value) in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}

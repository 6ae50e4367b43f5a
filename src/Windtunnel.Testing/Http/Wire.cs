using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Windtunnel.Testing;

/// <summary>The connection a request came over: to answer as a server should, or to do to it what none should.</summary>
internal readonly struct Wire(IFeatureCollection context)
{
    private const string Stale = "windtunnel.stale";
    private const string Transport = "windtunnel.transport";

    /// <summary>True when the connection was left to die: the next request on it must find it dead.</summary>
    public bool IsStale => Items.ContainsKey(Stale);

    private IDictionary<object, object?> Items => context.GetRequiredFeature<IConnectionItemsFeature>().Items;

    /// <summary>Keeps the pipe to the socket itself, which TLS hides from a request.</summary>
    public static ConnectionDelegate RememberTransport(ConnectionDelegate next) => connection =>
    {
        connection.Items[Transport] = connection.Transport;
        return next(connection);
    };

    public void LeaveStale() => Items[Stale] = true;

    /// <summary>Answers as a server should; to a HEAD, Kestrel leaves the body out.</summary>
    public async Task SendAsync(StubResponse response, CancellationToken cancellation)
    {
        IHttpResponseFeature head = context.GetRequiredFeature<IHttpResponseFeature>();
        head.StatusCode = response.Status;
        foreach ((string name, string value) in response.Headers)
        {
            head.Headers[name] = StringValues.Concat(head.Headers[name], value);
        }

        if (response.Status is 204 or 304)
        {
            return;
        }

        head.Headers.ContentLength = response.Body.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(response.Body, cancellation);
    }

    /// <summary>Sends bytes as they are, past the server's idea of an answer; to be followed by <see cref="CloseAsync"/> or
    /// <see cref="Reset"/>.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        await context.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output.WriteAsync(bytes, cancellation);

    /// <summary>Ends the connection in order (TCP FIN) when all that was sent is on its way.</summary>
    public async Task CloseAsync()
    {
        CancellationToken closed = context.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = closed.Register(ended.SetResult);
        await ((IDuplexPipe)Items[Transport]!).Output.CompleteAsync();
        await ended.Task;
        Abort();
    }

    /// <summary>Ends the connection at once (TCP RST).</summary>
    public void Reset()
    {
        context.GetRequiredFeature<IConnectionSocketFeature>().Socket.Close(timeout: 0);
        Abort();
    }

    public void Abort() => context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
}

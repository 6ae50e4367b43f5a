using System.Net;

namespace Windtunnel.Testing;

/// <summary>Turns the messages of a client into those of a stub, and back.</summary>
internal static class MessageReading
{
    public static async Task<StubRequest> RequestAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        // Loaded first: a body that comes from a stream can then be sent as well.
        await (request.Content?.LoadIntoBufferAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return new(request.Method.Method, request.RequestUri!.PathAndQuery, RequestReading.Headers(request), body);
    }

    /// <summary>Reads the whole body; the response can be read again.</summary>
    public static async Task<StubResponse> ResponseAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await response.Content.LoadIntoBufferAsync(cancellation).ConfigureAwait(false);
        return new()
        {
            Status = (int)response.StatusCode,
            Headers =
            [
                .. from header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                   from value in header.Value
                   select KeyValuePair.Create(header.Key, value),
            ],
            Body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>The same request, to be sent elsewhere; what belongs to its connection is left out.</summary>
    public static HttpRequestMessage Forwarded(StubRequest request, Uri to)
    {
        string query = request.QueryString.Length == 0 ? "" : $"?{request.QueryString}";
        string prefix = to.AbsolutePath.TrimEnd('/');
        var message = new HttpRequestMessage(new(request.Method), new Uri(to, $"{prefix}{request.Path}{query}"))
        {
            Content = request.Body.IsEmpty ? null : new ReadOnlyMemoryContent(request.Body),
        };
        foreach ((string name, string value) in request.Headers.Pairs.Where(header => !IsOfConnection(header.Key)))
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content?.Headers.TryAddWithoutValidation(name,
                value) == true;
        }

        return message;
    }

    public static bool IsOfConnection(string header) => header.ToUpperInvariant()
        is "CONNECTION" or "KEEP-ALIVE" or "PROXY-CONNECTION" or "TRANSFER-ENCODING" or "TE" or "TRAILER" or "UPGRADE" or "HOST" or "EXPECT"
        or "CONTENT-LENGTH" or "ACCEPT-ENCODING";

    /// <summary>What a proxy answers when the server behind it cannot be reached.</summary>
    public static StubResponse Unreachable(Uri server, HttpRequestException error) => StubResponse.Text(
        $"The server at {server.GetLeftPart(UriPartial.Authority)} cannot be reached: {error.Message}", (int)HttpStatusCode.BadGateway);
}

using Microsoft.AspNetCore.Http;

namespace Windtunnel.Testing.Cloud;

/// <summary>One request to an emulator, as it came over the wire.</summary>
internal sealed class CloudRequest
{
    public required string Method { get; init; }

    /// <summary>Percent-encoded as sent, dot segments and all: a signature covers it, and a key may hold <c>..</c>.</summary>
    public required string RawPath { get; init; }
    /// <summary>The path that a signature covers, where that is not the one asked for; null where it is.</summary>
    public string? SignedPath { get; init; }

    public required CloudQuery Query { get; init; }

    /// <summary>The parameters of a form that is the body; null when it is none, or nobody looked.</summary>
    public CloudQuery? Form { get; init; }

    public required IHeaderDictionary Headers { get; init; }
    public required Stream Body { get; init; }
    public CancellationToken Cancellation { get; init; }

    public string Host => Header("Host") ?? "localhost";

    public long? ContentLength => Headers.ContentLength;

    public bool IsChunked => Header("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    public bool IsHead => Method == "HEAD";

    /// <exception cref="FormatException">The path or the query is not well encoded.</exception>
    public static CloudRequest Of(
        string method, string target, IHeaderDictionary headers, Stream body, CancellationToken cancellation)
    {
        // A proxy's client sends the absolute form; what counts is what follows the host.
        if (!target.StartsWith('/'))
            target = Uri.TryCreate(target, UriKind.Absolute, out Uri? absolute) ? absolute.PathAndQuery : "/";
        int at = target.IndexOf('?', StringComparison.Ordinal);
        return new()
        {
            Method = method,
            RawPath = at < 0 ? target : target[..at],
            Query = CloudQuery.Parse(at < 0 ? "" : target[(at + 1)..]),
            Headers = headers,
            Body = body,
            Cancellation = cancellation,
        };
    }

    /// <summary>The same request with another body, and the form that it is.</summary>
    public CloudRequest With(byte[] body, CloudQuery? form) => new()
    {
        Method = Method,
        RawPath = RawPath,
        Query = Query,
        Form = form,
        Headers = Headers,
        Body = new MemoryStream(body),
        Cancellation = Cancellation,
    };

    /// <summary>Null when absent; values of a header sent twice are joined by commas.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;
}

namespace Windtunnel.Testing;

/// <summary>Doubles of systems that a task reaches through its connections.</summary>
public static class Stub
{
    /// <summary>An HTTP server in this process that answers as scripted, and reports calls that nothing expected and answers that nobody
    /// asked for.</summary>
    /// <example><code>Stub.Http(s => s.Get("/orders").Fails(503, times: 2).Then().ReturnsJson(orders))</code></example>
    public static HttpStub Http(Action<HttpStub> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var stub = new HttpStub();
        script(stub);
        return stub;
    }

    /// <summary>A proxy in front of a real HTTP server that keeps what is said in a file, without secrets, for
    /// <see cref="Replay"/>.</summary>
    /// <param name="server">The real server, e.g. <c>https://api.example.com</c>.</param>
    /// <param name="file">Written when the proxy is disposed, in place of what is there.</param>
    public static HttpRecorder Recorder(Uri server, string file)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentException.ThrowIfNullOrEmpty(file);
        return new(server, file);
    }

    /// <summary>An HTTP server in this process that answers as an OpenAPI document promises: with its examples, or with values made for
    /// its schemas. What the document does not allow is refused, with the reason, and reported.</summary>
    /// <param name="file">JSON or YAML, version 3.0 or 3.1.</param>
    /// <param name="script">Rules of the test's own, which go before those of the document; null: none.</param>
    /// <param name="seed">Decides what is made where the document has no example.</param>
    /// <exception cref="FormatException">The file is no such document; the message says where and why.</exception>
    public static HttpStub OpenApi(string file, Action<HttpStub>? script = null, int seed = 0) => Http(stub =>
    {
        script?.Invoke(stub);
        OpenApiStub.Script(stub, OpenApiDocument.Load(file), seed);
    });

    /// <summary>An HTTP server in this process that answers as another did when it was recorded. It expects each request exactly as
    /// often as it was made then, and no other; what was masked may be anything.</summary>
    /// <exception cref="FormatException">The file is not a recording; the message says where and why.</exception>
    public static HttpStub Replay(string file) => Http(stub => TapeReplay.Script(stub, HttpTape.Load(file).Exchanges));
}

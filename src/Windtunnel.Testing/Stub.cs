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

    /// <summary>An HTTP server in this process that answers as another did when it was recorded. It expects each request exactly as
    /// often as it was made then, and no other; what was masked may be anything.</summary>
    /// <exception cref="FormatException">The file is not a recording; the message says where and why.</exception>
    public static HttpStub Replay(string file) => Http(stub => TapeReplay.Script(stub, HttpTape.Load(file).Exchanges));
}

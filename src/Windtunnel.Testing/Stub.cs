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
}

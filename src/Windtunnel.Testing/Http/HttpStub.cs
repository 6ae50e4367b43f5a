namespace Windtunnel.Testing;

/// <summary>A double of an HTTP server: real sockets on the loopback address, or none at all.</summary>
/// <remarks>Give it its rules first; then it may be called from any number of threads. Stubs do not influence one another.</remarks>
public sealed partial class HttpStub : Binding, IStandIn<HttpMessageHandler>
{
    private readonly HttpStubOptions _options = new();

    internal HttpStub()
    {
    }

    /// <summary>What was received so far, in the order of arrival.</summary>
    public IReadOnlyList<StubCall> Calls => Script.Calls;

    internal HttpScript Script { get; } = new();

    /// <summary>Expects a method on a path.</summary>
    /// <param name="method">E.g. <c>GET</c>, in any case.</param>
    /// <param name="path">With a slash in front, its special characters escaped as in a URL. <c>{name}</c> stands for one part or a piece
    /// of one, <c>{**name}</c> at the end for any number of parts. A query, <c>?day=1</c>, is read as conditions.</param>
    public HttpRule On(string method, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(path);
        return Script.Add(method, path);
    }

    /// <summary>Expects any method on a path.</summary>
    public HttpRule Any(string path = "/{**path}")
    {
        ArgumentNullException.ThrowIfNull(path);
        return Script.Add(null, path);
    }

    public HttpRule Get(string path) => On("GET", path);

    public HttpRule Post(string path) => On("POST", path);

    public HttpRule Put(string path) => On("PUT", path);

    public HttpRule Patch(string path) => On("PATCH", path);

    public HttpRule Delete(string path) => On("DELETE", path);

    public HttpRule Head(string path) => On("HEAD", path);

    /// <summary>Answers without sockets, in the flow of who asks: through the handler alone. It is the fastest way, and a run over it is
    /// the same byte for byte. Default: real sockets on the loopback address.</summary>
    public HttpStub WithoutSockets()
    {
        _options.HasSockets = false;
        return this;
    }

    /// <summary>Listens on a port of your choice. Default: one that the system chooses, which cannot be taken.</summary>
    public HttpStub OnPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        _options.Port = port;
        return this;
    }

    /// <summary>Decides what latencies are drawn. Default: 0.</summary>
    public HttpStub Seeded(int seed)
    {
        Script.Seed(seed);
        return this;
    }

    /// <summary>The clock by which answers are late, when the client brings none. Default: the machine's.</summary>
    public HttpStub OnClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _options.Time = time;
        return this;
    }

    /// <summary>Refuses larger requests with 413, and reports them. Default: 64 MiB.</summary>
    public HttpStub AcceptingBodiesUpTo(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        _options.MostBody = bytes;
        return this;
    }

    /// <summary>Says the requests that were made to a path, for what they must have been.</summary>
    /// <param name="method">E.g. <c>GET</c>, in any case; null: any.</param>
    /// <param name="path">As in a rule.</param>
    public ReceivedRequests Received(string? method, string path) => new(this, method, path);

    /// <summary>Requires that calls arrived in this order; others may lie between them.</summary>
    /// <param name="calls">Each a method and a path, e.g. <c>GET /orders/{id}</c>.</param>
    /// <exception cref="RunAssertionException">They did not.</exception>
    public HttpStub ShouldHaveReceivedInOrder(params ReadOnlySpan<string> calls)
    {
        ReceivedRequests.RequireOrder(this, calls);
        return this;
    }

    /// <summary>Lets the script begin again, with its answers, scenarios and chance, and forgets the calls; what was not expected stays a
    /// finding. For what runs a DAG more than once.</summary>
    /// <example><code>await tunnel.ExploreAsync(100, before: api.Rewind);</code></example>
    public void Rewind() => Script.Rewind();

    /// <summary>Requires that all scripted answers were asked for and that nothing else was. A tunnel asks this of the stubs bound in it
    /// after each run.</summary>
    /// <exception cref="RunAssertionException">It was otherwise.</exception>
    public void Verify()
    {
        string[] findings = [.. Script.Surprises(), .. Script.Unused()];
        if (findings.Length > 0)
        {
            throw RunAssertionException.OfValue($"The HTTP stub was not called as scripted:\n- {string.Join("\n- ", findings)}");
        }
    }
}

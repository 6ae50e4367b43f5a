namespace Windtunnel.Testing;

/// <summary>One answer in the sequence of a rule. By default it is given exactly once when another follows, and once or more often when
/// it is the last.</summary>
public sealed class HttpAnswer
{
    private readonly HttpRule _rule;
    private readonly Func<StubRequest, StubResponse> _response;
    private Func<StubResponse, StubResponse> _change = response => response;

    internal HttpAnswer(HttpRule rule, Func<StubRequest, StubResponse> response, HttpFault? fault, int? times)
    {
        _rule = rule;
        _response = response;
        Fault = fault;
        Limit = times is null ? null : Positive(times.Value);
    }

    internal HttpFault? Fault { get; }

    internal Latency Delay { get; private set; } = Latency.None;

    /// <summary>How often it is to be given; null as long as nothing was said.</summary>
    internal int? Limit { get; private set; }

    /// <summary>How often it was given.</summary>
    internal int Given { get; set; }

    internal (string Scenario, string State)? Moves { get; private set; }

    /// <summary>Adds a header to the response.</summary>
    public HttpAnswer WithHeader(string name, string value)
    {
        _ = new StubResponse().WithHeader(name, value);
        Func<StubResponse, StubResponse> before = _change;
        _change = response => before(response).WithHeader(name, value);
        return this;
    }

    /// <summary>Adds a header <c>Set-Cookie</c> to the response.</summary>
    public HttpAnswer WithCookie(string name, string value) => WithHeader("Set-Cookie", $"{name}={value}; Path=/");

    /// <summary>Lets the answer take time: virtual time in a tunnel and wherever the client brings a clock, real time otherwise.</summary>
    public HttpAnswer After(Latency delay)
    {
        ArgumentNullException.ThrowIfNull(delay);
        Delay = delay;
        return this;
    }

    /// <summary>The answer is given exactly so often. That it was given less often, or asked for more often, is a finding.</summary>
    public HttpAnswer Times(int times)
    {
        Limit = Positive(times);
        return this;
    }

    /// <summary>Giving the answer moves a scenario on, see <see cref="HttpRule.InState"/>.</summary>
    public HttpAnswer Moving(string scenario, string to)
    {
        Moves = (scenario, to);
        return this;
    }

    /// <summary>Goes on with the answer that follows this one.</summary>
    public HttpRule Then() => _rule;

    internal StubResponse ResponseTo(StubRequest request) => _change(_response(request));

    private static int Positive(int times) => times > 0
        ? times
        : throw new ArgumentOutOfRangeException(nameof(times), times, "An answer is given once or more often. Leave out one that is not.");
}

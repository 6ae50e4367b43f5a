namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>A client of the HTTP server behind the connection, as Airflow's HTTP hook reads one: the schema is the scheme
    /// (<c>http</c> by default), the texts of the extra are headers, login and password are sent as basic authentication.
    /// The extra <c>timeout</c> is the longest wait for an answer, and for each piece of its body, in seconds on the run's clock:
    /// 100 by default. <c>allow_redirects</c> is true by default.</summary>
    /// <remarks>The base address ends in a slash: a path without a leading one is appended to it. Disposing the client is the
    /// caller's.</remarks>
    /// <exception cref="InvalidOperationException">The connection has no host, or what is bound to it is no HTTP server.</exception>
    public HttpClient Http()
    {
        var settings = new HttpSettings(this);
        HttpMessageHandler handler = Open(HttpHook.Instance);
        if (Context is not null)
        {
            handler = new TimeLimit(handler, settings.Timeout, Context.Time);
        }

        var client = new HttpClient(handler)
        {
            BaseAddress = settings.BaseAddress,
            Timeout = Context is null ? settings.Timeout : Timeout.InfiniteTimeSpan,
        };
        foreach ((string name, string value) in settings.Headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }
}

/// <summary>HTTP, as one request and its answer at a time.</summary>
internal static class HttpHook
{
    public static readonly Hook<HttpMessageHandler> Instance = new()
    {
        Name = "http",
        Connect = connection => new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = connection.Extras.Flag("allow_redirects") ?? true,
        },
        Watch = (handler, calls) => new WatchedHandler(handler, calls),
        Unreachable = message => new HttpRequestException(HttpRequestError.ConnectionError, message),
    };
}

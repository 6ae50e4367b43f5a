using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Windtunnel.Airflow.Rest;

/// <summary>Sends one request with a token, and once more with a new one when that is refused. Thread-safe.</summary>
internal sealed class AuthorizedHttp : IDisposable
{
    private const int LongestErrorBody = 64 * 1024;

    private readonly Uri _server;
    private readonly HttpClient _http;
    private readonly TokenSource _tokens;
    private readonly SecretMask _mask;

    public AuthorizedHttp(Uri server, AirflowCredentials credentials, TimeProvider time, SecretMask mask, HttpClient? http = null)
    {
        _server = server;
        _mask = mask;
        _mask.Add(credentials.Secret);
        _tokens = new(credentials.Source ?? (cancellation => LogInAsync(credentials, cancellation)), time);
        _http = http ?? Client();
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("windtunnel", null));
    }

    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        // A redirect may lead to a host that must not see the token.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The answer, of which the body is still to be read.</summary>
    /// <exception cref="AirflowException">The server refuses.</exception>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(RestCall call, CancellationToken cancellation)
    {
        string token = await TokenAsync(cancellation).ConfigureAwait(false);
        HttpResponseMessage response = await SendAsync(call, token, cancellation).ConfigureAwait(false);
        if (!await SaysTokenIsBadAsync(response, cancellation).ConfigureAwait(false))
        {
            return await AcceptedAsync(call, response, cancellation).ConfigureAwait(false);
        }

        response.Dispose();
        _tokens.Refused(token);
        token = await TokenAsync(cancellation).ConfigureAwait(false);
        response = await SendAsync(call, token, cancellation).ConfigureAwait(false);
        return await AcceptedAsync(call, response, cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        string token = await _tokens.GetAsync(cancellation).ConfigureAwait(false);
        _mask.Add(token);
        return token;
    }

    private async Task<HttpResponseMessage> SendAsync(RestCall call, string? token, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(call.Method, new Uri(_server, call.Path));
        request.Headers.Accept.ParseAdd(call.Accept);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(RestCall.Json) } };
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private static async Task<bool> SaysTokenIsBadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return false;
        }

        await response.Content.LoadIntoBufferAsync(cancellation).ConfigureAwait(false);
        string body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.Unauthorized || body.Contains("Invalid JWT token", StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AcceptedAsync(RestCall call, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using HttpResponseMessage refusal = response;
        byte[] start = new byte[LongestErrorBody];
        Stream body = await refusal.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        int read = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        throw RestErrors.Refused(_server, call, refusal, Encoding.UTF8.GetString(start, 0, read), _mask);
    }

    private async Task<string> LogInAsync(AirflowCredentials credentials, CancellationToken cancellation)
    {
        RestCall call = RestCall.LogIn(credentials.User!, credentials.Secret!);
        using HttpResponseMessage response = await AcceptedAsync(
            call, await SendAsync(call, token: null, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            return JsonRow.Parse(body).Text("access_token");
        }
        catch (JsonException e)
        {
            throw RestErrors.Unreadable(_server, call, "no token.", e);
        }
    }
}

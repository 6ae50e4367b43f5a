using System.Net.Http.Headers;

namespace Windtunnel.Cloud.Tests.Replay;

/// <summary>Sends requests as they were recorded: no address is made canonical, no header is corrected.</summary>
internal sealed class RawClient(Uri endpoint) : IDisposable
{
    private static readonly string[] MadeByTheClient =
        ["Host", "Content-Length", "Transfer-Encoding", "Expect", "Connection", "Accept-Encoding"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public string Authority => endpoint.Authority;

    public async Task<Answered> SendAsync(
        string method, string path, string query, IEnumerable<(string Name, string Value)> headers, byte[]? body, bool chunked = false)
    {
        string target = $"{endpoint.GetLeftPart(UriPartial.Authority)}{path}{(query.Length == 0 ? "" : $"?{query}")}";
        Uri address = new(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(new HttpMethod(method), address);
        request.Content = body is null ? null : new ByteArrayContent(body);
        foreach ((string name, string value) in headers
            .Where(header => !MadeByTheClient.Contains(header.Name, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        if (chunked)
            request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            [.. Flat(response.Headers), .. Flat(response.Content.Headers)],
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<(string, string)> Flat(HttpHeaders headers) =>
        headers.NonValidated.Select(header => (header.Key, header.Value.ToString()));
}

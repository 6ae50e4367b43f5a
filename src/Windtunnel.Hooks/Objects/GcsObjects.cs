using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Windtunnel;

/// <summary>Google Cloud Storage by its JSON API.</summary>
internal sealed class GcsObjects(HttpClient http, Uri endpoint, GoogleToken? token) : ObjectStore
{
    public static GcsObjects Of(Connection connection)
    {
        ConnectionExtras extras = connection.Extras;
#pragma warning disable RS0030 // Google judges the age of a claim by the real clock, whatever the run's says.
        GoogleToken? token = GoogleToken.Of(connection, TimeProvider.System);
#pragma warning restore RS0030
        return new(new HttpClient(), new(extras.Text("endpoint_url") ?? "https://storage.googleapis.com"), token);
    }

    public override async Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default)
    {
        string condition = onlyIfAbsent ? "&ifGenerationMatch=0" : "";
        string path = $"/upload/storage/v1/b/{Uri.EscapeDataString(bucket)}/o?uploadType=media&name={Uri.EscapeDataString(key)}{condition}";
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(endpoint, path)) { Content = new StreamContent(content) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        using HttpResponseMessage response = await SendAsync(request, cancellation);
        if (onlyIfAbsent && response.StatusCode == HttpStatusCode.PreconditionFailed)
            return false;
        await RequireSuccessAsync(response, cancellation);
        return true;
    }

    public override async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, AddressOf(bucket, key, "?alt=media"));
        HttpResponseMessage response = await SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            response.Dispose();
            throw Missing(bucket, key);
        }

        await RequireSuccessAsync(response, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    public override async Task<IReadOnlyList<StoredObject>> ListAsync(
        string bucket, string prefix = "", CancellationToken cancellation = default)
    {
        List<StoredObject> found = [];
        string? page = null;
        do
        {
            string query = $"?prefix={Uri.EscapeDataString(prefix)}{(page is null ? "" : $"&pageToken={Uri.EscapeDataString(page)}")}";
            using HttpRequestMessage request =
                new(HttpMethod.Get, new Uri(endpoint, $"/storage/v1/b/{Uri.EscapeDataString(bucket)}/o{query}"));
            using HttpResponseMessage response = await SendAsync(request, cancellation);
            await RequireSuccessAsync(response, cancellation);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            using JsonDocument listing = await JsonDocument.ParseAsync(body, default, cancellation);
            if (listing.RootElement.TryGetProperty("items", out JsonElement items))
            {
                found.AddRange(items.EnumerateArray().Select(item =>
                    new StoredObject(item.GetProperty("name").GetString()!, long.Parse(item.GetProperty("size").GetString()!, null))));
            }

            page = listing.RootElement.TryGetProperty("nextPageToken", out JsonElement next) ? next.GetString() : null;
        }
        while (page is not null);
        return found;
    }

    public override async Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Delete, AddressOf(bucket, key, ""));
        using HttpResponseMessage response = await SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.NotFound)
            await RequireSuccessAsync(response, cancellation);
    }

    private Uri AddressOf(string bucket, string key, string query) =>
        new(endpoint, $"/storage/v1/b/{Uri.EscapeDataString(bucket)}/o/{Uri.EscapeDataString(key)}{query}");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.GetAsync(http, cancellation));
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        string body = await response.Content.ReadAsStringAsync(cancellation);
        response.Dispose();
        throw new HttpRequestException($"Google Cloud Storage answered {(int)response.StatusCode}: {body}", null, response.StatusCode);
    }
}

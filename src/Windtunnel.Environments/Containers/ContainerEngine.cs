using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel.Environments;

/// <summary>An engine for containers, by the API of Docker, which Podman speaks too.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ContainerEngine : IDisposable
{
    private readonly HttpClient _http;
    private string _version = "";

    public ContainerEngine(EngineAddress address)
    {
        Address = address;
        // A proxy of the environment is for the network, not for a socket of this machine.
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, stop) => address.ConnectAsync(stop) };
        _http = new(handler) { BaseAddress = new("http://engine/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public EngineAddress Address { get; }

    /// <summary>Must go before all else: engines refuse versions of the API that are too old, and know which one they speak.</summary>
    public async Task PingAsync(CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("_ping", UriKind.Relative), cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        _version = answer.Headers.TryGetValues("Api-Version", out IEnumerable<string>? versions) ? $"v{versions.First()}/" : "";
    }

    public async Task<bool> HasImageAsync(string image, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, $"images/{image}/json", null, cancellation)
            .ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            await ThrowUnlessDoneAsync(answer, $"looking for image '{image}'", cancellation).ConfigureAwait(false);
        }

        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    /// <summary>Fetches an image as anybody may who is not logged in.</summary>
    public async Task PullAsync(string image, CancellationToken cancellation)
    {
        string query = $"images/create?fromImage={Uri.EscapeDataString(image)}{TagOf(image)}";
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, query, null, cancellation).ConfigureAwait(false);
        await ThrowUnlessDoneAsync(answer, $"pulling image '{image}'", cancellation).ConfigureAwait(false);
        // The status is 200 before the first byte comes; what goes wrong later is told in the stream.
        Stream lines = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await foreach (PullProgress? progress in JsonSerializer.DeserializeAsyncEnumerable(
            lines, EngineJson.Default.PullProgress, topLevelValues: true, cancellation).ConfigureAwait(false))
        {
            if ((progress?.ErrorDetail?.Message ?? progress?.Error) is { } error)
            {
                throw new EngineException($"The engine at {Address} could not pull image '{image}': {error}");
            }
        }
    }

    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        using var body = JsonContent.Create(request, EngineJson.Default.CreateRequest);
        // Podman does not take chunks.
        await body.LoadIntoBufferAsync(cancellation).ConfigureAwait(false);
        string doing = $"creating a container of image '{request.Image}'";
        return (await AskAsync(HttpMethod.Post, "containers/create", body, EngineJson.Default.CreateAnswer, doing, cancellation)
            .ConfigureAwait(false)).Id;
    }

    /// <summary>Unpacks an archive in a container that need not run.</summary>
    public async Task PutAsync(string container, byte[] tar, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(tar) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Put, $"containers/{container}/archive?path=%2F", body, cancellation)
            .ConfigureAwait(false);
        await ThrowUnlessDoneAsync(answer, $"writing files into container {Short(container)}", cancellation).ConfigureAwait(false);
    }

    public async Task StartAsync(string container, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, $"containers/{container}/start", null, cancellation)
            .ConfigureAwait(false);
        await ThrowUnlessDoneAsync(answer, $"starting container {Short(container)}", cancellation).ConfigureAwait(false);
    }

    public Task<InspectAnswer> InspectAsync(string container, CancellationToken cancellation) => AskAsync(
        HttpMethod.Get, $"containers/{container}/json", null, EngineJson.Default.InspectAnswer, $"inspecting container {Short(container)}",
        cancellation);

    /// <summary>What it writes from its start on, until it ends; see <see cref="LogStream"/>.</summary>
    public async Task<Stream> FollowAsync(string container, CancellationToken cancellation)
    {
        HttpResponseMessage answer = await SendAsync(
            HttpMethod.Get, $"containers/{container}/logs?follow=1&stdout=1&stderr=1", null, cancellation).ConfigureAwait(false);
        await ThrowUnlessDoneAsync(answer, $"reading the logs of container {Short(container)}", cancellation).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Kills it and removes it with its volumes. That it is gone, or going, already is as good.</summary>
    public async Task RemoveAsync(string container, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Delete, $"containers/{container}?force=1&v=1", null, cancellation)
            .ConfigureAwait(false);
        if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            await ThrowUnlessDoneAsync(answer, $"removing container {Short(container)}", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The ids of all containers that have a label, in whatever state.</summary>
    public async Task<ImmutableArray<string>> WithLabelAsync(string label, CancellationToken cancellation)
    {
        string filters = Uri.EscapeDataString($$"""{"label":["{{label}}"]}""");
        ImmutableArray<ListedContainer> found = await AskAsync(
            HttpMethod.Get, $"containers/json?all=1&filters={filters}", null, EngineJson.Default.ImmutableArrayListedContainer,
            "listing containers", cancellation).ConfigureAwait(false);
        return [.. found.Select(container => container.Id)];
    }

    public void Dispose() => _http.Dispose();

    private static string TagOf(string image)
    {
        // Without a tag an engine fetches all there are. A colon before the last slash is that of the registry's port.
        bool isNamed = image[(image.LastIndexOf('/') + 1)..].AsSpan().ContainsAny(':', '@');
        return isNamed ? "" : "&tag=latest";
    }

    private static string Short(string container) => container.Length > 12 ? container[..12] : container;

    private async Task<T> AskAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, string doing, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, body, cancellation).ConfigureAwait(false);
        await ThrowUnlessDoneAsync(answer, doing, cancellation).ConfigureAwait(false);
        return await answer.Content.ReadFromJsonAsync(type, cancellation).ConfigureAwait(false)
            ?? throw new EngineException($"The engine at {Address} answered nothing to {doing}.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_version + path, UriKind.Relative)) { Content = body };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private async Task ThrowUnlessDoneAsync(HttpResponseMessage answer, string doing, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
        {
            return;
        }

        string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        throw new EngineException(string.Create(
            CultureInfo.InvariantCulture, $"The engine at {Address} answered {(int)answer.StatusCode} to {doing}: {MessageIn(text)}"));
    }

    private static string MessageIn(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EngineJson.Default.ErrorAnswer)?.Message ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}

/// <summary>An engine for containers refused something.</summary>
internal sealed class EngineException(string message) : Exception(message);

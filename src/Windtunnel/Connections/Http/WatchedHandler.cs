namespace Windtunnel;

/// <summary>Sends each request through <see cref="HookCalls"/>, and what is read of its answer too.</summary>
internal sealed class WatchedHandler(HttpMessageHandler inner, HookCalls calls) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await calls.RunAsync(
            request.Method.Method, TargetOf(request), () => new ValueTask<HttpResponseMessage>(base.SendAsync(request, cancellationToken)))
            .ConfigureAwait(false);
        answer.Content = new PassedContent(answer.Content, (read, _) => calls.ContinueAsync(read));
        return answer;
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        calls.Run(request.Method.Method, TargetOf(request), () => base.Send(request, cancellationToken));

    private static string TargetOf(HttpRequestMessage request) => request.RequestUri switch
    {
        null => "",
        { IsAbsoluteUri: true } uri => uri.PathAndQuery,
        var uri => uri.OriginalString,
    };
}

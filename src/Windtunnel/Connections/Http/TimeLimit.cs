namespace Windtunnel;

/// <summary>Gives up an answer, or the next piece of its body, that takes too long on a clock that may be virtual.
/// <see cref="HttpClient.Timeout"/> knows the machine's clock only.</summary>
internal sealed class TimeLimit(HttpMessageHandler inner, TimeSpan limit, TimeProvider time) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await WithinAsync(
            ended => new ValueTask<HttpResponseMessage>(base.SendAsync(request, ended)), cancellationToken).ConfigureAwait(false);
        answer.Content = new PassedContent(answer.Content, (read, cancellation) => WithinAsync(_ => read(), cancellation));
        return answer;
    }

    private async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> act, CancellationToken cancellation)
    {
        using var expiry = new CancellationTokenSource(limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, expiry.Token);
        try
        {
            return await act(ended.Token).AsTask().WaitAsync(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (expiry.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // What HttpClient throws when its own timeout has passed.
            string message = $"The server did not answer within {limit.TotalSeconds} s. "
                + "Set the extra 'timeout' of the connection to wait longer.";
            throw new TaskCanceledException(message, new TimeoutException(message, e), CancellationToken.None);
        }
    }
}

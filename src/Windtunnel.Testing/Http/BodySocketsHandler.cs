namespace Windtunnel.Testing;

/// <summary>Sends a body's requests over real sockets to a stub that is late by the body's own clock.</summary>
internal sealed class BodySocketsHandler : DelegatingHandler
{
    private readonly HttpClock _clock;
    private readonly string _clockName;

    public BodySocketsHandler(HttpMessageHandler sockets, TaskContext context)
        : base(sockets) => (_clock, _clockName) = HttpClock.OfBody(context);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(HttpClock.Header);
        request.Headers.Add(HttpClock.Header, _clockName);
        HttpResponseMessage answer = await _clock.WaitForSockets(() => base.SendAsync(request, cancellationToken)).ConfigureAwait(false);
        answer.Content = new PassedContent(
            answer.Content, (read, _) => new(_clock.WaitForSockets(() => read().AsTask())));
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        HttpClock.Forget(_clockName);
        base.Dispose(disposing);
    }
}

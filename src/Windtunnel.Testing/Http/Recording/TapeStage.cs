namespace Windtunnel.Testing;

/// <summary>Keeps the requests and answers that pass a place in front of a connection on a tape.</summary>
internal sealed class TapeStage(HttpTape tape, StagePlace place) : StageInRun<HttpMessageHandler>("HTTP tape", place)
{
    protected override HttpMessageHandler InFrontOf(HttpMessageHandler system, HookCalls calls) => new Taping(tape, system);

    private sealed class Taping(HttpTape tape, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int place = tape.Begin();
            StubRequest asked = await MessageReading.RequestAsync(request, cancellationToken).ConfigureAwait(false);
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            tape.Add(place, asked, await MessageReading.ResponseAsync(answer, cancellationToken).ConfigureAwait(false));
            return answer;
        }
    }
}

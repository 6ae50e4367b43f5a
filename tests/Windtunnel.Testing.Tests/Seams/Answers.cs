using System.Net;

namespace Windtunnel.Testing.Tests.Seams;

/// <summary>An HTTP server that answers every request alike.</summary>
internal sealed class Answers(string text) : HttpMessageHandler
{
    public List<HttpRequestMessage> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) });
    }
}

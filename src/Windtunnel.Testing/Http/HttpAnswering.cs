namespace Windtunnel.Testing;

/// <summary>Who decides what a server answers.</summary>
internal abstract class HttpAnswering
{
    public abstract ValueTask<HttpReply> AnswerAsync(StubRequest request, CancellationToken cancellation);

    /// <summary>Keeps what must not go unnoticed, e.g. a request that could not be read.</summary>
    public abstract void Note(string surprise);
}

/// <summary>What is answered to a request, and what a fault makes of it.</summary>
internal readonly record struct HttpReply(StubResponse Response, HttpFault? Fault, TimeSpan Delay);

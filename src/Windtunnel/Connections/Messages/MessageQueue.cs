using System.Collections.Immutable;
using System.Text;

namespace Windtunnel;

/// <summary>A queue that delivers at least once: a message that was received is hidden for a while, and comes again unless it is
/// acknowledged in time.</summary>
public abstract class MessageQueue : IAsyncDisposable
{
    public abstract ValueTask PublishAsync(QueueMessage message, CancellationToken cancellation = default);

    /// <summary>Takes what is visible now; empty when nothing is.</summary>
    /// <param name="atMost">At least 1.</param>
    /// <param name="cancellation">Ends the wait for the broker.</param>
    public abstract ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int atMost = 1, CancellationToken cancellation = default);

    /// <summary>Removes a received message for good. Too late, when it has become visible again, it may be delivered once more.</summary>
    public abstract ValueTask AcknowledgeAsync(ReceivedMessage message, CancellationToken cancellation = default);

    /// <summary>Makes a received message visible again at once.</summary>
    public abstract ValueTask ReturnAsync(ReceivedMessage message, CancellationToken cancellation = default);

    /// <summary>Publishes a text in UTF-8.</summary>
    public ValueTask PublishAsync(string text, CancellationToken cancellation = default) =>
        PublishAsync(new QueueMessage { Body = Encoding.UTF8.GetBytes(text) }, cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What is published.</summary>
public sealed record QueueMessage
{
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Attributes beside the body.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The body as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}

/// <summary>One delivery of a message.</summary>
/// <param name="Id">The same in every delivery of the message.</param>
/// <param name="Receipt">Names this delivery to the queue.</param>
/// <param name="Deliveries">How often it was delivered, this time included.</param>
/// <param name="Message">What was published.</param>
public sealed record ReceivedMessage(string Id, string Receipt, int Deliveries, QueueMessage Message)
{
    /// <summary>The body as UTF-8.</summary>
    public string Text => Message.Text;
}

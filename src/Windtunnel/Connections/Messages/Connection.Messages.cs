namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>The queue behind the connection.</summary>
    /// <param name="connect">Reaches it in production, with the client library of its broker. Null: only what a test binds.</param>
    /// <exception cref="InvalidOperationException">Nothing says how to connect, or what is bound is no queue.</exception>
    public MessageQueue Messages(Func<Connection, MessageQueue>? connect = null) => Open(new Hook<MessageQueue>
    {
        Name = "messages",
        Connect = connect ?? (connection => throw new InvalidOperationException(
            $"Connection '{connection.Id}' was asked for its messages hook, but nothing says how to reach a broker of type "
            + $"'{connection.Type}'. Give it to Messages(connection => ...).")),
        Watch = (queue, calls) => new WatchedQueue(queue, calls),
    });
}

/// <summary>Sends each call through <see cref="HookCalls"/>.</summary>
internal sealed class WatchedQueue(MessageQueue inner, HookCalls calls) : MessageQueue
{
    public override ValueTask PublishAsync(QueueMessage message, CancellationToken cancellation = default) =>
        calls.RunAsync("publish", "", () => inner.PublishAsync(message, cancellation));

    public override ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int atMost = 1, CancellationToken cancellation = default) =>
        calls.RunAsync("receive", "", () => inner.ReceiveAsync(atMost, cancellation));

    public override ValueTask AcknowledgeAsync(ReceivedMessage message, CancellationToken cancellation = default) =>
        calls.RunAsync("acknowledge", message.Id, () => inner.AcknowledgeAsync(message, cancellation));

    public override ValueTask ReturnAsync(ReceivedMessage message, CancellationToken cancellation = default) =>
        calls.RunAsync("return", message.Id, () => inner.ReturnAsync(message, cancellation));

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}

namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>The queue behind the connection. One of type <c>redis</c> is a stream of that server, named by <c>queue</c> in the extra
    /// (the connection's id by default), with <c>visibility_timeout</c> in seconds (30), <c>db</c> (0) and <c>ssl</c> (false).</summary>
    /// <param name="connect">Reaches a broker of another type, with its client library, e.g. <c>NatsQueue.Of("orders")</c> of the
    /// package <c>Windtunnel.Hooks.Nats</c>. Null: Redis, and what a test binds.</param>
    /// <exception cref="InvalidOperationException">Nothing says how to connect, or what is bound is no queue.</exception>
    public MessageQueue Messages(Func<Connection, MessageQueue>? connect = null) => Open(new Hook<MessageQueue>
    {
        Name = "messages",
        Connect = connect ?? ReachQueue,
        Watch = (queue, calls) => new WatchedQueue(queue, calls),
    });

    private static RedisQueue ReachQueue(Connection connection) => connection.Type switch
    {
        "redis" => new RedisQueue(connection),
        _ => throw new InvalidOperationException(
            $"Connection '{connection.Id}' was asked for its messages hook, but nothing says how to reach a broker of type "
            + $"'{connection.Type}'. Make it one of type 'redis', or give Messages(connection => ...) its queue."),
    };
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

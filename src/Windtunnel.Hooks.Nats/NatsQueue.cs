using System.Collections.Immutable;
using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Windtunnel;

/// <summary>A queue on a NATS server with JetStream: a stream of one subject, from which a message goes when it is acknowledged.</summary>
/// <remarks>Stream and consumer are made when they are first used. A message that was received is hidden for 30 seconds.</remarks>
/// <example><code>await using MessageQueue orders = context.Connections["nats"].Messages(NatsQueue.Of("orders"));</code></example>
public sealed class NatsQueue : MessageQueue
{
    private const string Consumer = "windtunnel";
    private const int UsualPort = 4222;
    private static readonly byte[] Acknowledgement = "+ACK"u8.ToArray();
    private static readonly byte[] Rejection = "-NAK"u8.ToArray();

    private readonly string _subject;
    private readonly string _stream;
    private readonly NatsConnection _connection;
    private readonly NatsJSContext _jetStream;
    private INatsJSConsumer? _consumer;

    private NatsQueue(Connection connection, string subject)
    {
        _subject = subject;
        _stream = string.Concat(subject.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        _connection = new(new()
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"nats://{connection.Host}:{connection.Port ?? UsualPort}"),
            AuthOpts = new() { Username = connection.Login, Password = connection.Password },
        });
        _jetStream = new(_connection);
    }

    /// <summary>For <see cref="Connection.Messages"/>: reaches the queue of a subject.</summary>
    public static Func<Connection, MessageQueue> Of(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return connection => new NatsQueue(connection, subject);
    }

    /// <inheritdoc/>
    public override async ValueTask PublishAsync(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        _ = await ConsumerAsync(cancellation).ConfigureAwait(false);
        var headers = new NatsHeaders();
        foreach ((string name, string value) in message.Headers)
        {
            headers.Add(name, value);
        }

        PubAckResponse taken = await _jetStream.PublishAsync(
            _subject, message.Body.ToArray(), NatsRawSerializer<byte[]>.Default, headers: headers, cancellationToken: cancellation)
            .ConfigureAwait(false);
        taken.EnsureSuccess();
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int atMost = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        INatsJSConsumer consumer = await ConsumerAsync(cancellation).ConfigureAwait(false);
        List<ReceivedMessage> received = [];
        await foreach (INatsJSMsg<byte[]> message in consumer.FetchNoWaitAsync(
            new() { MaxMsgs = atMost }, NatsRawSerializer<byte[]>.Default, cancellation).ConfigureAwait(false))
        {
            received.Add(Received(message));
        }

        return received;
    }

    /// <inheritdoc/>
    public override async ValueTask AcknowledgeAsync(ReceivedMessage message, CancellationToken cancellation = default) =>
        // Asked, not told: it is gone from the stream when this returns.
        await _connection.RequestAsync(
            Checked(message).Receipt, Acknowledgement, null, NatsRawSerializer<byte[]>.Default, NatsRawSerializer<byte[]>.Default,
            cancellationToken: cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public override ValueTask ReturnAsync(ReceivedMessage message, CancellationToken cancellation = default) => _connection.PublishAsync(
        Checked(message).Receipt, Rejection, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellation);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static ReceivedMessage Received(INatsJSMsg<byte[]> message)
    {
        var headers = ImmutableDictionary.CreateBuilder<string, string>();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in message.Headers ?? [])
        {
            headers[name] = value.ToString();
        }

        NatsJSMsgMetadata about = message.Metadata!.Value;
        return new(
            about.Sequence.Stream.ToString(CultureInfo.InvariantCulture),
            message.ReplyTo!,
            (int)about.NumDelivered,
            new() { Body = message.Data ?? [], Headers = headers.ToImmutable() });
    }

    private static ReceivedMessage Checked(ReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message;
    }

    private async ValueTask<INatsJSConsumer> ConsumerAsync(CancellationToken cancellation)
    {
        if (_consumer is null)
        {
            var stream = new StreamConfig(_stream, [_subject]) { Retention = StreamConfigRetention.Workqueue };
            await _jetStream.CreateOrUpdateStreamAsync(stream, cancellation).ConfigureAwait(false);
            _consumer = await _jetStream.CreateOrUpdateConsumerAsync(_stream, new(Consumer), cancellation).ConfigureAwait(false);
        }

        return _consumer;
    }
}

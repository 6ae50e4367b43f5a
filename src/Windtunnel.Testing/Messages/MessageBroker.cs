using System.Globalization;
using System.Text;

namespace Windtunnel.Testing;

/// <summary>A queue in memory that delivers at least once, on the run's clock. It can deliver twice, out of order, and set aside what
/// nobody manages to acknowledge.</summary>
/// <remarks>Thread-safe. What is left in it stays for the next run.</remarks>
/// <example><code>
/// var orders = new MessageBroker().With("1", "2").Duplicating(0.5).DeadAfter(3);
/// await using var tunnel = Tunnel.For(dag).Bind("orders", orders);
/// </code></example>
public sealed class MessageBroker : Binding, IStandIn<MessageQueue>
{
    private readonly Lock _lock = new();
    private readonly List<Kept> _kept = [];
    private readonly List<QueueMessage> _given = [];
    private readonly List<QueueMessage> _published = [];
    private readonly List<QueueMessage> _dead = [];
    private readonly List<QueueMessage> _acknowledged = [];
    private TimeSpan _hiddenFor = TimeSpan.FromSeconds(30);
    private double _duplicates;
    private bool _isReordering;
    private int? _mostDeliveries;
    private int _lostAcknowledgements;
    private int _acknowledgementsToLose;
    private ulong _seed;
    private int _count;

    /// <summary>What bodies published, in order.</summary>
    public IReadOnlyList<QueueMessage> Published => Copy(_published);

    /// <summary>What bodies acknowledged in time, in order.</summary>
    public IReadOnlyList<QueueMessage> Acknowledged => Copy(_acknowledged);

    /// <summary>What was delivered as often as is allowed and never acknowledged.</summary>
    public IReadOnlyList<QueueMessage> DeadLetters => Copy(_dead);

    /// <summary>What is neither acknowledged nor dead: waiting, or with somebody who received it.</summary>
    public IReadOnlyList<QueueMessage> Left
    {
        get
        {
            lock (_lock)
            {
                return [.. _kept.Where(kept => !kept.IsAcknowledged).Select(kept => kept.Message)];
            }
        }
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> Unused
    {
        get
        {
            lock (_lock)
            {
                int untouched = _kept.Count(kept => kept is { IsGiven: true, Deliveries: 0 });
                int undelivered = _kept.Count(kept => kept is { IsAcknowledged: true });
                string?[] findings =
                [
                    untouched == 0 ? null
                        : $"{untouched} of the messages given to the broker were never received. Let the DAG receive them.",
                    undelivered == 0 ? null
                        : $"{undelivered} duplicates of the broker were never received: the run did not experience them. "
                            + "Let the DAG receive until nothing comes.",
                    _lostAcknowledgements == 0 ? null
                        : $"{_lostAcknowledgements} acknowledgements were to get lost, but were never made. Let the DAG acknowledge.",
                ];
                return [.. findings.OfType<string>()];
            }
        }
    }

    /// <summary>Puts messages into it, as UTF-8 text.</summary>
    public MessageBroker With(params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            Keep(new() { Body = Encoding.UTF8.GetBytes(text) }, isGiven: true);
        }

        return this;
    }

    /// <summary>Puts a message into it.</summary>
    public MessageBroker With(QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Keep(message, isGiven: true);
        return this;
    }

    /// <summary>How long a received message is hidden before it comes again. Default: 30 s on the run's clock.</summary>
    public MessageBroker HidingFor(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        _hiddenFor = time;
        return this;
    }

    /// <summary>Delivers a share of the messages once more although they were acknowledged, chosen by the seed.</summary>
    /// <param name="rate">Above 0, at most 1: all.</param>
    public MessageBroker Duplicating(double rate = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        _duplicates = rate;
        return this;
    }

    /// <summary>Delivers messages in an order that the seed decides. Default: the order in which they were published.</summary>
    public MessageBroker Reordering()
    {
        _isReordering = true;
        return this;
    }

    /// <summary>Loses the first acknowledgements: who made them sees no error, and the messages come again.</summary>
    public MessageBroker LosingAcknowledgements(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _lostAcknowledgements = _acknowledgementsToLose = count;
        return this;
    }

    /// <summary>Sets a message aside, as a poison message, that was delivered so often without being acknowledged. Default:
    /// never.</summary>
    public MessageBroker DeadAfter(int deliveries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deliveries, 1);
        _mostDeliveries = deliveries;
        return this;
    }

    /// <summary>Decides order and duplicates. Default: 0.</summary>
    public MessageBroker Seeded(ulong seed)
    {
        _seed = seed;
        return this;
    }

    /// <summary>Holds again what it was given before it was first used, and nothing else. For what runs a DAG more than once:
    /// <c>tunnel.ExploreAsync(100, before: orders.Rewind)</c>.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            _kept.Clear();
            _published.Clear();
            _acknowledged.Clear();
            _dead.Clear();
            _count = 0;
            _lostAcknowledgements = _acknowledgementsToLose;
            _given.ForEach(message => _kept.Add(new(++_count, message, isGiven: true)));
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    MessageQueue IStandIn<MessageQueue>.Open(Connection connection, TaskContext context) => new Client(this, context.Time);

    /// <inheritdoc/>
    protected internal override Connection Connect(string id) => StandIn(id, "messages", this);

    private void Publish(QueueMessage message)
    {
        lock (_lock)
        {
            _published.Add(message);
        }

        Keep(message, isGiven: false);
    }

    private void Keep(QueueMessage message, bool isGiven)
    {
        lock (_lock)
        {
            _kept.Add(new(++_count, message, isGiven));
            if (isGiven)
            {
                _given.Add(message);
            }
        }
    }

    private List<ReceivedMessage> Receive(int atMost, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        lock (_lock)
        {
            BuryPoison(now);
            IEnumerable<Kept> visible = _kept.Where(kept => kept.HiddenUntil <= now);
            Kept[] next = [.. (_isReordering ? visible.OrderBy(Draw) : visible.OrderBy(kept => kept.Number)).Take(atMost)];
            return [.. next.Select(kept => Deliver(kept, now))];
        }
    }

    private ReceivedMessage Deliver(Kept kept, DateTimeOffset now)
    {
        kept.Deliveries++;
        kept.HiddenUntil = now + _hiddenFor;
        if (kept.IsAcknowledged)
        {
            // The duplicate is out: nothing of the message is left.
            _kept.Remove(kept);
        }

        string receipt = string.Create(CultureInfo.InvariantCulture, $"{kept.Number}.{kept.Deliveries}");
        return new(kept.Number.ToString(CultureInfo.InvariantCulture), receipt, kept.Deliveries, kept.Message);
    }

    private void BuryPoison(DateTimeOffset now)
    {
        foreach (Kept kept in _kept.FindAll(kept => !kept.IsAcknowledged && kept.Deliveries >= _mostDeliveries && kept.HiddenUntil <= now))
        {
            _kept.Remove(kept);
            _dead.Add(kept.Message);
        }
    }

    private void Acknowledge(ReceivedMessage message, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Find(message, now) is not { } kept)
            {
                return;
            }

            if (_lostAcknowledgements > 0)
            {
                _lostAcknowledgements--;
                return;
            }

            _acknowledged.Add(kept.Message);
            kept.IsAcknowledged = true;
            kept.HiddenUntil = now;
            bool comesAgain = (Draw(kept) >> 11) * (1.0 / (1ul << 53)) < _duplicates;
            if (!comesAgain)
            {
                _kept.Remove(kept);
            }
        }
    }

    private void Return(ReceivedMessage message, DateTimeOffset now)
    {
        lock (_lock)
        {
            Find(message, now)?.HiddenUntil = now;
        }
    }

    /// <summary>Null when the delivery is not the latest, or its time is over: the message may be with somebody else.</summary>
    private Kept? Find(ReceivedMessage message, DateTimeOffset now) => _kept.Find(kept =>
        message.Receipt == string.Create(CultureInfo.InvariantCulture, $"{kept.Number}.{kept.Deliveries}")
        && kept.HiddenUntil > now && !kept.IsAcknowledged);

    private List<QueueMessage> Copy(List<QueueMessage> messages)
    {
        lock (_lock)
        {
            return [.. messages];
        }
    }

    private ulong Draw(Kept kept) => Engine.Chance.Mix(_seed ^ Engine.Chance.Mix((ulong)kept.Number));

    private sealed class Kept(int number, QueueMessage message, bool isGiven)
    {
        public int Number => number;

        public QueueMessage Message => message;

        public bool IsGiven => isGiven;

        public int Deliveries { get; set; }

        public DateTimeOffset HiddenUntil { get; set; } = DateTimeOffset.MinValue;

        /// <summary>It is kept to be delivered once more.</summary>
        public bool IsAcknowledged { get; set; }
    }

    private sealed class Client(MessageBroker broker, TimeProvider time) : MessageQueue
    {
        public override ValueTask PublishAsync(QueueMessage message, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(message);
            broker.Publish(message);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int atMost = 1, CancellationToken cancellation = default) =>
            new(broker.Receive(atMost, time.GetUtcNow()));

        public override ValueTask AcknowledgeAsync(ReceivedMessage message, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(message);
            broker.Acknowledge(message, time.GetUtcNow());
            return ValueTask.CompletedTask;
        }

        public override ValueTask ReturnAsync(ReceivedMessage message, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(message);
            broker.Return(message, time.GetUtcNow());
            return ValueTask.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

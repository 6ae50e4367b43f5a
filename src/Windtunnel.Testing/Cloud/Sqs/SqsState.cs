using System.Collections.Immutable;

namespace Windtunnel.Testing.Cloud.Sqs;

internal sealed record SqsState(KeyedSet<SqsQueue> Queues)
{
    /// <summary>The tasks that moved dead letters, newest first.</summary>
    public ImmutableList<SqsMoveTask> Moves { get; init; } = [];

    /// <summary>When queues were deleted; a name is taken for a while after that.</summary>
    public ImmutableDictionary<string, DateTimeOffset> DeletedQueues { get; init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    public static SqsState Empty { get; } = new(KeyedSet<SqsQueue>.Empty);

    public SqsState Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        DeletedQueues = DeletedQueues.SetItems(DeletedQueues.Select(at => KeyValuePair.Create(at.Key, move(at.Value)))),
        Queues = Queues.Select(queue => queue.Messages.Aggregate(
            queue with
            {
                Created = move(queue.Created),
                Modified = move(queue.Modified),
                Purged = queue.Purged is { } purged ? move(purged) : null,
                Sent = queue.Sent.SetItems(queue.Sent.Select(sent => KeyValuePair.Create(sent.Key, sent.Value.Redated(move)))),
            },
            (changed, message) => changed.With(message.Redated(move)))),
    };
}

/// <summary>A queue. Its messages lie in lanes: one for each message group of a FIFO queue, else one for each message. Only the head of a
/// lane
/// can be received, when its time has come.</summary>
internal sealed record SqsQueue(string Name, DateTimeOffset Created)
{
    public static readonly TimeSpan DeduplicationWindow = TimeSpan.FromMinutes(5);

    public DateTimeOffset Modified { get; init; } = Created;

    public ImmutableSortedDictionary<string, string> Attributes { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ImmutableSortedDictionary<long, SqsMessage>> Lanes { get; init; } =
        ImmutableDictionary<string, ImmutableSortedDictionary<long, SqsMessage>>.Empty;

    /// <summary>The heads of all lanes, the one that is visible first in front.</summary>
    public ImmutableSortedSet<SqsHead> Heads { get; init; } = [];

    /// <summary>What was sent lately, by deduplication id.</summary>
    public ImmutableDictionary<string, SqsMessage> Sent { get; init; } = ImmutableDictionary<string, SqsMessage>.Empty;

    public DateTimeOffset? Purged { get; init; }

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    public IEnumerable<SqsMessage> Messages => Lanes.Values.SelectMany(lane => lane.Values);

    public int Number(string attribute) => int.Parse(Attribute(attribute), null);

    public string Attribute(string name) => Attributes.TryGetValue(name, out string? value) ? value : SqsAttributes.Defaults[name];

    public SqsMessage? Find(string lane, long sequence) => Lanes.GetValueOrDefault(lane)?.GetValueOrDefault(sequence);

    /// <summary>Adds a message or replaces the one of the same number.</summary>
    public SqsQueue With(SqsMessage message)
    {
        var lane = Lanes.GetValueOrDefault(message.Lane) ?? ImmutableSortedDictionary<long, SqsMessage>.Empty;
        return WithLane(message.Lane, lane.SetItem(message.Sequence, message));
    }

    public SqsQueue Without(SqsMessage message) => WithLane(message.Lane, Lanes[message.Lane].Remove(message.Sequence));

    private SqsQueue WithLane(string name, ImmutableSortedDictionary<long, SqsMessage> lane)
    {
        var heads = Lanes.TryGetValue(name, out var before) ? Heads.Remove(SqsHead.Of(before)) : Heads;
        return this with
        {
            Lanes = lane.IsEmpty ? Lanes.Remove(name) : Lanes.SetItem(name, lane),
            Heads = lane.IsEmpty ? heads : heads.Add(SqsHead.Of(lane)),
        };
    }
}

internal readonly record struct SqsHead(DateTimeOffset VisibleAt, long Sequence, string Lane) : IComparable<SqsHead>
{
    public static SqsHead Of(ImmutableSortedDictionary<long, SqsMessage> lane)
    {
        SqsMessage head = lane.First().Value;
        return new(head.VisibleAt, head.Sequence, head.Lane);
    }

    public int CompareTo(SqsHead other) => (VisibleAt, Sequence).CompareTo((other.VisibleAt, other.Sequence));
}

internal sealed record SqsMessage(long Sequence, string Id, string Body, DateTimeOffset Sent)
{
    public required string Lane { get; init; }

    public ImmutableSortedDictionary<string, SqsAttributeValue> Attributes { get; init; } =
        ImmutableSortedDictionary.Create<string, SqsAttributeValue>(StringComparer.Ordinal);

    public DateTimeOffset VisibleAt { get; init; }

    public int ReceiveCount { get; init; }

    public DateTimeOffset? FirstReceived { get; init; }

    public string? GroupId { get; init; }

    public string? DeduplicationId { get; init; }

    public string? TraceHeader { get; init; }

    public string? DeadLetterSource { get; init; }

    /// <summary>Counts receipts of this message; a handle carries it.</summary>
    public long Receipt { get; init; }

    public string SequenceNumber => (18_850_000_000_000_000_000m + Sequence).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public SqsMessage Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        Sent = move(Sent),
        VisibleAt = move(VisibleAt),
        FirstReceived = FirstReceived is { } first ? move(first) : null,
    };

    public bool IsInFlight(DateTimeOffset now) => ReceiveCount > 0 && VisibleAt > now;
}

/// <summary>Dead letters that were taken back. Without a destination each went where it came from.</summary>
internal sealed record SqsMoveTask(string Handle, string Source, string? Destination, int Moved, DateTimeOffset Started);

/// <summary>The value of a message's attribute; text and bytes exclude each other.</summary>
internal sealed record SqsAttributeValue(string DataType, string? Text, byte[]? Bytes);

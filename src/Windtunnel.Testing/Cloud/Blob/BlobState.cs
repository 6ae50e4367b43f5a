using System.Collections.Immutable;

namespace Windtunnel.Testing.Cloud.Blob;

internal sealed record BlobState(KeyedSet<BlobContainer> Containers)
{
    public static BlobState Empty { get; } = new(KeyedSet<BlobContainer>.Empty);

    /// <summary>The properties of the service as they were set; null for the defaults.</summary>
    public string? Properties { get; init; }

    /// <summary>When containers were deleted; a name is taken for a while after that.</summary>
    public ImmutableDictionary<string, DateTimeOffset> DeletedContainers { get; init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    public BlobState Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        DeletedContainers = DeletedContainers.SetItems(DeletedContainers.Select(at => KeyValuePair.Create(at.Key, move(at.Value)))),
        Containers = Containers.Select(container => container with
        {
            Modified = move(container.Modified),
            Lease = container.Lease?.Redated(move),
            Blobs = container.Blobs.Select(entry => entry with
            {
                Current = entry.Current?.Redated(move),
                Snapshots = entry.Snapshots.SetItems(entry.Snapshots.Select(at => KeyValuePair.Create(at.Key, at.Value.Redated(move)))),
                Gone = [.. entry.Gone.Select(gone => gone.Redated(move))],
                Lease = entry.Lease?.Redated(move),
            }),
        }),
    };
}

internal sealed record BlobContainer(string Name, string ETag, DateTimeOffset Modified)
{
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary><c>blob</c>, <c>container</c>, or null for none.</summary>
    public string? PublicAccess { get; init; }

    /// <summary>The stored access policies as XML; null without any.</summary>
    public string? Policies { get; init; }

    public BlobLease? Lease { get; init; }

    public KeyedSet<BlobEntry> Blobs { get; init; } = KeyedSet<BlobEntry>.Empty;

    public BlobContainer With(BlobEntry entry) => this with
    {
        Blobs = entry.IsEmpty ? Blobs.Without(entry.Name) : Blobs.With(entry.Name, entry),
    };
}

/// <summary>A name with what lies under it: the blob, its snapshots, and blocks that were not committed.</summary>
internal sealed record BlobEntry(string Name)
{
    public BlobContent? Current { get; init; }

    /// <summary>By timestamp, which is their name.</summary>
    public ImmutableSortedDictionary<string, BlobContent> Snapshots { get; init; } =
        ImmutableSortedDictionary.Create<string, BlobContent>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Content> Uncommitted { get; init; } =
        ImmutableSortedDictionary.Create<string, Content>(StringComparer.Ordinal);

    public BlobLease? Lease { get; init; }

    /// <summary>What was deleted here and is kept for a while.</summary>
    public ImmutableArray<BlobGone> Gone { get; init; } = [];

    public bool IsEmpty => Current is null && Snapshots.IsEmpty && Uncommitted.IsEmpty && Gone.IsEmpty;
}

/// <summary>A blob or a snapshot of one.</summary>
internal sealed record BlobContent(string Type, Content Content, string ETag, DateTimeOffset Created, DateTimeOffset Modified)
{
    public const string Block = "BlockBlob";
    public const string Append = "AppendBlob";
    public const string Page = "PageBlob";

    /// <summary>Content-Type and its like.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Base64; null when nobody computed it.</summary>
    public string? Md5 { get; init; }

    public ImmutableArray<(string Id, Content Content)> Blocks { get; init; } = [];

    public int AppendedBlocks { get; init; }

    public bool IsSealed { get; init; }

    public long SequenceNumber { get; init; }

    /// <summary>What was written of a page blob, by offset; ranges that touch are one.</summary>
    public ImmutableSortedDictionary<long, Content> Pages { get; init; } = ImmutableSortedDictionary<long, Content>.Empty;

    public string Tier { get; init; } = "Hot";

    /// <summary>When the tier was set; null while it is the account's.</summary>
    public DateTimeOffset? TierSet { get; init; }

    public BlobCopy? Copy { get; init; }

    public DateTimeOffset ModifiedSecond => Modified.AddTicks(-(Modified.Ticks % TimeSpan.TicksPerSecond));

    public BlobContent Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        Created = move(Created),
        Modified = move(Modified),
        TierSet = TierSet is { } set ? move(set) : null,
        Copy = Copy is null ? null : Copy with { Completed = move(Copy.Completed) },
    };
}

internal sealed record BlobCopy(string Id, string Source, DateTimeOffset Completed);

using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Gcs;

internal sealed record GcsState(KeyedSet<GcsBucket> Buckets)
{
    public static GcsState Empty { get; } = new(KeyedSet<GcsBucket>.Empty);

    public ImmutableDictionary<string, GcsUpload> Uploads { get; init; } = ImmutableDictionary<string, GcsUpload>.Empty;

    public GcsState Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        Buckets = Buckets.Select(bucket => bucket with
        {
            Created = move(bucket.Created),
            Updated = move(bucket.Updated),
            Names = bucket.Names.Select(name => name with
            {
                Live = name.Live?.Redated(move),
                Noncurrent = name.Noncurrent.SetItems(name.Noncurrent.Select(at => KeyValuePair.Create(at.Key, at.Value.Redated(move)))),
            }),
        }),
    };
}

/// <summary>A bucket. What a client can set stands in <c>Fields</c>, which is never changed but replaced.</summary>
internal sealed record GcsBucket(string Name, JsonObject Fields, DateTimeOffset Created)
{
    public DateTimeOffset Updated { get; init; } = Created;

    public long Metageneration { get; init; } = 1;

    public JsonObject? Policy { get; init; }

    public KeyedSet<GcsName> Names { get; init; } = KeyedSet<GcsName>.Empty;

    public bool KeepsVersions => Fields["versioning"] is JsonObject versioning && (bool?)versioning["enabled"] == true;

    public GcsObject? Live(string name) => Names[name]?.Live;

    /// <summary>Makes an object the live one; the one before stays only where versions are kept.</summary>
    public GcsBucket With(GcsObject made) => this with
    {
        Names = Names.With(made.Name, new(made.Name, made, Noncurrent(made.Name, made.Created).Remove(made.Generation))),
    };

    /// <summary>Changes an object in its place.</summary>
    public GcsBucket Changed(GcsObject changed)
    {
        GcsName name = Names[changed.Name]!;
        return this with
        {
            Names = Names.With(changed.Name, name.Live?.Generation == changed.Generation
                ? name with { Live = changed }
                : name with { Noncurrent = name.Noncurrent.SetItem(changed.Generation, changed) }),
        };
    }

    /// <summary>Deletes the live object, or for good the generation that is named.</summary>
    public GcsBucket Without(GcsObject deleted, bool isNamed, DateTimeOffset now)
    {
        GcsName name = Names[deleted.Name]!;
        GcsName left = isNamed
            ? new(name.Name, name.Live?.Generation == deleted.Generation ? null : name.Live, name.Noncurrent.Remove(deleted.Generation))
            : new(name.Name, null, Noncurrent(name.Name, now));
        return this with { Names = left.Live is null && left.Noncurrent.IsEmpty ? Names.Without(name.Name) : Names.With(name.Name, left) };
    }

    private ImmutableSortedDictionary<long, GcsObject> Noncurrent(string name, DateTimeOffset now)
    {
        GcsName? found = Names[name];
        var noncurrent = found?.Noncurrent ?? ImmutableSortedDictionary<long, GcsObject>.Empty;
        return KeepsVersions && found?.Live is { } live ? noncurrent.SetItem(live.Generation, live with { Deleted = now }) : noncurrent;
    }
}

/// <summary>A name with the object that is live under it, and the generations before.</summary>
internal sealed record GcsName(string Name, GcsObject? Live, ImmutableSortedDictionary<long, GcsObject> Noncurrent)
{
    public GcsObject? Find(long? generation) => generation is null || Live?.Generation == generation
        ? Live
        : Noncurrent.GetValueOrDefault(generation.Value);
}

internal sealed record GcsObject(string Name, long Generation, Content Content, JsonObject Fields, DateTimeOffset Created)
{
    public DateTimeOffset Updated { get; init; } = Created;

    public DateTimeOffset? Deleted { get; init; }

    public long Metageneration { get; init; } = 1;

    public required string Crc32C { get; init; }

    /// <summary>Base64; null for an object that was composed.</summary>
    public string? Md5 { get; init; }

    /// <summary>Of how many objects it was composed; null when it was uploaded.</summary>
    public int? Components { get; init; }

    public string ContentType => (string?)Fields["contentType"] ?? "application/octet-stream";

    public GcsObject Redated(Func<DateTimeOffset, DateTimeOffset> move) => this with
    {
        Created = move(Created),
        Updated = move(Updated),
        Deleted = Deleted is { } deleted ? move(deleted) : null,
    };

    /// <summary>Until when the bucket's policy or its own keeps it.</summary>
    public DateTimeOffset RetainedUntil(GcsBucket bucket)
    {
        bool isKept = long.TryParse(bucket.Fields["retentionPolicy"]?["retentionPeriod"]?.ToString(), out long seconds);
        DateTimeOffset byBucket = isKept ? Created.AddSeconds(seconds) : DateTimeOffset.MinValue;
        bool isOwn = DateTimeOffset.TryParse(Fields["retention"]?["retainUntilTime"]?.ToString(), null, out DateTimeOffset own);
        return isOwn && own > byBucket ? own : byBucket;
    }

    public bool IsHeld => (bool?)Fields["temporaryHold"] == true || (bool?)Fields["eventBasedHold"] == true;
}

/// <summary>A resumable upload.</summary>
internal sealed record GcsUpload(string Id, string Bucket, string Name, JsonObject Fields, CloudQuery Query)
{
    public Content Received { get; init; } = Content.Empty;

    public GcsObject? Completed { get; init; }

    public bool IsCancelled { get; init; }

    /// <summary>True when its parts have numbers and may come in any order.</summary>
    public bool IsInParts { get; init; }

    public ImmutableSortedDictionary<int, GcsPart> Parts { get; init; } = ImmutableSortedDictionary<int, GcsPart>.Empty;
}

internal sealed record GcsPart(Content Content, string ETag, DateTimeOffset Modified);

using System.Collections.Immutable;

namespace Windtunnel.Testing.Cloud.S3;

internal sealed record S3State(KeyedSet<S3Bucket> Buckets)
{
    public static S3State Empty { get; } = new(KeyedSet<S3Bucket>.Empty);

    public S3State Redated(Func<DateTimeOffset, DateTimeOffset> move) => new(Buckets.Select(bucket => bucket with
    {
        Created = move(bucket.Created),
        Objects = bucket.Objects.Select(stored => stored with
        {
            Versions = [.. stored.Versions.Select(version => version with { Modified = move(version.Modified) })],
        }),
        Uploads = bucket.Uploads.Select(upload => upload with { Initiated = move(upload.Initiated) }),
    }));
}

/// <summary>What is set on a bucket and what lies in it.</summary>
internal sealed record S3Bucket(string Name, string Region, DateTimeOffset Created)
{
    /// <summary><c>Enabled</c>, <c>Suspended</c>, or null when it was never set.</summary>
    public string? Versioning { get; init; }

    public KeyedSet<S3Object> Objects { get; init; } = KeyedSet<S3Object>.Empty;

    /// <summary>By key and, behind a NUL, the upload's id: the order in which they are listed.</summary>
    public KeyedSet<S3Upload> Uploads { get; init; } = KeyedSet<S3Upload>.Empty;

    /// <summary>The documents of subresources such as <c>cors</c>, as they were put.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version that a GET without id answers with; null when there is none or it is a delete marker.</summary>
    public S3Version? Latest(string key) => Objects[key]?.Latest is { IsDeleteMarker: false } latest ? latest : null;

    /// <summary>Puts a version on top, in place of those that it replaces.</summary>
    public S3Bucket With(S3Version version)
    {
        ImmutableArray<S3Version> before = Objects[version.Key]?.Versions ?? [];
        if (Versioning != "Enabled")
            before = before.RemoveAll(old => old.Id == S3Version.NullId);
        return this with { Objects = Objects.With(version.Key, new(version.Key, before.Insert(0, version))) };
    }

    public S3Bucket Without(S3Version version)
    {
        ImmutableArray<S3Version> left = Objects[version.Key]!.Versions.Remove(version);
        return this with
        {
            Objects = left.IsEmpty ? Objects.Without(version.Key) : Objects.With(version.Key, new(version.Key, left)),
        };
    }
}

/// <summary>A key with its versions, newest first; never without one.</summary>
internal sealed record S3Object(string Key, ImmutableArray<S3Version> Versions)
{
    public S3Version Latest => Versions[0];
}

internal sealed record S3Version(string Key, string Id, DateTimeOffset Modified)
{
    public const string NullId = "null";

    public bool IsDeleteMarker { get; init; }

    public Content Content { get; init; } = Content.Empty;

    /// <summary>Without quotes.</summary>
    public string ETag { get; init; } = "";

    /// <summary>What is answered as it was sent: Content-Type and its like, and user metadata.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Tags { get; init; } = [];

    public string StorageClass { get; init; } = S3Headers.Standard;

    public string Encryption { get; init; } = S3Headers.DefaultEncryption;

    /// <summary>The key of KMS that the client named; null for none.</summary>
    public string? EncryptionKey { get; init; }

    public S3Checksum? Checksum { get; init; }

    /// <summary>Of a multipart object, in order; empty for others.</summary>
    public ImmutableArray<S3Part> Parts { get; init; } = [];

    public string QuotedETag => $"\"{ETag}\"";

    /// <summary>As headers carry it: in whole seconds.</summary>
    public DateTimeOffset ModifiedSecond => Modified.AddTicks(-(Modified.Ticks % TimeSpan.TicksPerSecond));
}

internal sealed record S3Part(int Number, Content Content, string ETag, DateTimeOffset Modified, S3Checksum? Checksum);

/// <summary>A multipart upload that was not completed yet; the template is what the object will carry besides its parts.</summary>
internal sealed record S3Upload(string Id, S3Version Template, DateTimeOffset Initiated)
{
    public string Key => Template.Key;

    public S3ChecksumAlgorithm? Algorithm { get; init; }

    /// <summary><c>COMPOSITE</c> or <c>FULL_OBJECT</c>.</summary>
    public string? ChecksumType { get; init; }

    public ImmutableSortedDictionary<int, S3Part> Parts { get; init; } = ImmutableSortedDictionary<int, S3Part>.Empty;
}

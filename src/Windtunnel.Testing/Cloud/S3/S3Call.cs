using Windtunnel.Testing.Cloud.Aws;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>One request, with the world it acts on.</summary>
internal sealed record S3Call(CloudOperation Operation, CloudRequest Request, S3Emulator Emulator, AwsSignature? Signature)
{
    private const int VersionIdLength = 32;

    public string BucketName => Operation.Container!;

    public string Key => Operation.Key!;

    public World<S3State> World => Emulator.World;

    public DateTimeOffset Now => Emulator.Clock.Now;

    /// <exception cref="CloudError">There is no such bucket.</exception>
    public S3Bucket Bucket => BucketNamed(BucketName);

    public CancellationToken Cancellation => Request.Cancellation;

    public string? Header(string name) => Request.Header(name);

    public S3Bucket BucketNamed(string name) => World.Current.Buckets[name] ?? throw S3Errors.NoSuchBucket(name);

    /// <summary>The id that the next version in the bucket gets.</summary>
    public string NextVersionId(S3Bucket bucket) => bucket.Versioning == "Enabled"
        ? Emulator.Ids.NextToken(VersionIdLength) : S3Version.NullId;

    public T ChangeBucket<T>(Func<S3Bucket, (S3Bucket, T)> change) => World.Change(state =>
    {
        S3Bucket bucket = state.Buckets[BucketName] ?? throw S3Errors.NoSuchBucket(BucketName);
        (S3Bucket changed, T result) = change(bucket);
        return (state with { Buckets = state.Buckets.With(BucketName, changed) }, result);
    });

    public void ChangeBucket(Func<S3Bucket, S3Bucket> change) => ChangeBucket(bucket => (change(bucket), true));

    /// <summary>Changes the version that the request names, without making a new one.</summary>
    public S3Version ChangeVersion(Func<S3Version, S3Version> change) => ChangeBucket(bucket =>
    {
        S3Version before = VersionIn(bucket, Key, Request.Query["versionId"]);
        S3Version after = change(before);
        S3Object changed = bucket.Objects[Key]! with { Versions = bucket.Objects[Key]!.Versions.Replace(before, after) };
        return (bucket with { Objects = bucket.Objects.With(Key, changed) }, after);
    });

    /// <summary>The object that the request names; a delete marker is none.</summary>
    public S3Version RequireVersion() => VersionIn(Bucket, Key, Request.Query["versionId"]);

    /// <exception cref="CloudError">There is none, the id is malformed, or it is a delete marker.</exception>
    public static S3Version VersionIn(S3Bucket bucket, string key, string? versionId)
    {
        S3Object? versions = bucket.Objects[key];
        if (versionId is null)
        {
            if (versions is null)
                throw S3Errors.NoSuchKey(key);
            return versions.Latest.IsDeleteMarker
                ? throw S3Errors.NoSuchKey(key).WithHeader("x-amz-delete-marker", "true").WithHeader("x-amz-version-id", versions.Latest.Id)
                : versions.Latest;
        }

        RequireVersionId(versionId);
        S3Version found = versions?.Versions.FirstOrDefault(version => version.Id == versionId)
            ?? throw S3Errors.NoSuchVersion(key, versionId);
        return !found.IsDeleteMarker
            ? found
            : throw S3Errors.MethodNotAllowed("GET", "DeleteMarker")
                .WithHeader("x-amz-delete-marker", "true").WithHeader("x-amz-version-id", found.Id)
                .WithHeader("Allow", "DELETE").WithHeader("Last-Modified", found.Modified.UtcDateTime.ToString("R", null));
    }

    public static void RequireVersionId(string versionId)
    {
        bool isWellFormed = versionId == S3Version.NullId
            || (versionId.Length == VersionIdLength && versionId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
        if (!isWellFormed)
            throw S3Errors.InvalidArgument("Invalid version id specified", "versionId", versionId);
    }
}

using System.Text;

namespace Windtunnel;

/// <summary>Objects in buckets, as Amazon S3, Azure Blob Storage (where a bucket is called container) and Google Cloud Storage keep
/// them.</summary>
/// <remarks>Thread-safe. What goes wrong is an exception of the vendor, or an <see cref="HttpRequestException"/>, but for a missing
/// object.</remarks>
public abstract class ObjectStore
{
    /// <summary>Stores an object, in place of one of that key unless <paramref name="onlyIfAbsent"/>.</summary>
    /// <param name="bucket">Must exist.</param>
    /// <param name="key">Its name in the bucket.</param>
    /// <param name="content">Read from its position on; one that cannot seek is read into memory first.</param>
    /// <param name="onlyIfAbsent">True: an object that is there stays.</param>
    /// <param name="cancellation">Ends the wait for the service.</param>
    /// <returns>False when an object was there and stayed.</returns>
    public abstract Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default);

    /// <summary>Opens an object for reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such object or bucket.</exception>
    public abstract Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default);

    /// <summary>The objects whose key begins with a prefix, in the order of their keys' bytes.</summary>
    public abstract Task<IReadOnlyList<StoredObject>> ListAsync(string bucket, string prefix = "", CancellationToken cancellation =
        default);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    public abstract Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default);

    /// <summary>Stores a text in UTF-8.</summary>
    public async Task PutTextAsync(string bucket, string key, string text, CancellationToken cancellation = default) =>
        await PutAsync(bucket, key, new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellation: cancellation);

    /// <summary>Reads an object as UTF-8.</summary>
    /// <exception cref="FileNotFoundException">There is no such object or bucket.</exception>
    public async Task<string> ReadTextAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        await using Stream content = await OpenAsync(bucket, key, cancellation);
        using StreamReader reader = new(content);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>What <see cref="OpenAsync"/> of a driver throws where there is no such object.</summary>
    protected static FileNotFoundException Missing(string bucket, string key, Exception? cause = null) =>
        new($"There is no object '{key}' in bucket '{bucket}'.", $"{bucket}/{key}", cause);
}

/// <summary>An object in a listing.</summary>
/// <param name="Key">Its name in the bucket.</param>
/// <param name="Size">In bytes.</param>
public sealed record StoredObject(string Key, long Size);

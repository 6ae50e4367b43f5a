using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Windtunnel;

/// <summary>Azure Blob Storage by Microsoft's SDK.</summary>
internal sealed class BlobObjects(BlobServiceClient client) : ObjectStore
{
    public static BlobObjects Of(Connection connection)
    {
        if (connection.Extras.Text("connection_string") is { } text)
            return new(new BlobServiceClient(text));
        string account = connection.Login ?? throw new InvalidOperationException(
            $"Connection '{connection.Id}' names no account. Give it a login, or a connection_string in its extra.");
        Uri address = connection.Host switch
        {
            null or "" => new($"https://{account}.blob.core.windows.net"),
            { } host => new(host.Contains("://", StringComparison.Ordinal) ? host : $"https://{host}"),
        };
        return connection.Password is { } key
            ? new(new BlobServiceClient(address, new StorageSharedKeyCredential(account, key)))
            : throw new InvalidOperationException(
                $"Connection '{connection.Id}' has no key of account '{account}'. Give it a password, or a connection_string in its "
                + "extra.");
    }

    public override async Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default)
    {
        BlobUploadOptions options = new() { Conditions = onlyIfAbsent ? new() { IfNoneMatch = ETag.All } : null };
        try
        {
            await client.GetBlobContainerClient(bucket).GetBlobClient(key).UploadAsync(content, options, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (onlyIfAbsent && e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
    }

    public override async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        try
        {
            return (await client.GetBlobContainerClient(bucket).GetBlobClient(key).DownloadStreamingAsync(
                null, cancellation)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw Missing(bucket, key, e);
        }
    }

    public override async Task<IReadOnlyList<StoredObject>> ListAsync(
        string bucket, string prefix = "", CancellationToken cancellation = default)
    {
        List<StoredObject> found = [];
        await foreach (
            BlobItem item in client.GetBlobContainerClient(bucket).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellation))
            found.Add(new(item.Name, item.Properties.ContentLength ?? 0));
        return found;
    }

    public override Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default) =>
        client.GetBlobContainerClient(bucket).GetBlobClient(key).DeleteIfExistsAsync(cancellationToken: cancellation);
}

using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Windtunnel;

/// <summary>Amazon S3, or a server that speaks its protocol, by Amazon's SDK.</summary>
internal sealed class S3Objects(AmazonS3Client client) : ObjectStore
{
    public static S3Objects Of(Connection connection)
    {
        ConnectionExtras extras = connection.Extras;
        AmazonS3Config config = new();
        string region = extras.Text("region_name") ?? "us-east-1";
        if (extras.Text("endpoint_url") is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        // Without keys the SDK finds its own: environment, profile, or the machine's role.
        return connection is { Login: { } key, Password: { } secret }
            ? new(new AmazonS3Client(new BasicAWSCredentials(key, secret), config))
            : new(new AmazonS3Client(config));
    }

    public override async Task<bool> PutAsync(
        string bucket, string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancellation = default)
    {
        PutObjectRequest request = new()
        {
            BucketName = bucket,
            Key = key,
            InputStream = await SeekableAsync(content, cancellation),
            AutoCloseStream = false,
            IfNoneMatch = onlyIfAbsent ? "*" : null,
        };
        try
        {
            await client.PutObjectAsync(request, cancellation);
            return true;
        }
        catch (AmazonS3Exception e) when (onlyIfAbsent && e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    public override async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellation = default)
    {
        try
        {
            return (await client.GetObjectAsync(bucket, key, cancellation)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw Missing(bucket, key, e);
        }
    }

    public override async Task<IReadOnlyList<StoredObject>> ListAsync(
        string bucket, string prefix = "", CancellationToken cancellation = default)
    {
        List<StoredObject> found = [];
        ListObjectsV2Request request = new() { BucketName = bucket, Prefix = prefix };
        await foreach (S3Object item in client.Paginators.ListObjectsV2(request).S3Objects.WithCancellation(cancellation))
            found.Add(new(item.Key, item.Size ?? 0));
        return found;
    }

    public override Task DeleteAsync(string bucket, string key, CancellationToken cancellation = default) =>
        client.DeleteObjectAsync(bucket, key, cancellation);

    /// <summary>The SDK signs the content before it sends it.</summary>
    private static async Task<Stream> SeekableAsync(Stream content, CancellationToken cancellation)
    {
        if (content.CanSeek)
            return content;
        MemoryStream all = new();
        await content.CopyToAsync(all, cancellation);
        all.Position = 0;
        return all;
    }
}

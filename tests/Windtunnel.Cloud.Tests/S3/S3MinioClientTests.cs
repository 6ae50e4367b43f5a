using System.Text;
using Minio;
using Minio.DataModel.Args;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Another vendor's client for S3.</summary>
public sealed class S3MinioClientTests
{
    [Fact]
    public async Task MinioClient_StoresAndReads_AsOnAnyS3()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using S3Emulator s3 = Emulator.S3();
        using IMinioClient client =
            new MinioClient().WithEndpoint(s3.Endpoint.Authority).WithCredentials(s3.AccessKey, s3.SecretKey)
            .WithRegion("us-east-1").Build();
        byte[] bytes = Encoding.UTF8.GetBytes("from another client");

        await client.MakeBucketAsync(new MakeBucketArgs().WithBucket("flights"), cancellation);
        await client.PutObjectAsync(new PutObjectArgs().WithBucket("flights").WithObject("a b/ü.txt")
            .WithStreamData(new MemoryStream(bytes)).WithObjectSize(bytes.Length), cancellation);
        MemoryStream read = new();
        await client.GetObjectAsync(new GetObjectArgs().WithBucket("flights").WithObject("a b/ü.txt")
            .WithCallbackStream(stream => stream.CopyTo(read)), cancellation);
        List<string> keys = [];
        await foreach (
            var item in client.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket("flights").WithRecursive(true), cancellation))
            keys.Add(item.Key);

        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(["a b/ü.txt"], keys);
    }
}

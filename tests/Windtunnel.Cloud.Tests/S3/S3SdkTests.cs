using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Amazon's own SDK, with its defaults: signed chunks, trailing checksums, validated answers.</summary>
public sealed class S3SdkTests : IAsyncDisposable
{
    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
    private readonly AmazonS3Client _client;

    public S3SdkTests() => _client = ClientOf(_s3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _s3.DisposeAsync();
    }

    [Fact]
    public async Task PutObject_WithMetadataAndTags_ComesBackAsItWas()
    {
        await _client.PutObjectAsync(
            new()
            {
                BucketName = "flights",
                Key = "2001/März ü.csv",
                ContentBody = "a,b\n1,2\n",
                ContentType = "text/csv",
                Metadata = { ["origin"] = "BTS" },
                TagSet = [new() { Key = "year", Value = "2001" }],
            },
            Cancellation);

        using GetObjectResponse got = await _client.GetObjectAsync("flights", "2001/März ü.csv", Cancellation);
        Assert.Equal("a,b\n1,2\n", await new StreamReader(got.ResponseStream).ReadToEndAsync(Cancellation));
        Assert.Equal(("text/csv", "BTS", 1), (got.Headers.ContentType, got.Metadata["origin"], got.TagCount));
    }

    [Fact]
    public async Task PutObject_OnlyIfAbsent_IsRefusedTheSecondTime()
    {
        PutObjectRequest once = new() { BucketName = "flights", Key = "lock", ContentBody = "mine", IfNoneMatch = "*" };
        await _client.PutObjectAsync(once, Cancellation);

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.PutObjectAsync(once, Cancellation));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), (refused.StatusCode, refused.ErrorCode));
    }

    [Fact]
    public async Task TransferUtility_OfALargeFile_UploadsPartsAndDownloadsThem()
    {
        byte[] large = new byte[12 << 20];
        new Random(7).NextBytes(large);
        using TransferUtility transfer = new(_client, new TransferUtilityConfig { MinSizeBeforePartUpload = 5 << 20 });

        await transfer.UploadAsync(
            new TransferUtilityUploadRequest
            {
                BucketName = "flights",
                Key = "large",
                InputStream = new MemoryStream(large),
                PartSize =
            5 << 20
            }, Cancellation);
        using GetObjectResponse got = await _client.GetObjectAsync("flights", "large", Cancellation);
        MemoryStream read = new();
        await got.ResponseStream.CopyToAsync(read, Cancellation);

        Assert.Equal(large, read.ToArray());
        Assert.EndsWith("-3\"", got.ETag, StringComparison.Ordinal);
        Assert.Equal(3, _s3.Calls.Count(call => call.Operation == "UploadPart"));
    }

    [Fact]
    public async Task ListObjectsV2_OfManyKeys_PagesThroughItemsAndPrefixes()
    {
        foreach (string key in new[] { "a", "b/1", "b/2", "c d", "e/1" })
            await _client.PutObjectAsync(new() { BucketName = "flights", Key = key, ContentBody = key }, Cancellation);

        List<string> found = [];
        await foreach (
            ListObjectsV2Response page in _client.Paginators.ListObjectsV2(
            new() { BucketName = "flights", Delimiter = "/", MaxKeys = 2 }).Responses.WithCancellation(Cancellation))
            found.AddRange([.. (page.S3Objects ?? []).Select(item => item.Key), .. page.CommonPrefixes ?? []]);

        Assert.Equal(["a", "b/", "c d", "e/"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Versioning_OfADeletedKey_LetsItComeBack()
    {
        await _client.PutBucketVersioningAsync(
            new() { BucketName = "flights", VersioningConfig = new() { Status = VersionStatus.Enabled } }, Cancellation);
        await _client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "one" }, Cancellation);
        DeleteObjectResponse deleted = await _client.DeleteObjectAsync("flights", "k", Cancellation);
        ListVersionsResponse versions = await _client.ListVersionsAsync("flights", Cancellation);

        await _client.DeleteObjectAsync("flights", "k", deleted.VersionId, Cancellation);

        Assert.Equal([true, false], versions.Versions.Select(version => version.IsDeleteMarker == true));
        using GetObjectResponse got = await _client.GetObjectAsync("flights", "k", Cancellation);
        Assert.Equal(3, got.ContentLength);
    }

    [Fact]
    public async Task DeleteObjects_OfSeveralKeys_RemovesThem()
    {
        await _client.PutObjectAsync(new() { BucketName = "flights", Key = "a", ContentBody = "1" }, Cancellation);

        var deleted =
            await _client.DeleteObjectsAsync(
            new() { BucketName = "flights", Objects = [new() { Key = "a" }, new() { Key = "b" }] }, Cancellation);

        Assert.Equal(["a", "b"], deleted.DeletedObjects.Select(item => item.Key));
        Assert.Null((await _client.ListObjectsV2Async(new() { BucketName = "flights" }, Cancellation)).S3Objects);
    }

    [Fact]
    public async Task CopyObject_OfAnotherBucket_KeepsItsMetadata()
    {
        _s3.WithBucket("archive");
        await _client.PutObjectAsync(
            new() { BucketName = "flights", Key = "k", ContentBody = "x", Metadata = { ["m"] = "1" } }, Cancellation);

        await _client.CopyObjectAsync("flights", "k", "archive", "k2", Cancellation);

        Assert.Equal("1", (await _client.GetObjectMetadataAsync("archive", "k2", Cancellation)).Metadata["m"]);
    }

    [Fact]
    public async Task PresignedUrl_AfterItsExpiry_IsRefusedByTheClockOfTheTest()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using S3Emulator s3 = Emulator.S3().WithBucket("flights").WithTime(time);
        using AmazonS3Client client = ClientOf(s3);
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "x" }, Cancellation);
        string url =
            await client.GetPreSignedURLAsync(
            new() { BucketName = "flights", Key = "k", Expires = time.GetUtcNow().UtcDateTime.AddMinutes(10), Protocol = Protocol.HTTP });
        using HttpClient anyone = new();

        Assert.Equal("x", await anyone.GetStringAsync(new Uri(url), Cancellation));
        time.Advance(TimeSpan.FromMinutes(11));
        using HttpResponseMessage late = await anyone.GetAsync(new Uri(url), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Contains("Request has expired", await late.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WithAnotherSecret_IsRefused()
    {
        using AmazonS3Client stranger = ClientOf(_s3, secret: "not-the-secret");

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => stranger.ListBucketsAsync(Cancellation));
        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
    }

    [Fact]
    public async Task UnsupportedCall_ByTheSdk_IsAnErrorThatNamesItAndIsCounted()
    {
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => _client.ListBucketInventoryConfigurationsAsync(new() { BucketName = "flights" }, Cancellation));

        Assert.Equal("NotImplemented", refused.ErrorCode);
        Assert.Contains("GetBucketInventoryConfiguration", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["GetBucketInventoryConfiguration"], _s3.UnsupportedCalls.Select(call => call.Operation));
    }

    [Fact]
    public async Task Client_OverTheHandler_NeedsNoSocket()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket("flights");
        using HttpClient http = new(s3.CreateHandler());
        using AmazonS3Client client = new(
            s3.AccessKey, s3.SecretKey,
                new AmazonS3Config
                {
                    ServiceURL = "http://s3.test",
                    ForcePathStyle = true,
                    AuthenticationRegion =
                "us-east-1",
                    MaxErrorRetry = 0,
                    HttpClientFactory = new HandlerFactory(http)
                });

        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "in memory" }, Cancellation);
        using GetObjectResponse got = await client.GetObjectAsync("flights", "k", Cancellation);

        Assert.Equal("in memory", await new StreamReader(got.ResponseStream, Encoding.UTF8).ReadToEndAsync(Cancellation));
    }

    internal static AmazonS3Client ClientOf(S3Emulator s3, string? secret = null, int retries = 0) => new(
        s3.AccessKey,
        secret ?? s3.SecretKey,
        new AmazonS3Config
        {
            ServiceURL = s3.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion =
            "us-east-1",
            MaxErrorRetry = retries
        });

    private sealed class HandlerFactory(HttpClient http) : Amazon.Runtime.HttpClientFactory
    {
        public override HttpClient CreateHttpClient(Amazon.Runtime.IClientConfig clientConfig) => http;

        public override bool DisposeHttpClientsAfterUse(Amazon.Runtime.IClientConfig clientConfig) => false;
    }
}

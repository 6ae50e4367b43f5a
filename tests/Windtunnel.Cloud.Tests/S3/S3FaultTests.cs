using Amazon.S3;
using Amazon.S3.Model;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

public sealed class S3FaultTests : IAsyncDisposable
{
    // The SDK and the client below it try again after a broken connection, even when told not to retry.
    private const int AsOftenAsTheSdkTries = 1000;

    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _s3.DisposeAsync();

    [Fact]
    public async Task Throttle_Twice_IsRetriedByTheSdkAndThenOver()
    {
        using AmazonS3Client client = S3SdkTests.ClientOf(_s3, retries: 3);
        _s3.Disturb("PutObject", CloudFault.Throttle().Repeated(2));

        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "x" }, Cancellation);

        Assert.Equal([503, 503, 200], _s3.Calls.Select(call => call.Status));
        Assert.Empty(_s3.UnusedFaults);
    }

    [Fact]
    public async Task Error_OfTheTest_ReachesTheClientByItsCode()
    {
        using AmazonS3Client client = S3SdkTests.ClientOf(_s3);
        _s3.Disturb("GetObject", CloudFault.Error(403, "AccessDenied"));

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => client.GetObjectAsync("flights", "k", Cancellation));
        Assert.Equal("AccessDenied", refused.ErrorCode);
    }

    [Fact]
    public async Task Cut_InTheMiddleOfTheBody_BreaksTheConnectionThere()
    {
        using AmazonS3Client client = S3SdkTests.ClientOf(_s3);
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = new string('x', 100_000) }, Cancellation);
        _s3.Disturb("GetObject", CloudFault.CutAnswerAfter(1000).Repeated(AsOftenAsTheSdkTries));

        using GetObjectResponse got = await client.GetObjectAsync("flights", "k", Cancellation);
        MemoryStream read = new();
        await Assert.ThrowsAnyAsync<Exception>(() => got.ResponseStream.CopyToAsync(read, Cancellation));

        Assert.InRange(read.Length, 0, 1000);
    }

    [Fact]
    public async Task Reset_AfterAPartOfTheUpload_LeavesNothingStored()
    {
        using AmazonS3Client client = S3SdkTests.ClientOf(_s3);
        _s3.Disturb("PutObject", CloudFault.Reset().AfterReceiving(1000).Repeated(AsOftenAsTheSdkTries));

        await Assert.ThrowsAnyAsync<Exception>(
            () => client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = new string('x', 100_000) }, Cancellation));

        Assert.Null((await client.ListObjectsV2Async(new() { BucketName = "flights" }, Cancellation)).S3Objects);
        Assert.Equal(0, _s3.Calls[0].Status);
    }

    [Fact]
    public async Task Stall_UntilTheClientGivesUp_AnswersNothing()
    {
        using HttpClient client = new(_s3.CreateHandler());
        using CancellationTokenSource patience = new();
        _s3.Disturb("GetObject", CloudFault.Stall());

        Task<HttpResponseMessage> waiting = client.GetAsync(new Uri("http://s3.test/flights/k"), patience.Token);
        Assert.False(waiting.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(_s3.UnusedFaults);
    }

    [Fact]
    public void Fault_NeverExperienced_IsTold()
    {
        _s3.Disturb("UploadPart", CloudFault.Throttle().Repeated(3));

        Assert.Equal(["Fault 'throttle' of UploadPart was experienced by 0 of 3 calls."], _s3.UnusedFaults);
    }

    [Fact]
    public async Task Fault_OnAPrefix_SparesOtherKeys()
    {
        using AmazonS3Client client = S3SdkTests.ClientOf(_s3);
        _s3.Disturb("PutObject", CloudFault.Error(500, "InternalError").On("flights/bad"));

        await client.PutObjectAsync(new() { BucketName = "flights", Key = "good", ContentBody = "x" }, Cancellation);
        await Assert.ThrowsAsync<AmazonS3Exception>(
            () => client.PutObjectAsync(new() { BucketName = "flights", Key = "bad/1", ContentBody = "x" }, Cancellation));
    }

    [Fact]
    public void Fault_OfAnOperationThatIsNone_IsRefusedWithTheNames()
    {
        var refused = Assert.Throws<ArgumentException>(() => _s3.Disturb("PutObjekt", CloudFault.Throttle()));
        Assert.Contains("PutObject", refused.Message, StringComparison.Ordinal);
    }
}

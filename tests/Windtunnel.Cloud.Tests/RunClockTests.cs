using System.Net;
using Amazon.S3;
using Amazon.SQS;
using Amazon.SQS.Model;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Windtunnel.Cloud.Tests.S3;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests;

/// <summary>In a run, emulators go by the run's clock, although the vendors' SDKs sign by the system's.</summary>
public sealed class RunClockTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PresignedAddress_UsedAfterItsExpiryInVirtualTime_IsRefused()
    {
        S3Emulator s3 = Emulator.S3().WithBucket("flights");
        HttpStatusCode early = default, late = default;
        var dag = new Dag("share");
        dag.Task("share", async context =>
        {
            _ = context.Connections["store"];
            using AmazonS3Client client = S3SdkTests.ClientOf(s3);
            await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "x" }, context.Cancellation);
            Uri shared = new(await client.GetPreSignedURLAsync(new()
            {
                BucketName = "flights",
                Key = "k",
                Protocol = Protocol.HTTP,
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(15),
            }));
            using HttpClient http = new();

            // Addresses are signed in whole seconds of the system's clock. Within one, two instants of the run look alike.
            using (context.HoldClock())
            {
                await Task.Delay(TimeSpan.FromSeconds(1.1), TimeProvider.System, context.Cancellation);
            }

            await context.DelayAsync(10.Minutes());
            early = (await http.GetAsync(shared, context.Cancellation)).StatusCode;
            await context.DelayAsync(10.Minutes());
            late = (await http.GetAsync(shared, context.Cancellation)).StatusCode;
        });
        await using var tunnel = Tunnel.For(dag).Bind("store", s3);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (early, late));
    }

    [Fact]
    public async Task Lease_OfFifteenSeconds_EndsInVirtualTime()
    {
        BlobEmulator blob = Emulator.AzureBlob().WithContainer("flights");
        string? refused = null;
        var dag = new Dag("lock");
        dag.Task("lock", async context =>
        {
            _ = context.Connections["store"];
            BlobClient client = new BlobServiceClient(blob.ConnectionString).GetBlobContainerClient("flights").GetBlobClient("lock");
            await client.UploadAsync(BinaryData.FromString("x"), context.Cancellation);
            await client.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: context.Cancellation);
            try
            {
                await client.UploadAsync(BinaryData.FromString("y"), overwrite: true, context.Cancellation);
            }
            catch (RequestFailedException e)
            {
                refused = e.ErrorCode;
            }

            await context.DelayAsync(16.Seconds());
            await client.UploadAsync(BinaryData.FromString("y"), overwrite: true, context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).Bind("store", blob);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        Assert.Equal("LeaseIdMissing", refused);
    }

    [Fact]
    public async Task Queue_OfMessagesSentBeforeTheRun_IsPolledInVirtualTime()
    {
        SqsEmulator sqs = Emulator.Sqs().WithQueue("arrivals");
        using AmazonSQSClient client =
            new(sqs.AccessKey, sqs.SecretKey, new AmazonSQSConfig
            {
                ServiceURL = sqs.Endpoint.ToString(),
                AuthenticationRegion = "us-east-1"
            });
        await client.SendMessageAsync(sqs.QueueUrl("arrivals"), "BA 117", Cancellation);
        List<int> received = [];
        var dag = new Dag("consume");
        dag.Task("consume", async context =>
        {
            _ = context.Connections["queue"];
            received.Add(await CountAsync(0));
            // Hidden for 30 seconds: the first poll ends without it, the second waits for it.
            received.Add(await CountAsync(20));
            received.Add(await CountAsync(20));

            async Task<int> CountAsync(int wait) => (await client.ReceiveMessageAsync(
                new ReceiveMessageRequest { QueueUrl = sqs.QueueUrl("arrivals"), WaitTimeSeconds = wait }, context.Cancellation))
                .Messages?.Count ?? 0;
        });
        await using var tunnel = Tunnel.For(dag).Bind("queue", sqs);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(30.Seconds());

        Assert.Equal([1, 0, 1], received);
    }

    [Fact]
    public async Task Poll_AfterTheRun_EndsAtOnce()
    {
        SqsEmulator sqs = Emulator.Sqs().WithQueue("arrivals");
        using AmazonSQSClient client =
            new(sqs.AccessKey, sqs.SecretKey, new AmazonSQSConfig
            {
                ServiceURL = sqs.Endpoint.ToString(),
                AuthenticationRegion = "us-east-1"
            });
        var dag = new Dag("look");
        dag.Task("look", context => { _ = context.Connections["queue"]; });
        await using var tunnel = Tunnel.For(dag).Bind("queue", sqs);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        var received = await client.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = sqs.QueueUrl("arrivals"), WaitTimeSeconds = 20 }, Cancellation);

        Assert.Null(received.Messages);
    }

    [Fact]
    public async Task Snapshot_OfBeforeARun_MeansTheSameAfterIt()
    {
        SqsEmulator sqs = Emulator.Sqs().WithQueue("arrivals");
        using AmazonSQSClient client =
            new(sqs.AccessKey, sqs.SecretKey, new AmazonSQSConfig
            {
                ServiceURL = sqs.Endpoint.ToString(),
                AuthenticationRegion = "us-east-1"
            });
        await client.SendMessageAsync(sqs.QueueUrl("arrivals"), "BA 117", Cancellation);
        CloudSnapshot before = sqs.TakeSnapshot();
        var dag = new Dag("look");
        dag.Task("look", context => { _ = context.Connections["queue"]; });
        await using var tunnel = Tunnel.For(dag).Bind("queue", sqs);
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();

        sqs.Restore(before);

        Assert.Single((await client.ReceiveMessageAsync(sqs.QueueUrl("arrivals"), Cancellation)).Messages);
    }

    [Fact]
    public async Task Object_PutBeforeARun_IsAsOldAsTheRun()
    {
        S3Emulator s3 = Emulator.S3().WithBucket("flights");
        using AmazonS3Client client = S3SdkTests.ClientOf(s3);
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "x" }, Cancellation);
        var dag = new Dag("look");
        dag.Task("look", async context =>
        {
            _ = context.Connections["store"];
            return (await client.GetObjectMetadataAsync("flights", "k", context.Cancellation)).LastModified!.Value.ToUniversalTime();
        });
        await using var tunnel = Tunnel.For(dag).Bind("store", s3).StartingAt("2026-01-01T03:00Z");

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("look")
            .ShouldHaveXCom("return_value", new DateTime(2026, 1, 1, 3, 0, 0, DateTimeKind.Utc));
    }
}

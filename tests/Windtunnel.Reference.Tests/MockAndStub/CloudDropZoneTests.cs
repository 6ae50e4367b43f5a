using Windtunnel.Reference.MockAndStub;
using Windtunnel.Testing;

namespace Windtunnel.Reference.Tests.MockAndStub;

/// <summary>Runs one DAG on every cloud: what it leaves behind must be the same.</summary>
public sealed class CloudDropZoneTests
{
    private const string Monday =
        "date,delay,distance,origin,destination\n2001/01/01 06:55,-4,1797,LAX,BNA\n2001/01/01 07:00,10,236,ORD,MSP\n";
    private const string Tuesday = "date,delay,distance,origin,destination\n2001/01/02 06:55,8,1797,LAX,BNA\n";

    private static readonly string[] Left =
    [
        "archive/2001-01-03/monday.csv", "archive/2001-01-03/tuesday.csv",
            "summaries/2001-01-03.csv: airport,flights,mean_delay LAX,2,2.0 ORD,1,10.0",
    ];

    private static readonly ObjectDriver[] Clouds = [S3Storage.Driver, AzureBlobStorage.Driver];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("bullet", "4.4#4")]
    public async Task CloudDropZone_OnS3_SummarisesAndArchivesWhatArrived()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket(CloudDropZone.Bucket);

        Assert.Equal(Left, await DeliverAndRunAsync(s3.ConnectionTo("drop_zone")));
    }

    [Fact]
    [Trait("bullet", "4.4#3")]
    public async Task CloudDropZone_OnAzureBlob_LeavesTheSame()
    {
        await using BlobEmulator azure = Emulator.AzureBlob().WithContainer(CloudDropZone.Bucket);

        Assert.Equal(Left, await DeliverAndRunAsync(azure.ConnectionTo("drop_zone")));
    }

    [Fact]
    [Trait("bullet", "4.4#2")]
    public async Task CloudDropZone_OnGoogleCloudStorage_LeavesTheSame()
    {
        await using GcsEmulator gcs = Emulator.Gcs().WithBucket(CloudDropZone.Bucket);

        Assert.Equal(Left, await DeliverAndRunAsync(gcs.ConnectionTo("drop_zone")));
    }

    [Theory]
    [Trait("bullet", "4.4#1")]
    [InlineData("LOCALSTACK_ENDPOINT", "aws")]
    [InlineData("AZURITE_CONNECTION_STRING", "wasb")]
    [InlineData("FAKE_GCS_ENDPOINT", "google_cloud_platform")]
    public async Task CloudDropZone_OnAnotherEmulator_LeavesTheSame(string variable, string type)
    {
        string? endpoint = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(
            endpoint is null,
            $"{variable} is not set: start that emulator, make a bucket '{CloudDropZone.Bucket}' in it, and say where it is.");

        Assert.Equal(Left, await DeliverAndRunAsync(Outside(type, endpoint!)));
    }

    // The protocol of LocalStack, spoken by a server that is always there: what the row above does, with nothing to install.
    [Fact]
    [Trait("bullet", "4.4#1")]
    public async Task CloudDropZone_ByTheEndpointOfAServer_NeedsNothingElse()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket(CloudDropZone.Bucket).WithCredentials("test", "test");

        Assert.Equal(Left, await DeliverAndRunAsync(Outside("aws", s3.Endpoint.ToString())));
    }

    [Fact]
    [Trait("bullet", "4.4#4")]
    public async Task CloudDropZone_WhileTheCloudThrottles_IsDoneBySdkAndRetries()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket(CloudDropZone.Bucket);
        await DeliverAsync(s3.ConnectionTo("drop_zone"));
        s3.Disturb("ListObjectsV2", CloudFault.Throttle()).Disturb("GetObject", CloudFault.Error(500, "InternalError"));

        await using var tunnel = Tunnel.For(CloudDropZone.Create(Clouds)).Bind("drop_zone", s3).StartingAt("2001-01-03T23:55Z");
        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed();
        Assert.Empty(s3.UnusedFaults);
    }

    [Fact]
    public async Task CloudDropZone_WithNothingDelivered_SkipsTheRest()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket(CloudDropZone.Bucket);
        await using var tunnel = Tunnel.For(CloudDropZone.Create(Clouds)).Bind("drop_zone", s3).StartingAt("2001-01-03T23:55Z");

        Run run = await tunnel.RunAsync(Cancellation);

        run.Task("list_arrivals").ShouldHave(TaskState.Skipped);
        run.Task("archive").ShouldHave(TaskState.Skipped);
    }

    /// <summary>As it ships: the SDK of a vendor is in the bundles only that name its driver.</summary>
    [Fact]
    public async Task CloudDropZone_WithoutTheDriverOfItsCloud_SaysWhichToReference()
    {
        await using var tunnel = Tunnel.For(CloudDropZone.Create()).Bind("drop_zone", "aws://key:secret@/").StartingAt("2001-01-03T23:55Z");

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().Task("list_arrivals").ShouldHaveFailedWith("Reference the package Windtunnel.Hooks.S3 and write "
            + "Objects(S3Storage.Driver).");
    }

    private static async Task<string[]> DeliverAndRunAsync(Connection cloud)
    {
        await DeliverAsync(cloud);
        await using var tunnel = Tunnel.For(CloudDropZone.Create(Clouds)).Bind("drop_zone", cloud).StartingAt("2001-01-03T23:55Z");
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
        return await LeftInAsync(cloud);
    }

    private static Connection Outside(string type, string endpoint) => type == "wasb"
        ? new() { Id = "drop_zone", Type = type, Extra = $$"""{"connection_string":"{{endpoint}}"}""" }
        : new()
        {
            Id = "drop_zone",
            Type = type,
            Login = "test",
            Password = "test",
            Extra = $$"""{"endpoint_url":"{{endpoint}}","region_name":"us-east-1","is_anonymous":true}""",
        };

    private static async Task DeliverAsync(Connection cloud)
    {
        ObjectStore store = cloud.Objects(Clouds);
        await store.PutTextAsync(CloudDropZone.Bucket, "arrivals/monday.csv", Monday, Cancellation);
        await store.PutTextAsync(CloudDropZone.Bucket, "arrivals/tuesday.csv", Tuesday, Cancellation);
    }

    private static async Task<string[]> LeftInAsync(Connection cloud)
    {
        ObjectStore store = cloud.Objects(Clouds);
        List<string> left = [];
        foreach (StoredObject item in await store.ListAsync(CloudDropZone.Bucket, cancellation: Cancellation))
        {
            bool isSummary = item.Key.StartsWith("summaries/", StringComparison.Ordinal);
            string text = isSummary ? await store.ReadTextAsync(CloudDropZone.Bucket, item.Key, Cancellation) : "";
            left.Add(isSummary ? $"{item.Key}: {text.ReplaceLineEndings(" ").Trim()}" : item.Key);
        }

        return [.. left];
    }
}

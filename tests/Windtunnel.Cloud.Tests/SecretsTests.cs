using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Azure.Storage.Blobs;
using Windtunnel.Cloud.Tests.S3;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests;

/// <summary>Secrets that pass an emulator are in nothing that a run leaves behind, least of all when something goes wrong.</summary>
public sealed class SecretsTests
{
    private const string Key = "canary-secret-key-1c9b";
    private const string Header = "canary-header-77f0";
    private const string Body = "canary-body-a41e";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S3_RefusingWrongKeysAndUnknownCalls_LeavesNoSecretBehind()
    {
        S3Emulator s3 = Emulator.S3().WithBucket("flights").WithCredentials("AKIA", Key).Disturb("HeadBucket", CloudFault.Throttle());
        List<string> canaries = [Key, Header, Body];
        var dag = new Dag("leaky");
        dag.Task("put", async context =>
        {
            _ = context.Connections["store"];
            using AmazonS3Client client = S3SdkTests.ClientOf(s3);
            PutObjectRequest put = new() { BucketName = "flights", Key = "k", ContentBody = Body };
            put.Metadata["note"] = Header;
            await client.PutObjectAsync(put, context.Cancellation);
            string shared = await client.GetPreSignedURLAsync(
                new() { BucketName = "flights", Key = "k", Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) });
            canaries.Add(shared[(shared.IndexOf("Signature=", StringComparison.Ordinal) + "Signature=".Length)..].Split('&')[0]);
            await client.GetBucketInventoryConfigurationAsync(new() { BucketName = "flights", InventoryId = "x" }, context.Cancellation);
        });
        dag.Task("wrong", async context =>
        {
            using AmazonS3Client client = new(
                "AKIA", $"{Key}-wrong", new AmazonS3Config
                {
                    ServiceURL = s3.Endpoint.ToString(),
                    ForcePathStyle = true,
                    MaxErrorRetry = 0
                });
            await client.GetObjectAsync("flights", "k", context.Cancellation);
        });

        await RequireNoTraceAsync(dag, s3, canaries);
    }

    [Fact]
    public async Task AzureBlob_RefusingWrongKeysAndSignatures_LeavesNoSecretBehind()
    {
        BlobEmulator blob = Emulator.AzureBlob().WithContainer("flights");
        string wrongKey = Convert.ToBase64String(Encoding.ASCII.GetBytes(Key));
        const string Signature = "canarySignature5e2d";
        var dag = new Dag("leaky");
        dag.Task("wrong_key", async context =>
        {
            _ = context.Connections["store"];
            string text = blob.ConnectionString.Replace(blob.AccountKey, wrongKey, StringComparison.Ordinal);
            BlobClient client = new BlobServiceClient(text).GetBlobContainerClient("flights").GetBlobClient("k");
            await client.StartCopyFromUriAsync(
                new Uri($"{blob.Endpoint}devstoreaccount1/flights/source?sv=2024-11-04&sig={Signature}"),
                    cancellationToken: context.Cancellation);
        });
        dag.Task("wrong_signature", async context =>
        {
            BlobClient client = new(new Uri($"{blob.Endpoint}devstoreaccount1/flights/k?sv=2024-11-04&sp=r&sr=b&sig={Signature}"));
            await client.DownloadContentAsync(context.Cancellation);
        });

        await RequireNoTraceAsync(dag, blob, [wrongKey, blob.AccountKey, Signature]);
    }

    private static async Task RequireNoTraceAsync(Dag dag, CloudEmulator emulator, List<string> canaries)
    {
        await using var tunnel = Tunnel.For(dag).Bind("store", emulator);
        string told = "";
        try
        {
            Run run = await tunnel.RunAsync(Cancellation);
            using MemoryStream journal = new();
            run.Journal.Save(journal);
            told = Encoding.UTF8.GetString(journal.ToArray());
            run.ShouldSucceed();
        }
        catch (RunAssertionException e)
        {
            told += e;
        }

        told += string.Join('\n', emulator.Calls.Select(call => call.ToString()).Concat(emulator.UnusedFaults))
            + emulator.ConnectionTo("store");
        Assert.Contains("fail", told, StringComparison.OrdinalIgnoreCase);
        Assert.All(canaries, canary => Assert.DoesNotContain(canary, told, StringComparison.Ordinal));
    }
}

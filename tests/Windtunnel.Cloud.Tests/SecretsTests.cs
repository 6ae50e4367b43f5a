using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using Azure.Storage.Blobs;
using Windtunnel.Cloud.Tests.S3;
using Windtunnel.Insights;
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

    [Fact]
    public async Task Sqs_RefusingWrongKeysAndMessages_LeavesNoSecretBehind()
    {
        SqsEmulator sqs = Emulator.Sqs().WithQueue("arrivals").Disturb("PurgeQueue", CloudFault.Throttle());
        string queue = sqs.QueueUrl("arrivals");
        var dag = new Dag("leaky");
        dag.Task("sent", async context =>
        {
            _ = context.Connections["store"];
            using AmazonSQSClient client = ClientOf(sqs, sqs.SecretKey);
            MessageAttributeValue attribute = new() { DataType = "String", StringValue = Header };
            await client.SendMessageAsync(
                new() { QueueUrl = queue, MessageBody = Body, MessageAttributes = new() { ["note"] = attribute } }, context.Cancellation);
            await client.SendMessageAsync(
                new() { QueueUrl = queue, MessageBody = $"{Body}\u0001", MessageAttributes = new() { ["note"] = attribute } },
                context.Cancellation);
        });
        dag.Task("attribute", async context =>
        {
            using AmazonSQSClient client = ClientOf(sqs, sqs.SecretKey);
            MessageAttributeValue attribute = new() { DataType = "Number", StringValue = Header };
            await client.SendMessageAsync(
                new() { QueueUrl = queue, MessageBody = Body, MessageAttributes = new() { ["note"] = attribute } }, context.Cancellation);
        });
        dag.Task("wrong", async context =>
        {
            using AmazonSQSClient client = ClientOf(sqs, Key);
            await client.SendMessageAsync(queue, Body, context.Cancellation);
        });

        await RequireNoTraceAsync(dag, sqs, [Key, Header, Body, sqs.SecretKey]);
    }

    [Fact]
    public async Task Gcs_RefusingSignaturesAndHashes_LeavesNoSecretBehind()
    {
        GcsEmulator gcs = Emulator.Gcs().WithBucket("flights").Disturb("objects.delete", CloudFault.Throttle());
        const string Signature = "cafe5e2dcafe5e2d";
        string key = JsonDocument.Parse(gcs.ServiceAccountKey).RootElement.GetProperty("private_key").GetString()!.Split('\n')[1];
        var dag = new Dag("leaky");
        dag.Task("hash", context => AskAsync(
            context, HttpMethod.Post, $"upload/storage/v1/b/flights/o?uploadType=media&name=k&key={Key}", ("x-goog-hash", "md5=AAAA")));
        dag.Task("signature", context => AskAsync(
            context, HttpMethod.Get,
            "flights/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=tests%40windtunnel.iam.gserviceaccount.com%2F20260101%2Fauto"
            + $"%2Fstorage%2Fgoog4_request&X-Goog-Date=20260101T000000Z&X-Goog-Expires=600&X-Goog-SignedHeaders=host%3Bcookie"
            + $"&X-Goog-Signature={Signature}", ("Cookie", Header)));
        dag.Task("unknown", context => AskAsync(
            context, HttpMethod.Post, "storage/v1/projects/p/hmacKeys", ("Authorization", $"Bearer {Header}")));

        await RequireNoTraceAsync(dag, gcs, [Key, Header, Body, Signature, key]);
    }

    // What the service says to a refused call is what the body fails with.
    private static async Task AskAsync(TaskContext context, HttpMethod method, string target, (string Name, string Value) header)
    {
        string endpoint = context.Connections["store"].Extras.Text("endpoint_url")!;
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        using HttpRequestMessage request = new(method, new Uri(new Uri(endpoint), target));
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        request.Content = method == HttpMethod.Post ? new StringContent(Body) : null;
        using HttpResponseMessage answer = await http.SendAsync(request, context.Cancellation);
        throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(context.Cancellation));
    }

    private static AmazonSQSClient ClientOf(SqsEmulator sqs, string secret) => new(
        sqs.AccessKey, secret, new AmazonSQSConfig
        {
            ServiceURL = sqs.Endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    private static async Task RequireNoTraceAsync(Dag dag, CloudEmulator emulator, List<string> canaries)
    {
        await using var tunnel = Tunnel.For(dag).Bind("store", emulator);
        string told = "";
        try
        {
            Run run = await tunnel.RunAsync(Cancellation);
            using MemoryStream journal = new();
            run.Journal.Save(journal);
            await using TempDirectory report = new();
            RunReport.Write(run, report.PathOf("index.html"));
            told = Encoding.UTF8.GetString(journal.ToArray()) + report.Read("index.html");
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

using System.Net;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests;

/// <summary>Each kind of fault on each service, over the wire that no SDK smooths.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private readonly Dictionary<string, (CloudEmulator Emulator, Action<CloudFault> Disturb, string Path)> _services;

    public FaultTests()
    {
        S3Emulator s3 = Emulator.S3();
        BlobEmulator blob = Emulator.AzureBlob();
        GcsEmulator gcs = Emulator.Gcs().WithBucket("flights");
        _services = new(StringComparer.Ordinal)
        {
            ["s3"] = (s3, fault => s3.Disturb("ListBuckets", fault), "/"),
            ["blob"] = (blob, fault => blob.Disturb("ListContainers", fault), "/devstoreaccount1?comp=list"),
            ["gcs"] = (gcs, fault => gcs.Disturb("objects.list", fault), "/storage/v1/b/flights/o"),
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.Emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("s3", 503, "SlowDown")]
    [InlineData("blob", 503, "ServerBusy")]
    [InlineData("gcs", 429, "rateLimitExceeded")]
    public async Task Throttle_OfAService_IsItsOwn(string service, int status, string code)
    {
        var (emulator, disturb, path) = _services[service];
        disturb(CloudFault.Throttle());

        using HttpResponseMessage answer = await AskAsync(emulator, path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(emulator.UnusedFaults);
    }

    [Theory]
    [InlineData("s3")]
    [InlineData("blob")]
    [InlineData("gcs")]
    public async Task Reset_OfAService_BreaksTheConnectionAndCountsOnce(string service)
    {
        var (emulator, disturb, path) = _services[service];
        disturb(CloudFault.Reset());
        disturb(CloudFault.Error(500, "InternalError").Repeated(2));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(emulator, path));
        using HttpResponseMessage second = await AskAsync(emulator, path);

        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
        Assert.Equal([0, 500], emulator.Calls.Select(call => call.Status));
        Assert.Single(emulator.UnusedFaults);
        Assert.Contains("was experienced by 1 of 2 calls", emulator.UnusedFaults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_OfAnAnswer_GivesThatManyBytesAndNoMore()
    {
        var (emulator, disturb, path) = _services["gcs"];
        disturb(CloudFault.CutAnswerAfter(7));
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri(emulator.Endpoint, path), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        byte[] bytes = new byte[100];
        int length = 0;

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await body.ReadAsync(bytes.AsMemory(length), Cancellation) is var read and > 0)
                length += read;
        });

        Assert.Equal(7, length);
        Assert.True(answer.Content.Headers.ContentLength > 7);
    }

    private static async Task<HttpResponseMessage> AskAsync(CloudEmulator emulator, string path)
    {
        // Without a handler of its own for each call, a connection that broke would be tried again.
        using SocketsHttpHandler handler = new() { UseProxy = false };
        using HttpClient http = new(handler);
        return await http.GetAsync(new Uri(emulator.Endpoint, path), Cancellation);
    }
}

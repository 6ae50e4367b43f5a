using Azure;
using Azure.Storage.Blobs;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Blob;

/// <summary>What would prove nothing if it were ignored is refused, and counted in the run.</summary>
public sealed class BlobLoudTests : IAsyncDisposable
{
    private readonly BlobEmulator _blob = Emulator.AzureBlob().WithContainer("flights");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _blob.DisposeAsync();

    [Fact]
    public async Task EncryptionScope_OfAnUpload_IsRefused()
    {
        BlobClient client = BlobSdkTests.ServiceOf(_blob).GetBlobContainerClient("flights").GetBlobClient("k")
            .WithEncryptionScope("secret-scope");

        await RequireRefusalAsync(() => client.UploadAsync(BinaryData.FromString("x"), Cancellation), "encryption scopes");
    }

    [Fact]
    public async Task Token_OfEntraId_IsRefusedAndCounted()
    {
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "token");

        using HttpResponseMessage answer = await http.GetAsync(new Uri($"{_blob.Endpoint}devstoreaccount1/flights/k"), Cancellation);

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Single(_blob.UnsupportedCalls);
    }

    private async Task RequireRefusalAsync(Func<Task> act, string what)
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(act);
        Assert.Equal((501, "APINotImplemented"), (refused.Status, refused.ErrorCode));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        Assert.Single(_blob.UnsupportedCalls);
    }
}

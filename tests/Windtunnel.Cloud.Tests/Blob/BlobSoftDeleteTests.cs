using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Blob;

/// <summary>What is deleted, and comes back or does not.</summary>
public sealed class BlobSoftDeleteTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly BlobEmulator _emulator;
    private readonly BlobContainerClient _flights;

    public BlobSoftDeleteTests()
    {
        _emulator = Emulator.AzureBlob().WithTime(_time).WithContainer("flights");
        _flights = BlobSdkTests.ServiceOf(_emulator).GetBlobContainerClient("flights");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Blob_ThatWasDeleted_IsListedOnDemandAndComesBack()
    {
        await KeepForAsync(days: 7);
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("one"), Cancellation);
        await blob.CreateSnapshotAsync(cancellationToken: Cancellation);
        await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: Cancellation);

        Assert.False(await blob.ExistsAsync(Cancellation));
        Assert.Empty(await ListedAsync(BlobStates.None));
        Assert.Equal([(true, 7), (true, 7)], (await ListedAsync(BlobStates.Deleted | BlobStates.Snapshots))
            .Select(item => (item.Deleted, item.Properties.RemainingRetentionDays ?? 0)));
        await blob.UndeleteAsync(Cancellation);

        Assert.Equal("one", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
        Assert.Equal(2, (await ListedAsync(BlobStates.Snapshots)).Count);
    }

    [Fact]
    public async Task Blob_ThatWasOverwritten_IsKeptAsASnapshot()
    {
        await KeepForAsync(days: 1);
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("one"), Cancellation);
        await blob.UploadAsync(BinaryData.FromString("two"), overwrite: true, Cancellation);
        await blob.UndeleteAsync(Cancellation);

        BlobItem kept = Assert.Single(await ListedAsync(BlobStates.Snapshots), item => item.Snapshot is not null);
        var old = await blob.WithSnapshot(kept.Snapshot).DownloadContentAsync(Cancellation);

        Assert.Equal("one", old.Value.Content.ToString());
    }

    [Fact]
    public async Task Blob_ThatWasKeptLongEnough_IsGone()
    {
        await KeepForAsync(days: 7);
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("one"), Cancellation);
        await blob.DeleteAsync(cancellationToken: Cancellation);
        Uri signed = blob.GenerateSasUri(BlobSasPermissions.All, _time.GetUtcNow().AddDays(30));

        _time.Advance(TimeSpan.FromDays(7));
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => new BlobClient(signed).UndeleteAsync(Cancellation));

        Assert.Equal("BlobNotFound", refused.ErrorCode);
    }

    [Fact]
    public async Task Container_ThatWasDeleted_BlocksItsNameForHalfAMinute()
    {
        await _flights.DeleteAsync(cancellationToken: Cancellation);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => _flights.CreateAsync(cancellationToken: Cancellation));
        _time.Advance(TimeSpan.FromSeconds(30));
        await _flights.CreateAsync(cancellationToken: Cancellation);

        Assert.Equal((409, "ContainerBeingDeleted"), (refused.Status, refused.ErrorCode));
    }

    private async Task KeepForAsync(int days)
    {
        BlobServiceClient service = BlobSdkTests.ServiceOf(_emulator);
        BlobServiceProperties properties = await service.GetPropertiesAsync(Cancellation);
        properties.DeleteRetentionPolicy = new() { Enabled = true, Days = days };
        await service.SetPropertiesAsync(properties, Cancellation);
    }

    private async Task<List<BlobItem>> ListedAsync(BlobStates states)
    {
        List<BlobItem> items = [];
        await foreach (BlobItem item in _flights.GetBlobsAsync(BlobTraits.None, states, "", Cancellation))
            items.Add(item);
        return items;
    }
}

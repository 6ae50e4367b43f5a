using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Blob;

/// <summary>Microsoft's own SDK, with its newest version of the service.</summary>
public sealed class BlobSdkTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly BlobEmulator _emulator;
    private readonly BlobContainerClient _flights;

    public BlobSdkTests()
    {
        _emulator = Emulator.AzureBlob().WithTime(_time).WithContainer("flights");
        _flights = ServiceOf(_emulator).GetBlobContainerClient("flights");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Upload_WithHeadersMetadataAndTags_ComesBackAsItWas()
    {
        BlobClient blob = _flights.GetBlobClient("2001/März ü #1.csv");
        await blob.UploadAsync(
            BinaryData.FromString("a,b\n"),
            new BlobUploadOptions
            {
                HttpHeaders = new() { ContentType = "text/csv" },
                Metadata = new Dictionary<string, string> { ["origin"] = "BTS" },
                Tags = new Dictionary<string, string> { ["year"] = "2001" },
            },
            Cancellation);

        BlobDownloadResult got = await blob.DownloadContentAsync(Cancellation);
        Assert.Equal(("a,b\n", "text/csv", "BTS"), (got.Content.ToString(), got.Details.ContentType, got.Details.Metadata["origin"]));
        Assert.Equal("2001", (await blob.GetTagsAsync(cancellationToken: Cancellation)).Value.Tags["year"]);
    }

    [Fact]
    public async Task Upload_WithoutOverwrite_IsRefusedTheSecondTime()
    {
        BlobClient blob = _flights.GetBlobClient("lock");
        await blob.UploadAsync(BinaryData.FromString("mine"), Cancellation);

        var refused =
            await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("yours"), Cancellation));
        Assert.Equal((409, "BlobAlreadyExists"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task LargeUpload_InBlocks_IsDownloadedInRanges()
    {
        byte[] large = new byte[5 << 20];
        new Random(7).NextBytes(large);
        BlobClient blob = _flights.GetBlobClient("large");
        await blob.UploadAsync(
            new MemoryStream(large),
            new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 1 << 20, MaximumTransferSize = 1 << 20 } },
            Cancellation);

        MemoryStream read = new();
        await blob.DownloadToAsync(
            read, new BlobDownloadToOptions { TransferOptions = new() { InitialTransferSize = 1 << 20, MaximumTransferSize = 1 << 20 } },
            Cancellation);

        Assert.Equal(large, read.ToArray());
        Assert.Equal(5, _emulator.Calls.Count(call => call.Operation == "PutBlock"));
    }

    [Fact]
    public async Task EmptyBlob_Downloaded_IsEmpty()
    {
        BlobClient blob = _flights.GetBlobClient("empty");
        await blob.UploadAsync(BinaryData.FromString(""), Cancellation);

        MemoryStream read = new();
        await blob.DownloadToAsync(read, Cancellation);
        Assert.Equal(0, read.Length);
    }

    [Fact]
    public async Task Lease_OfAnother_KeepsWritersOutUntilItExpires()
    {
        BlobClient blob = _flights.GetBlobClient("leased");
        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);
        await blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation);

        var refused =
            await Assert.ThrowsAsync<RequestFailedException>(() =>
            blob.UploadAsync(BinaryData.FromString("y"), overwrite: true, Cancellation));
        Assert.Equal("LeaseIdMissing", refused.ErrorCode);
        _time.Advance(TimeSpan.FromSeconds(16));
        await blob.UploadAsync(BinaryData.FromString("y"), overwrite: true, Cancellation);
    }

    [Fact]
    public async Task List_ByHierarchy_PagesThroughBlobsAndPrefixes()
    {
        foreach (string name in new[] { "a", "b/1", "b/2", "c", "d/1" })
            await _flights.UploadBlobAsync(name, BinaryData.FromString(name), Cancellation);

        List<string> found = [];
        await foreach (Page<BlobHierarchyItem> page in _flights.GetBlobsByHierarchyAsync(
            new GetBlobsByHierarchyOptions { Delimiter = "/" }, Cancellation).AsPages(pageSizeHint: 2))
        {
            found.AddRange(page.Values.Select(item => item.IsPrefix ? item.Prefix : item.Blob.Name));
        }

        Assert.Equal(["a", "b/", "c", "d/"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AppendBlob_WrittenTwice_IsOneText()
    {
        AppendBlobClient log = _flights.GetAppendBlobClient("log");
        await log.CreateAsync(cancellationToken: Cancellation);
        await log.AppendBlockAsync(new MemoryStream("one,"u8.ToArray()), cancellationToken: Cancellation);
        await log.AppendBlockAsync(new MemoryStream("two"u8.ToArray()), cancellationToken: Cancellation);

        Assert.Equal("one,two", (await log.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task PageBlob_WrittenInTheMiddle_IsZeroAround()
    {
        PageBlobClient disk = _flights.GetPageBlobClient("disk");
        await disk.CreateAsync(2048, cancellationToken: Cancellation);
        await disk.UploadPagesAsync(new MemoryStream(Enumerable.Repeat((byte)7, 512).ToArray()), 512, cancellationToken: Cancellation);

        byte[] read = (await disk.DownloadContentAsync(Cancellation)).Value.Content.ToArray();
        Assert.Equal((2048, 0, 7, 0), (read.Length, read[511], read[512], read[1024]));
    }

    [Fact]
    public async Task Snapshot_OfABlob_KeepsWhatItWas()
    {
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("before"), Cancellation);
        string snapshot = (await blob.CreateSnapshotAsync(cancellationToken: Cancellation)).Value.Snapshot;
        await blob.UploadAsync(BinaryData.FromString("after"), overwrite: true, Cancellation);

        Assert.Equal("before", (await blob.WithSnapshot(snapshot).DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task Copy_FromAnAddress_IsThereAtOnce()
    {
        BlobClient source = _flights.GetBlobClient("source");
        await source.UploadAsync(BinaryData.FromString("x"), Cancellation);
        BlobClient target = _flights.GetBlobClient("target");

        await (await target.StartCopyFromUriAsync(source.Uri, cancellationToken: Cancellation)).WaitForCompletionAsync(Cancellation);

        Assert.Equal("x", (await target.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task Sas_AfterItsExpiry_IsRefusedByTheClockOfTheTest()
    {
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);
        BlobClient shared = new(blob.GenerateSasUri(BlobSasPermissions.Read, _time.GetUtcNow().AddMinutes(10)), Options());

        Assert.Equal("x", (await shared.DownloadContentAsync(Cancellation)).Value.Content.ToString());
        var mayNot = await Assert.ThrowsAsync<RequestFailedException>(() => shared.DeleteAsync(cancellationToken: Cancellation));
        _time.Advance(TimeSpan.FromMinutes(11));
        var late = await Assert.ThrowsAsync<RequestFailedException>(() => shared.DownloadContentAsync(Cancellation));

        Assert.Equal(("AuthorizationPermissionMismatch", "AuthenticationFailed"), (mayNot.ErrorCode, late.ErrorCode));
    }

    [Fact]
    public async Task UnsupportedCall_ByTheSdk_IsNamedAndCounted()
    {
        BlockBlobClient blob = _flights.GetBlockBlobClient("k");
        await blob.UploadAsync(new MemoryStream("x"u8.ToArray()), cancellationToken: Cancellation);

        var refused =
            await Assert.ThrowsAsync<RequestFailedException>(() =>
            blob.QueryAsync("SELECT * FROM BlobStorage", cancellationToken: Cancellation));

        Assert.Equal("APINotImplemented", refused.ErrorCode);
        Assert.Equal(["QueryBlob"], _emulator.UnsupportedCalls.Select(call => call.Operation));
    }

    [Fact]
    public async Task Throttle_Once_IsRetriedByTheSdk()
    {
        _emulator.Disturb("PutBlob", CloudFault.Throttle());
        BlobClient blob = ServiceOf(_emulator, retries: 2).GetBlobContainerClient("flights").GetBlobClient("k");

        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);

        Assert.Equal([503, 201], _emulator.Calls.Select(call => call.Status));
    }

    internal static BlobServiceClient ServiceOf(BlobEmulator emulator, int retries = 0) => new(emulator.ConnectionString, Options(retries));

    private static BlobClientOptions Options(int retries = 0) => new()
    {
        Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(1), Mode = RetryMode.Fixed },
    };
}

using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Blob;

/// <summary>Tags, tiers and pages at the edge of what is allowed.</summary>
public sealed class BlobEdgeTests : IAsyncDisposable
{
    private readonly BlobEmulator _emulator = Emulator.AzureBlob().WithContainer("flights");
    private readonly BlobContainerClient _flights;

    public BlobEdgeTests() => _flights = BlobSdkTests.ServiceOf(_emulator).GetBlobContainerClient("flights");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Theory]
    [InlineData("year", 129, "TagsTooLarge")]
    [InlineData("", 4, "EmptyTagName")]
    [InlineData("year!", 5, "InvalidTag")]
    public async Task Tags_ThatCannotBe_AreRefused(string start, int length, string code)
    {
        BlobClient blob = _flights.GetBlobClient("k");
        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);
        Dictionary<string, string> tags = new() { [start.Length == 0 ? "" : start.PadRight(length, 'x')] = "2001" };

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => blob.SetTagsAsync(tags, cancellationToken: Cancellation));

        Assert.Equal((400, code), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Find_ByTags_ComesInPages()
    {
        for (int i = 0; i < 5; i++)
        {
            await _flights.GetBlobClient($"k{i}").UploadAsync(
                BinaryData.FromString("x"), new BlobUploadOptions { Tags = new Dictionary<string, string> { ["year"] = "2001" } },
                Cancellation);
        }

        List<string[]> pages = [];
        await foreach (Page<TaggedBlobItem> page in _flights.FindBlobsByTagsAsync("\"year\" = '2001'", Cancellation).AsPages(null, 2))
            pages.Add([.. page.Values.Select(item => item.BlobName)]);

        Assert.Equal([["k0", "k1"], ["k2", "k3"], ["k4"]], pages);
    }

    [Fact]
    public async Task Tier_ThatIsOfAnotherType_IsRefused()
    {
        AppendBlobClient append = _flights.GetAppendBlobClient("log");
        await append.CreateAsync(cancellationToken: Cancellation);
        PageBlobClient page = _flights.GetPageBlobClient("disk");
        await page.CreateAsync(512, cancellationToken: Cancellation);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            append.SetAccessTierAsync(AccessTier.Cool, cancellationToken: Cancellation));
        await page.SetAccessTierAsync(AccessTier.P10, cancellationToken: Cancellation);

        Assert.Equal((409, "AccessTierNotSupportedForBlobType"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Pages_FromAnAddress_AreThoseOfTheSource()
    {
        PageBlobClient source = _flights.GetPageBlobClient("source"), target = _flights.GetPageBlobClient("target");
        await source.CreateAsync(1024, cancellationToken: Cancellation);
        await target.CreateAsync(512, cancellationToken: Cancellation);
        await source.UploadPagesAsync(new MemoryStream([.. Enumerable.Repeat((byte)7, 512)]), 512, cancellationToken: Cancellation);

        await target.UploadPagesFromUriAsync(source.Uri, new HttpRange(512, 512), new HttpRange(0, 512), cancellationToken: Cancellation);

        Assert.All((await target.DownloadContentAsync(Cancellation)).Value.Content.ToArray(), b => Assert.Equal(7, b));
    }

    [Fact]
    public async Task Pages_SinceASnapshot_AreThoseThatChanged()
    {
        PageBlobClient disk = _flights.GetPageBlobClient("disk");
        await disk.CreateAsync(2048, cancellationToken: Cancellation);
        await disk.UploadPagesAsync(new MemoryStream(new byte[1536]), 0, cancellationToken: Cancellation);
        string snapshot = (await disk.CreateSnapshotAsync(cancellationToken: Cancellation)).Value.Snapshot;
        await disk.UploadPagesAsync(new MemoryStream(new byte[512]), 512, cancellationToken: Cancellation);
        await disk.ClearPagesAsync(new HttpRange(1024, 512), cancellationToken: Cancellation);

        List<(bool, long?, long?)> changed = [];
        GetPageRangesDiffOptions options = new() { PreviousSnapshot = snapshot };
        await foreach (PageRangeItem item in disk.GetAllPageRangesDiffAsync(options, Cancellation))
            changed.Add((item.IsClear, item.Range.Offset, item.Range.Length));

        Assert.Equal([(false, 512, 512), (true, 1024, 512)], changed);
    }

    [Fact]
    public async Task DelegationKey_AskedForWithTheAccountsKey_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => BlobSdkTests.ServiceOf(_emulator)
            .GetUserDelegationKeyAsync(null, TimeProvider.System.GetUtcNow().AddHours(1), Cancellation));

        Assert.Equal((403, "AuthenticationFailed"), (refused.Status, refused.ErrorCode));
    }
}

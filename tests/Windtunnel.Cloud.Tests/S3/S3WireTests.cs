using System.Text;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>What the service says to requests at the edge of what SDKs send.</summary>
public sealed class S3WireTests : IAsyncDisposable
{
    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
    private readonly SignedClient _client;

    public S3WireTests() => _client = new(_s3.Endpoint);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _s3.DisposeAsync();
    }

    [Theory]
    [InlineData("CRC32", "DUoRhQ==")]
    [InlineData("CRC32C", "yZRlqg==")]
    [InlineData("CRC64NVME", "jSnVw/bqjr4=")]
    [InlineData("SHA1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    [InlineData("SHA256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    [InlineData("MD5", "XrY7u+Ae7tCTyyK7j1rNww==")]
    public async Task Checksum_ThatIsRight_IsKeptAndGivenBack(string algorithm, string value)
    {
        string header = $"x-amz-checksum-{algorithm.ToLowerInvariant()}";
        Answered put = await PutAsync("k", "hello world", (header, value), ("x-amz-sdk-checksum-algorithm", algorithm));
        Answered got = await _client.SendAsync("HEAD", "/flights/k", "", [], ("x-amz-checksum-mode", "ENABLED"));

        Assert.True(put.Status == 200, put.Text);
        Assert.Equal((value, "FULL_OBJECT"), (got.Header(header), got.Header("x-amz-checksum-type")));
        Assert.Equal(400, (await PutAsync("k", "hello World", (header, value))).Status);
    }

    [Fact]
    public async Task Copy_ThatAsksForAnotherChecksum_HasThat()
    {
        await PutAsync("k", "hello world");

        Answered copied = await _client.SendAsync(
            "PUT", "/flights/copy", "", [], ("x-amz-copy-source", "/flights/k"), ("x-amz-checksum-algorithm", "CRC32C"));

        Assert.Contains("<ChecksumCRC32C>yZRlqg==</ChecksumCRC32C>", copied.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_OfACompositeUpload_NeedsTheChecksumOfEachPart()
    {
        Answered begun = await _client.SendAsync("POST", "/flights/big", "uploads=", [], ("x-amz-checksum-algorithm", "CRC32C"));
        string id = Between(begun.Text, "<UploadId>", "</UploadId>");
        Answered part = await _client.SendAsync(
            "PUT", "/flights/big", $"partNumber=1&uploadId={id}", "hello world"u8.ToArray(), ("x-amz-checksum-crc32c", "yZRlqg=="));
        string listed = $"<PartNumber>1</PartNumber><ETag>{part.Header("ETag")}</ETag>";

        Answered without = await CompleteAsync(id, listed);
        Answered with = await CompleteAsync(id, $"{listed}<ChecksumCRC32C>yZRlqg==</ChecksumCRC32C>");

        Assert.Equal("InvalidRequest", CodeOf(without));
        Assert.Contains("<ChecksumType>COMPOSITE</ChecksumType>", with.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256", 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-algorithm", "XXHASH3", 501, "NotImplemented")]
    [InlineData("x-amz-expected-bucket-owner", "210987654321", 403, "AccessDenied")]
    [InlineData("x-amz-write-offset-bytes", "5", 501, "NotImplemented")]
    [InlineData("x-amz-content-sha256", "nonsense", 400, "InvalidArgument")]
    [InlineData("x-amz-tagging", "aws%3Aowner=me", 400, "InvalidTag")]
    [InlineData("x-amz-storage-class", "COSY", 400, "InvalidStorageClass")]
    public async Task Put_WithAHeaderThatCannotBe_IsRefused(string header, string value, int status, string code)
    {
        // The upload of parts is where an algorithm is asked for by name alone.
        Answered refused = header == "x-amz-checksum-algorithm"
            ? await _client.SendAsync("POST", "/flights/k", "uploads=", [], (header, value))
            : await PutAsync("k", "x", (header, value));

        Assert.Equal((status, code), (refused.Status, CodeOf(refused)));
    }

    [Theory]
    [InlineData("GLACIER", 403)]
    [InlineData("DEEP_ARCHIVE", 403)]
    [InlineData("GLACIER_IR", 200)]
    public async Task Get_OfAnArchivedObject_NeedsARestore(string storageClass, int status)
    {
        await PutAsync("k", "x", ("x-amz-storage-class", storageClass));

        Assert.Equal(status, (await _client.SendAsync("GET", "/flights/k", "", [])).Status);
        Assert.Equal(200, (await _client.SendAsync("HEAD", "/flights/k", "", [])).Status);
    }

    [Fact]
    public async Task Acl_WhereTheBucketAllowsThem_IsRefusedAsNotEmulated()
    {
        await _client.SendAsync("PUT", "/open-skies", "", [], ("x-amz-object-ownership", "ObjectWriter"));

        Answered closed = await _client.SendAsync("PUT", "/flights", "acl=", [], ("x-amz-acl", "public-read"));
        Answered open = await _client.SendAsync("PUT", "/open-skies", "acl=", [], ("x-amz-acl", "public-read"));

        Assert.Equal(("AccessControlListNotSupported", "NotImplemented"), (CodeOf(closed), CodeOf(open)));
        Assert.Equal(["PutBucketAcl"], _s3.UnsupportedCalls.Select(call => call.Operation));
    }

    [Theory]
    [InlineData("us-east-1", 400, null)]
    [InlineData("mars-west-1a", 400, null)]
    [InlineData("eu-west-1", 200, "http://elsewhere.s3.amazonaws.com/")]
    public async Task Bucket_InARegion_IsMadeThere(string region, int status, string? location)
    {
        byte[] document = Encoding.ASCII.GetBytes(
            $"<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>");
        Answered made = await _client.SendAsync("PUT", "/elsewhere", "", document);

        Assert.Equal((status, location), (made.Status, made.Header("Location")));
    }

    [Fact]
    public async Task Date_OfTheFuture_IsNoCondition()
    {
        await PutAsync("k", "x");

        Assert.Equal(200, (await _client.SendAsync("GET", "/flights/k", "", [], ("If-Modified-Since",
            "Fri, 01 Jan 2100 00:00:00 GMT"))).Status);
    }

    [Theory]
    [InlineData("ETag,Nonsense", "InvalidArgument")]
    [InlineData(null, "InvalidArgument")]
    public async Task Attributes_ThatAreNone_AreRefused(string? attributes, string code)
    {
        await PutAsync("k", "x");
        (string, string)[] headers = attributes is null ? [] : [("x-amz-object-attributes", attributes)];

        Assert.Equal(code, CodeOf(await _client.SendAsync("GET", "/flights/k", "attributes=", [], headers)));
    }

    private Task<Answered> CompleteAsync(string id, string part) => _client.SendAsync(
        "POST", "/flights/big", $"uploadId={id}",
        Encoding.ASCII.GetBytes($"<CompleteMultipartUpload><Part>{part}</Part></CompleteMultipartUpload>"));

    private Task<Answered> PutAsync(string key, string text, params (string, string)[] headers) =>
        _client.SendAsync("PUT", $"/flights/{key}", "", Encoding.UTF8.GetBytes(text), headers);

    private static string CodeOf(Answered answered) =>
        answered.Text.Contains("<Code>", StringComparison.Ordinal) ? Between(answered.Text, "<Code>", "</Code>") : answered.Text;

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}

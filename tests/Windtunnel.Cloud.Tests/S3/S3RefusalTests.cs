using System.Text;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Refusals that depend on how a request is signed, or on what lies in the bucket already.</summary>
public sealed class S3RefusalTests : IAsyncDisposable
{
    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
    private readonly SignedClient _client;
    private readonly RawClient _raw;

    public S3RefusalTests()
    {
        _client = new(_s3.Endpoint);
        _raw = new(_s3.Endpoint);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _raw.Dispose();
        return _s3.DisposeAsync();
    }

    [Theory]
    [InlineData("AWS windtunnel:c2lnbmF0dXJl", "Sat, 01 Jan 2000 00:00:00 GMT", "", "RequestTimeTooSkewed")]
    [InlineData("AWS windtunnel:c2lnbmF0dXJl", null, "", "AccessDenied")]
    [InlineData("AWS windtunnel:c2lnbmF0dXJl", "yesterday", "", "AccessDenied")]
    [InlineData("AWS4-HMAC-SHA256 Credential=windtunnel/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00", null, "",
        "AccessDenied")]
    [InlineData("AWS4-HMAC-SHA256 Credential=x", "Sat, 01 Jan 2000 00:00:00 GMT", "X-Amz-Algorithm=AWS4-HMAC-SHA256", "InvalidArgument")]
    [InlineData("AWS windtunnel:x", "Sat, 01 Jan 2000 00:00:00 GMT", "AWSAccessKeyId=windtunnel", "InvalidArgument")]
    public async Task Signature_WithoutTimeOrTwice_IsRefused(string authorization, string? date, string query, string code)
    {
        List<(string, string)> headers = [("Authorization", authorization)];
        if (date is not null)
            headers.Add(("Date", date));

        Assert.Equal(code, CodeOf(await _raw.SendAsync("GET", "/flights/k", query, headers, null)));
    }

    [Fact]
    public async Task Frames_WithoutTheirLength_AreRefused()
    {
        using SignedClient framed = new(_s3.Endpoint, payload: "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        using SignedClient unknown = new(_s3.Endpoint, payload: "STREAMING-NONSENSE");
        byte[] body = "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"u8.ToArray();
        (string, string)[] headers = [("Content-Encoding", "aws-chunked"), ("x-amz-trailer", "x-amz-checksum-crc32")];

        Assert.Equal("MissingContentLength", CodeOf(await framed.SendAsync("PUT", "/flights/k", "", body, headers)));
        Assert.Equal("InvalidArgument", CodeOf(await unknown.SendAsync("PUT", "/flights/k", "", body, headers)));
    }

    [Theory]
    [InlineData("*", 412, "PreconditionFailed")]
    [InlineData("\"x\"", 412, "PreconditionFailed")]
    public async Task Delete_OfWhatIsDeleted_MatchesNothing(string ifMatch, int status, string code)
    {
        await _client.SendAsync("PUT", "/flights", "versioning=", Versioning);
        await _client.SendAsync("DELETE", "/flights/k", "", []);

        Answered refused = await _client.SendAsync("DELETE", "/flights/k", "", [], ("If-Match", ifMatch));

        Assert.Equal((status, code), (refused.Status, CodeOf(refused)));
        Assert.Equal(404, (await _client.SendAsync("DELETE", "/flights/never", "", [], ("If-Match", ifMatch))).Status);
    }

    [Theory]
    [InlineData("a=1&a=2", "InvalidArgument")]
    [InlineData("a%21=1", "InvalidTag")]
    [InlineData("a=%3C1%3E", "InvalidTag")]
    [InlineData("gate%2Fnumber%201_.%3A%3D%2B-%40=B%207%C3%A9", null)]
    public async Task Tags_InAHeader_AreChecked(string tags, string? code) =>
        Assert.Equal(code, CodeOf(await _client.SendAsync("PUT", "/flights/k", "", [], ("x-amz-tagging", tags))));

    [Theory]
    [InlineData("COMPOSITE", "x-amz-checksum-crc32c", "InvalidRequest")]
    [InlineData("COMPOSITE", null, "InvalidRequest")]
    [InlineData("FULL_OBJECT", null, null)]
    public async Task Part_WithoutTheChecksumOfItsUpload_IsRefused(string type, string? header, string? code)
    {
        Answered begun = await _client.SendAsync(
            "POST", "/flights/big", "uploads=", [], ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", type));
        string id = begun.Text.Split("<UploadId>")[1].Split('<')[0];
        (string, string)[] headers = header is null ? [] : [(header, "yZRlqg==")];

        Assert.Equal(code, CodeOf(await _client.SendAsync(
            "PUT", "/flights/big", $"partNumber=1&uploadId={id}", "hello world"u8.ToArray(), headers)));
    }

    [Theory]
    [InlineData("legal-hold")]
    [InlineData("retention")]
    public async Task Lock_OfAnObject_NeedsABucketWithLocks(string subresource)
    {
        await _client.SendAsync("PUT", "/flights/k", "", "x"u8.ToArray());

        Assert.Equal("InvalidRequest", CodeOf(await _client.SendAsync("GET", "/flights/k", $"{subresource}=", [])));
        Assert.Equal("NoSuchKey", CodeOf(await _client.SendAsync("GET", "/flights/nope", $"{subresource}=", [])));
    }

    [Fact]
    public async Task Page_OfParts_HoldsAThousandAtMost()
    {
        Answered begun = await _client.SendAsync("POST", "/flights/big", "uploads=", []);
        string id = begun.Text.Split("<UploadId>")[1].Split('<')[0];

        Answered listed = await _client.SendAsync("GET", "/flights/big", $"max-parts=5000&uploadId={id}", []);

        Assert.Contains("<MaxParts>1000</MaxParts>", listed.Text, StringComparison.Ordinal);
        Assert.NotEmpty(listed.Header("x-amz-id-2")!);
    }

    [Theory]
    [InlineData("cors", "CORSConfiguration", "", "MalformedXML")]
    [InlineData("cors", "CORSConfiguration", "<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>", "MalformedXML")]
    [InlineData("cors", "CORSConfiguration",
        "<CORSRule><AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule>", "InvalidRequest")]
    [InlineData("object-lock", "ObjectLockConfiguration", "<ObjectLockEnabled>Enabled</ObjectLockEnabled>", "InvalidBucketState")]
    public async Task Setting_OfABucket_IsChecked(string parameter, string root, string content, string code) =>
        Assert.Equal(code, CodeOf(await _client.SendAsync(
            "PUT", "/flights", $"{parameter}=", Encoding.ASCII.GetBytes($"<{root}>{content}</{root}>"))));

    private static byte[] Versioning =>
        Encoding.ASCII.GetBytes("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");

    private static string? CodeOf(Answered answered) =>
        answered.Text.Contains("<Code>", StringComparison.Ordinal) ? answered.Text.Split("<Code>")[1].Split('<')[0] : null;
}

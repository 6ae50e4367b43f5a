using System.Net;
using System.Security.Cryptography;
using System.Text;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

/// <summary>Requests that no SDK sends.</summary>
public sealed class S3HostileInputTests : IAsyncDisposable
{
    private readonly S3Emulator _s3 = Emulator.S3().WithBucket("flights");
    private readonly SignedClient _client;

    public S3HostileInputTests() => _client = new(_s3.Endpoint);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _s3.DisposeAsync();
    }

    [Theory]
    [InlineData("/flights/../../etc/passwd")]
    [InlineData("/flights/a/%2e%2e/b")]
    [InlineData("/flights//leading")]
    [InlineData("/flights/tab%09line%0Aend")]
    public async Task Key_ThatLooksLikeAPath_IsJustAName(string path)
    {
        Answered put = await SendAsync("PUT", path, "", "x"u8.ToArray());
        Answered got = await SendAsync("GET", path, "", []);

        Assert.Equal((200, 200, "x"), (put.Status, got.Status, got.Text));
    }

    [Theory]
    [InlineData("/flights/%zz")]
    [InlineData("/flights/%ff%fe")]
    public async Task Path_ThatIsNoUtf8_IsRefused(string path) =>
        Assert.Equal(400, (await SendAsync("GET", path, "", [])).Status);

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object></Delete>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Delete><Object><Key>&b;</Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key></Object>")]
    [InlineData("<Other/>")]
    [InlineData("")]
    public async Task Document_ThatIsBadXml_IsMalformed(string document)
    {
        byte[] body = Encoding.UTF8.GetBytes(document);
        Answered refused = await SendAsync("POST", "/flights", "delete", body, ("Content-MD5", Convert.ToBase64String(Md5(body))));

        Assert.Equal(400, refused.Status);
        Assert.Contains("<Code>MalformedXML</Code>", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz\r\nhello world\r\n0\r\n\r\n")]
    [InlineData("b\r\nhello world0\r\n\r\n")]
    [InlineData("ffffffffffffffff\r\nhello world\r\n0\r\n\r\n")]
    [InlineData("b\r\nhello")]
    [InlineData("b\nhello world\n0\n\n")]
    public async Task Frames_ThatAreMalformed_StoreNothing(string body)
    {
        Answered refused = await SendAsync(
            "PUT", "/flights/k", "", Encoding.ASCII.GetBytes(body), ("x-amz-decoded-content-length", "11"),
                ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("Content-Encoding", "aws-chunked"));

        Assert.Equal((int)HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(404, (await SendAsync("GET", "/flights/k", "", [])).Status);
    }

    [Fact]
    public async Task Metadata_ThatIsTooLarge_IsRefused()
    {
        Answered refused = await SendAsync("PUT", "/flights/k", "", "x"u8.ToArray(), ("x-amz-meta-long", new string('m', 3000)));

        Assert.Contains("<Code>MetadataTooLarge</Code>", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfManyKilobytes_AreRefusedInTheServicesForm()
    {
        Answered refused = await SendAsync("GET", "/flights/k", "", [], ("x-other", new string('h', 40_000)));

        Assert.Equal(400, refused.Status);
        Assert.Contains("<Code>RequestHeaderSectionTooLarge</Code>", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=x")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=0-1,3-4")]
    public async Task Range_ThatIsNone_MeansTheWholeObject(string range)
    {
        await SendAsync("PUT", "/flights/k", "", "hello"u8.ToArray());

        Answered got = await SendAsync("GET", "/flights/k", "", [], ("Range", range));

        Assert.Equal((200, "hello"), (got.Status, got.Text));
    }

    private Task<Answered> SendAsync(string method, string path, string query, byte[] body, params (string Name, string Value)[] more) =>
        _client.SendAsync(method, path, query, body, more);

#pragma warning disable CA5351 // The header is named after its hash.
    private static byte[] Md5(byte[] body) => MD5.HashData(body);
#pragma warning restore CA5351
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Gcs;

/// <summary>What clients for other languages than Node send.</summary>
public sealed class GcsWireTests : IAsyncDisposable
{
    private readonly GcsEmulator _gcs = Emulator.Gcs().WithBucket("flights");
    private readonly RawClient _client;

    public GcsWireTests() => _client = new(_gcs.Endpoint);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _gcs.DisposeAsync();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Batch_OfSeveralCalls_AnswersEach(string lineEnd)
    {
        await SaveAsync("a", "x");
        string batch = string.Join(lineEnd,
            "--cut", "Content-Type: application/http", "Content-ID: <1>", "", "DELETE /storage/v1/b/flights/o/a HTTP/1.1", "", "",
            "--cut", "Content-Type: application/http", "Content-ID: <2>", "", "GET /storage/v1/b/flights/o/nope HTTP/1.1", "", "",
            "--cut--", "");

        Answered answered = await SendAsync("POST", "/batch/storage/v1", "", batch, ("Content-Type", "multipart/mixed; boundary=cut"));

        Assert.Equal(200, answered.Status);
        Assert.Contains("Content-ID: <response-1>\r\n\r\nHTTP/1.1 204 No Content", answered.Text, StringComparison.Ordinal);
        Assert.Contains("Content-ID: <response-2>\r\n\r\nHTTP/1.1 404 Not Found", answered.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await SendAsync("GET", "/storage/v1/b/flights/o/a")).Status);
    }

    [Fact]
    public async Task Upload_InPartsOutOfOrder_IsOneObject()
    {
        string first = new('a', 5 << 20);
        Answered begun = await SendAsync("POST", "/flights/big", "uploads", "");
        string id = Between(begun.Text, "<UploadId>", "</UploadId>");
        Answered two = await SendAsync("PUT", "/flights/big", $"partNumber=2&uploadId={id}", "tail");
        Answered one = await SendAsync("PUT", "/flights/big", $"partNumber=1&uploadId={id}", first);

        Answered done = await SendAsync(
            "POST", "/flights/big", $"uploadId={id}",
            $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{one.Header("ETag")}</ETag></Part>"
            + $"<Part><PartNumber>2</PartNumber><ETag>{two.Header("ETag")}</ETag></Part></CompleteMultipartUpload>");

        Assert.True(done.Status == 200, done.Text);
        Assert.Equal(first + "tail", (await SendAsync("GET", "/flights/big")).Text);
        Assert.Equal(404, (await SendAsync("GET", "/flights/big", $"uploadId={id}")).Status);
    }

    [Theory]
    [InlineData("**.csv", "2026/jan.csv,all.csv")]
    [InlineData("*.csv", "all.csv")]
    [InlineData("20??/{jan,feb}.*", "2026/jan.csv")]
    [InlineData("[!a]*", "")]
    public async Task Listing_ByAGlob_FindsItsNames(string glob, string names)
    {
        await SaveAsync("2026/jan.csv", "x");
        await SaveAsync("all.csv", "x");
        await SaveAsync("all.json", "x");

        Answered listed = await SendAsync("GET", "/storage/v1/b/flights/o", $"fields=items(name)&matchGlob={Uri.EscapeDataString(glob)}");

        string[] found = JsonDocument.Parse(listed.Text).RootElement.TryGetProperty("items", out JsonElement items)
            ? [.. items.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)] : [];
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Fact]
    public async Task Rewrite_WithFewBytesForEachCall_GoesOnByItsToken()
    {
        await SaveAsync("big", new string('x', (2 << 20) + 1));
        const string Path = "/storage/v1/b/flights/o/big/rewriteTo/b/flights/o/copy";
        List<bool> steps = [];
        string token = "";
        do
        {
            Answered answered = await SendAsync("POST", Path, $"maxBytesRewrittenPerCall=1048576{token}", "{}");
            JsonElement step = JsonDocument.Parse(answered.Text).RootElement;
            steps.Add(step.GetProperty("done").GetBoolean());
            token = steps[^1] ? "" : $"&rewriteToken={Uri.EscapeDataString(step.GetProperty("rewriteToken").GetString()!)}";
        }
        while (token.Length > 0);

        Assert.Equal([false, false, true], steps);
        Assert.Equal(200, (await SendAsync("GET", "/storage/v1/b/flights/o/copy")).Status);
    }

    [Fact]
    public async Task Move_ToAnotherName_LeavesNothingBehind()
    {
        await SaveAsync("a", "x");

        Answered moved = await SendAsync("POST", "/storage/v1/b/flights/o/a/moveTo/o/b", "ifSourceMetagenerationMatch=1", "");

        Assert.True(moved.Status == 200, moved.Text);
        Assert.Equal((404, "x"), ((await SendAsync("GET", "/flights/a")).Status, (await SendAsync("GET", "/flights/b")).Text));
    }

    [Fact]
    public async Task Chunk_OfAClientThatCannotSee308_IsAnsweredWith200AndTheStatusBeside()
    {
        Answered begun = await SendAsync("POST", "/upload/storage/v1/b/flights/o", "uploadType=resumable&name=k", "{}");
        Uri session = new(begun.Header("Location")!);

        Answered chunk = await SendAsync(
            "PUT", session.AbsolutePath, session.Query[1..], new string('x', 256 << 10), ("Content-Range", "bytes 0-262143/*"),
            ("X-GUploader-No-308", "yes"));

        Assert.Equal((200, "308", "bytes=0-262143"), (chunk.Status, chunk.Header("X-Http-Status-Code-Override"), chunk.Header("Range")));
    }

    [Fact]
    public async Task Address_SignedWithTheServiceAccount_IsCheckedToTheLastByte()
    {
        await SaveAsync("k", "x");
        string right = Signed("/flights/k", "GET"), wrong = right[..^1] + (right[^1] == '0' ? '1' : '0');

        Assert.Equal((200, "x"), await GetAsync(right));
        (int status, string body) = await GetAsync(wrong);
        Assert.Equal(403, status);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", body, StringComparison.Ordinal);
        Assert.Equal(403, (await SendAsync("DELETE", "/flights/k", right)).Status);

        async Task<(int, string)> GetAsync(string query)
        {
            Answered answered = await SendAsync("GET", "/flights/k", query);
            return (answered.Status, answered.Text);
        }
    }

    [Theory]
    [InlineData("x-goog-encryption-algorithm", "AES256", "")]
    [InlineData("x-other", "", "kmsKeyName=k")]
    public async Task Encryption_ByKeysOfTheClient_IsRefusedLoudly(string header, string value, string query)
    {
        Answered refused = await SendAsync(
            "POST", "/upload/storage/v1/b/flights/o", $"uploadType=media&name=k&{query}", "x", (header, value));

        Assert.Equal(501, refused.Status);
        Assert.Single(_gcs.UnsupportedCalls);
    }

    [Fact]
    public async Task Object_UnderARetentionPolicy_IsNotDeleted()
    {
        await SaveAsync("k", "x");
        await SendAsync("PATCH", "/storage/v1/b/flights", "", """{"retentionPolicy":{"retentionPeriod":"60"}}""");

        Assert.Equal(403, (await SendAsync("DELETE", "/storage/v1/b/flights/o/k")).Status);
    }

    [Theory]
    [InlineData("If-None-Match", 304)]
    [InlineData("If-Match", 200)]
    public async Task Get_ByTheETag_IsConditional(string header, int status)
    {
        await SaveAsync("k", "x");
        string etag = (await SendAsync("GET", "/flights/k")).Header("ETag")!;

        Assert.Equal(status, (await SendAsync("GET", "/storage/v1/b/flights/o/k", "", null, (header, etag))).Status);
    }

    [Fact]
    public async Task Acl_OfAnObject_IsKept()
    {
        await SaveAsync("k", "x");
        const string Acl = "/storage/v1/b/flights/o/k/acl";
        await SendAsync("POST", Acl, "", """{"entity":"allUsers","role":"READER"}""");

        Answered entry = await SendAsync("GET", $"{Acl}/allUsers");
        Answered deleted = await SendAsync("DELETE", $"{Acl}/allUsers");

        Assert.Contains("READER", entry.Text, StringComparison.Ordinal);
        Assert.Equal((204, 404), (deleted.Status, (await SendAsync("GET", $"{Acl}/allUsers")).Status));
    }

    private string Signed(string path, string method)
    {
        using JsonDocument file = JsonDocument.Parse(_gcs.ServiceAccountKey);
        using RSA key = RSA.Create();
        key.ImportFromPem(file.RootElement.GetProperty("private_key").GetString());
        string instant = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", null);
        string scope = $"{instant[..8]}/auto/storage/goog4_request";
        string credential = Uri.EscapeDataString($"{file.RootElement.GetProperty("client_email").GetString()}/{scope}");
        string query = $"X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential={credential}&X-Goog-Date={instant}&X-Goog-Expires=600"
            + "&X-Goog-SignedHeaders=host";
        string canonical = $"{method}\n{path}\n{query}\nhost:{_client.Authority}\n\nhost\nUNSIGNED-PAYLOAD";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        byte[] signature = key.SignData(
            Encoding.UTF8.GetBytes($"GOOG4-RSA-SHA256\n{instant}\n{scope}\n{hash}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{query}&X-Goog-Signature={Convert.ToHexStringLower(signature)}";
    }

    private async Task SaveAsync(string name, string text) => Assert.Equal(
        200, (await SendAsync("POST", "/upload/storage/v1/b/flights/o", $"uploadType=media&name={Uri.EscapeDataString(name)}", text))
            .Status);

    private Task<Answered> SendAsync(
        string method, string path, string query = "", string? body = null, params (string, string)[] headers) =>
        _client.SendAsync(method, path, query, headers, body is null ? null : Encoding.UTF8.GetBytes(body));

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}

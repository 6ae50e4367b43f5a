using System.Text;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Gcs;

/// <summary>What Google refuses, and how.</summary>
public sealed class GcsRefusalTests : IAsyncDisposable
{
    private readonly GcsEmulator _gcs = Emulator.Gcs().WithBucket("flights");
    private readonly RawClient _client;

    public GcsRefusalTests() => _client = new(_gcs.Endpoint);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _gcs.DisposeAsync();
    }

    [Theory]
    [InlineData("project=p", "planes", 200)]
    [InlineData("", "planes", 400)]
    [InlineData("project=p", "my-google-planes", 400)]
    [InlineData("project=p", "10.0.0.1", 400)]
    [InlineData("project=p", "a-name-of-more-than-sixty-three-characters-without-a-dot-in-between", 400)]
    [InlineData("project=p", "a-name.of-more-than-sixty-three-characters.with-dots-in-between.example", 200)]
    public async Task Bucket_WithAName_IsMadeOrRefused(string query, string name, int status) =>
        Assert.Equal(status, (await SendAsync("POST", "/storage/v1/b", query, $$"""{"name":"{{name}}"}""")).Status);

    [Theory]
    [InlineData("GET", "/storage/v1/b/flights/o", "pageToken=nope", "")]
    [InlineData("POST", "/storage/v1/b/flights/o/k/rewriteTo/b/flights/o/l", "rewriteToken=nope", "")]
    [InlineData("PATCH", "/storage/v1/b/flights/o/k", "", """{"customTime":"someday"}""")]
    [InlineData("PATCH", "/storage/v1/b/flights/o/k", "", """{"customTime":"2020-01-01T00:00:00Z"}""")]
    [InlineData("PATCH", "/storage/v1/b/flights/o/k", "", """{"customTime":null}""")]
    public async Task Call_WithAValueThatCannotBe_IsInvalid(string method, string path, string query, string body)
    {
        await SaveAsync("k");
        await SendAsync("PATCH", "/storage/v1/b/flights/o/k", "", """{"customTime":"2030-01-01T00:00:00Z"}""");

        Answered refused = await SendAsync(method, path, query, body);

        Assert.Equal(400, refused.Status);
        Assert.Contains("\"reason\":\"invalid\"", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes 0-2/2")]
    [InlineData("bytes 2-0/3")]
    public async Task Chunk_ThatIsLongerThanItsObject_IsRefused(string range)
    {
        Answered begun = await SendAsync("POST", "/upload/storage/v1/b/flights/o", "uploadType=resumable&name=k", "{}");
        string session = new Uri(begun.Header("Location")!).Query[1..];

        Assert.Equal(400, (await SendAsync(
            "PUT", "/upload/storage/v1/b/flights/o", session, "abc", ("Content-Range", range))).Status);
    }

    [Fact]
    public async Task RetentionPolicy_ThatIsLocked_IsProlongedOnly()
    {
        const string Bucket = "/storage/v1/b/flights";
        Assert.Equal(400, (await SendAsync("POST", $"{Bucket}/lockRetentionPolicy", "ifMetagenerationMatch=1")).Status);
        await SendAsync("PATCH", Bucket, "", """{"retentionPolicy":{"retentionPeriod":"60"}}""");

        Assert.Equal(400, (await SendAsync("POST", $"{Bucket}/lockRetentionPolicy")).Status);
        Assert.Equal(412, (await SendAsync("POST", $"{Bucket}/lockRetentionPolicy", "ifMetagenerationMatch=1")).Status);
        Assert.Equal(200, (await SendAsync("POST", $"{Bucket}/lockRetentionPolicy", "ifMetagenerationMatch=2")).Status);
        Assert.Equal(403, (await SendAsync("PATCH", Bucket, "", """{"retentionPolicy":null}""")).Status);
        Assert.Equal(403, (await SendAsync("PATCH", Bucket, "", """{"retentionPolicy":{"retentionPeriod":"59"}}""")).Status);
        Assert.Equal(200, (await SendAsync("PATCH", Bucket, "", """{"retentionPolicy":{"retentionPeriod":"61"}}""")).Status);
    }

    private async Task SaveAsync(string name) => Assert.Equal(
        200, (await SendAsync("POST", "/upload/storage/v1/b/flights/o", $"uploadType=media&name={name}", "x")).Status);

    private Task<Answered> SendAsync(
        string method, string path, string query = "", string body = "", params (string, string)[] headers) =>
        _client.SendAsync(method, path, query, headers, method == "GET" ? null : Encoding.UTF8.GetBytes(body));
}

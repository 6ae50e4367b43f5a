using System.Net;
using System.Text;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>What a tape leaves out, what it masks, and what a replay of it takes for the same.</summary>
public sealed class HttpTapeStrictnessTests : IAsyncDisposable
{
    private const string Canary = "canary-91c0e";

    private readonly TempDirectory _folder = new();
    private readonly HttpTape _tape = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    [Theory]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("X-Api-Key")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Auth")]
    [InlineData("X-Session-Id")]
    [InlineData("X-Csrf")]
    [InlineData("WWW-Authenticate")]
    [InlineData("sig")]
    [InlineData("Signature")]
    [InlineData("key")]
    [InlineData("pwd")]
    [InlineData("assertion")]
    [InlineData("session")]
    [InlineData("SessionId")]
    [InlineData("Proxy-Authorization")]
    [InlineData("X-Private-Key")]
    [InlineData("client_secret")]
    public void Name_OfACredential_IsSecret(string name) => Assert.True(HttpSecrets.IsSecretName(name));

    [Theory]
    [InlineData("X-Tenant")]
    [InlineData("day")]
    [InlineData("keys")]
    public void Name_OfAnythingElse_IsNone(string name) => Assert.False(HttpSecrets.IsSecretName(name));

    [Theory]
    [InlineData("api%5Fkey=1&b=2", "api%5Fkey=***&b=2")]
    [InlineData("sig=1&sig=2", "sig=***&sig=***")]
    [InlineData("sig", "sig")]
    public void Query_WithASecretName_LosesItsValue(string query, string masked) =>
        Assert.Equal(masked, new HttpSecrets().MaskQuery(query));

    [Theory]
    [InlineData("""{"credentials":1,"secret":{"of":{"someone":"canary-91c0e"}}}""")]
    [InlineData("""[{"a":1},{"signature":"canary-91c0e"}]""")]
    public void Secret_DeepInJson_IsLearned(string json)
    {
        var secrets = new HttpSecrets();
        secrets.Learn(StubResponse.JsonText(json));

        Assert.Equal("see ***", secrets.Mask($"see {Canary}"));
    }

    [Fact]
    public void Cookie_WithAnEqualsSignInIt_IsLearnedWhole()
    {
        var secrets = new HttpSecrets();
        secrets.Learn(new StubResponse().WithHeader("Set-Cookie", $"sid={Canary}==; Path=/"));

        Assert.Equal("see ***", secrets.Mask($"see {Canary}=="));
    }

    [Fact]
    public void Exchange_OnATape_HasNoHeadersOfItsMoment()
    {
        string[] noise =
        [
            "Accept-Encoding", "Baggage", "Connection", "Content-Encoding", "Content-Length", "Date", "Expect", "Host", "Keep-Alive",
            "Proxy-Connection", "Request-Id", "Server", "TE", "Trailer", "Traceparent", "Tracestate", "Transfer-Encoding", "Upgrade",
            "User-Agent", "Via", "Windtunnel-Clock",
        ];

        TapeExchange kept = Record(Request("/a", [.. noise.Select(name => (name, "x")), ("X-B", "1"), ("X-A", "2")]), new());

        Assert.Equal(["X-A", "X-B"], kept.RequestHeaders.Select(header => header.Key));
    }

    [Fact]
    public void Secret_ThatTheAnswerHandsOut_IsMaskedInItsRequestToo()
    {
        TapeExchange kept = Record(
            Request($"/{Canary}?at={Canary}", ("X-A", Canary)), StubResponse.JsonText($$"""{"token":"{{Canary}}"}"""));

        Assert.Equal(("/***?at=***", "***"), (kept.Target, kept.RequestHeaders[0].Value));
        Assert.Equal("""{"token":"***"}""", kept.ResponseBody.Text);
    }

    [Theory]
    [InlineData("42", TapeBodyKind.Text)]
    [InlineData("{\"a\":1}", TapeBodyKind.Json)]
    [InlineData("[1]", TapeBodyKind.Json)]
    [InlineData("{a", TapeBodyKind.Text)]
    public void Body_OfATape_IsOfTheKindThatReadsBest(string body, object kind) =>
        Assert.Equal(kind, Record(Request("/a"), StubResponse.Text(body)).ResponseBody.Kind);

    [Theory]
    [InlineData("/a/%7Bid%7D", "/a/%7Bid%7D", HttpStatusCode.Accepted)]
    [InlineData("/a/%7Bid%7D", "/a/b", HttpStatusCode.NotFound)]
    [InlineData("/a/{id}", "/a/b", HttpStatusCode.NotFound)]
    [InlineData($"/a/{Canary}/b", "/a/other/b", HttpStatusCode.Accepted)]
    [InlineData($"/a/{Canary}/b", "/a/other/c", HttpStatusCode.NotFound)]
    [InlineData($"/a?at={Canary}", "/a?at=other", HttpStatusCode.Accepted)]
    [InlineData($"/a?at={Canary}", "/a", HttpStatusCode.NotFound)]
    public async Task Target_OfAReplay_IsTakenAsMasked(string recorded, string asked, HttpStatusCode status)
    {
        _tape.Masking(Canary);
        Record(Request(recorded), new() { Status = 202 });

        Assert.Equal(status, await AskAsync(new(HttpMethod.Get, asked)));
    }

    [Theory]
    [InlineData("""{"a":1,"password":"other"}""", HttpStatusCode.Accepted)]
    [InlineData("""{"a":2,"password":"canary-91c0e"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"a":1}""", HttpStatusCode.NotFound)]
    public async Task Json_OfAReplay_IsFreeOnlyWhereItWasMasked(string asked, HttpStatusCode status)
    {
        Record(new("POST", "/a", [new("Content-Type", "application/json; charset=utf-8")],
            Encoding.UTF8.GetBytes($$"""{"a":1,"password":"{{Canary}}"}""")), new() { Status = 202 });

        Assert.Equal(status, await AskAsync(new(HttpMethod.Post, "/a")
        {
            Content = new StringContent(asked, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
        }));
    }

    [Fact]
    public async Task Replay_WithoutTheCredentialsOfThen_AnswersAsThen()
    {
        byte[] bytes = [0xFF, 0, 1];
        Record(
            Request("/a", ("Authorization", $"Bearer {Canary}")), new StubResponse { Status = 203, Body = bytes }.WithHeader("X-A", "1"));
        _tape.Save(_folder.PathOf("tape.json"));
        await using HttpStub replay = Stub.Replay(_folder.PathOf("tape.json")).WithoutSockets();
        using HttpClient client = replay.Client();

        using HttpResponseMessage answer = await client.GetAsync(new Uri("/a", UriKind.Relative), Cancellation);

        Assert.Equal((203, "1"), ((int)answer.StatusCode, string.Join("", answer.Headers.GetValues("X-A"))));
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private TapeExchange Record(StubRequest request, StubResponse response)
    {
        _tape.Add(_tape.Begin(), request, response);
        return _tape.Exchanges[^1];
    }

    private async Task<HttpStatusCode> AskAsync(HttpRequestMessage request)
    {
        _tape.Save(_folder.PathOf("tape.json"));
        await using HttpStub replay = Stub.Replay(_folder.PathOf("tape.json")).WithoutSockets();
        using HttpClient client = replay.Client();
        using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static StubRequest Request(string target, params (string Name, string Value)[] headers) =>
        new("GET", target, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), default);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>A replay expects what was recorded and nothing else: each row differs from the recorded request in one thing.</summary>
public sealed class HttpReplayTests : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<HttpRequestMessage>, Func<HttpRequestMessage>> Differences => new()
    {
        { "another header", () => Get("/a", ("X-Tenant", "a")), () => Get("/a", ("X-Tenant", "b")) },
        { "a header less", () => Get("/a", ("X-Tenant", "a")), () => Get("/a") },
        { "a query value", () => Get("/a?day=1"), () => Get("/a?day=2") },
        { "a query name more", () => Get("/a?day=1"), () => Get("/a?day=1&hour=2") },
        { "a query value more", () => Get("/a?day=1"), () => Get("/a?day=1&day=2") },
        { "a query value once", () => Get("/a?day=1&day=1"), () => Get("/a?day=1") },
        { "a body", () => Get("/a"), () => Text("GET", "x") },
        { "another text", () => Text("POST", "x"), () => Text("POST", "y") },
        { "no body", () => Text("POST", "x"), () => new(HttpMethod.Post, "/a") },
        { "another type", () => Text("POST", "x"), () => Text("POST", "x", "text/html") },
        { "another json", () => Text("POST", """{"a":1}""", "application/json"), () => Text("POST", """{"a":2}""", "application/json") },
        { "other bytes", () => Bytes(0xFF, 1), () => Bytes(0xFF, 2) },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Replay_OfARequestThatDiffers_IsAFindingAndOfTheSameIsNot(
        string difference, Func<HttpRequestMessage> recorded, Func<HttpRequestMessage> other)
    {
        await using HttpStub server = Stub.Http(s => s.Any("/a").Returns(202));
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, _folder.PathOf("tape.json")))
        {
            Assert.Equal(HttpStatusCode.Accepted, await AskAsync(recorder.Url, recorded()));
        }

        await using HttpStub same = Stub.Replay(_folder.PathOf("tape.json"));
        Assert.Equal((difference, HttpStatusCode.Accepted), (difference, await AskAsync(same.Url, recorded())));
        same.Verify();
        Assert.Equal((difference, HttpStatusCode.NotFound), (difference, await AskAsync(same.Url, recorded())));
        await using HttpStub different = Stub.Replay(_folder.PathOf("tape.json"));
        Assert.Equal((difference, HttpStatusCode.NotFound), (difference, await AskAsync(different.Url, other())));
    }

    [Fact]
    public async Task Replay_OfABodyOfSeveralParts_TakesAnyBoundary()
    {
        await using HttpStub server = Stub.Http(s => s.Post("/a").Returns(202));
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, _folder.PathOf("tape.json")))
        {
            await AskAsync(recorder.Url, Parts("one"));
        }

        Assert.DoesNotContain("boundary", _folder.Read("tape.json"), StringComparison.Ordinal);
        await using HttpStub replay = Stub.Replay(_folder.PathOf("tape.json"));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(replay.Url, Parts("two")));
        replay.Verify();
    }

    [Fact]
    public async Task Recorder_OfAServerBelowAPath_AsksItThere()
    {
        await using HttpStub server = Stub.Http(s => s.Get("/v1/a").Returns(202));
        await using HttpRecorder recorder = Stub.Recorder(new Uri(server.Url, "v1/"), _folder.PathOf("tape.json"));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(recorder.Url, Get("/a")));
        server.Verify();
    }

    [Fact]
    public async Task Recorder_OfAnswersOutOfOrder_KeepsTheOrderOfTheRequests()
    {
        await using HttpStub server = Stub.Http(s =>
        {
            s.Get("/slow").Faults(HttpFault.SlowBody(50.Milliseconds(), bytesPerPiece: 1), response: StubResponse.Text("abcdef"));
            s.Get("/fast").Returns(200);
        });
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, _folder.PathOf("tape.json")))
        {
            using var client = new HttpClient { BaseAddress = recorder.Url };
            Task<string> slow = client.GetStringAsync("/slow", Cancellation);
            while (server.Calls.Count == 0)
            {
                await Task.Yield();
            }

            await client.GetStringAsync("/fast", Cancellation);
            await slow;
        }

        string tape = _folder.Read("tape.json");
        Assert.True(tape.IndexOf("/slow", StringComparison.Ordinal) < tape.IndexOf("/fast", StringComparison.Ordinal), tape);
    }

    [Fact]
    public async Task Drift_OfARecordingThatChangesThings_AsksOnlyWhatChangesNothing()
    {
        await using HttpStub server = Stub.Http(s => s.Any("/a").Returns(200));
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, _folder.PathOf("tape.json")))
        {
            await AskAsync(recorder.Url, Text("POST", "x"));
            await AskAsync(recorder.Url, Get("/a", ("X-Api-Key", "canary-77d"), ("X-Tenant", "a")));
            await AskAsync(recorder.Url, Get("/a", ("X-Api-Key", "canary-77d"), ("X-Tenant", "a")));
        }

        await using HttpStub now = Stub.Http(
            s => s.Get("/a").WithHeader("X-Tenant", "a").WithHeader("X-Api-Key", "mine").Returns(200).Times(1));
        using HttpClient client = now.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", "mine");
        Assert.Empty(await HttpTape.Load(_folder.PathOf("tape.json")).DriftAsync(client, Cancellation));
        now.Verify();
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private static async Task<HttpStatusCode> AskAsync(Uri server, HttpRequestMessage request)
    {
        using (request)
        {
            using var client = new HttpClient { BaseAddress = server };
            using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    private static HttpRequestMessage Get(string target, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static HttpRequestMessage Text(string method, string body, string type = "text/plain") =>
        new(new HttpMethod(method), "/a") { Content = new StringContent(body, Encoding.UTF8, type) };

    private static HttpRequestMessage Bytes(params byte[] body) =>
        new(HttpMethod.Post, "/a") { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("x/y") } } };

    private static HttpRequestMessage Parts(string boundary) =>
        new(HttpMethod.Post, "/a") { Content = new MultipartFormDataContent(boundary) { { new StringContent("x"), "field" } } };
}

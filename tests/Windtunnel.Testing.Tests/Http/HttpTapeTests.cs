using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Windtunnel.Testing.Tests.Http;

public sealed class HttpTapeTests : IAsyncDisposable
{
    private const string Canary = "canary-9d2c4";

    private readonly TempDirectory _folder = new();

    private string Tape => _folder.PathOf("orders.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recorder_OfAConversation_WritesItReadableAndWithoutSecrets()
    {
        await RecordAsync();

        string file = _folder.Read("orders.json");
        Assert.DoesNotContain(Canary, file, StringComparison.Ordinal);
        Assert.Equal(
            """
            {
              "format": "windtunnel.http/1",
              "exchanges": [
                {
                  "request": {
                    "method": "POST",
                    "target": "/login?api_key=***",
                    "headers": {
                      "Authorization": [
                        "***"
                      ],
                      "Content-Type": [
                        "application/json; charset=utf-8"
                      ]
                    },
                    "json": {
                      "user": "ann",
                      "password": "***"
                    }
                  },
                  "response": {
                    "status": 200,
                    "headers": {
                      "Content-Type": [
                        "application/json"
                      ],
                      "Set-Cookie": [
                        "session=***"
                      ]
                    },
                    "json": {
                      "access_token": "***",
                      "ttl": 60
                    }
                  }
                },
                {
                  "request": {
                    "method": "GET",
                    "target": "/orders/***?day=1",
                    "headers": {
                      "Cookie": [
                        "***"
                      ]
                    }
                  },
                  "response": {
                    "status": 503,
                    "headers": {}
                  }
                },
                {
                  "request": {
                    "method": "GET",
                    "target": "/orders/***?day=1",
                    "headers": {
                      "Cookie": [
                        "***"
                      ]
                    }
                  },
                  "response": {
                    "status": 200,
                    "headers": {
                      "Content-Type": [
                        "application/json"
                      ],
                      "ETag": [
                        "\"a\""
                      ]
                    },
                    "json": [
                      {
                        "id": 1,
                        "note": "für Ann"
                      }
                    ]
                  }
                },
                {
                  "request": {
                    "method": "GET",
                    "target": "/logo",
                    "headers": {}
                  },
                  "response": {
                    "status": 200,
                    "headers": {
                      "Content-Type": [
                        "image/png"
                      ]
                    },
                    "base64": "/wD+"
                  }
                }
              ]
            }

            """,
            file);
    }

    [Fact]
    public async Task Replay_OfTheSameConversation_AnswersTheSameAndIsSatisfied()
    {
        string[] recorded = await RecordAsync();
        await using HttpStub replay = Stub.Replay(Tape);
        using HttpClient client = replay.Client();

        Assert.Equal(recorded.Select(line => line.Replace(Canary, "***", StringComparison.Ordinal)), await TalkAsync(client));
        replay.Verify();
    }

    [Fact]
    public async Task Replay_OfAnotherConversation_IsAFinding()
    {
        await RecordAsync();
        await using HttpStub replay = Stub.Replay(Tape).WithoutSockets();
        using HttpClient client = replay.Client();
        using HttpResponseMessage more = await client.GetAsync(new Uri("/logo?size=2", UriKind.Relative), Cancellation);

        string finding = Failure.Of(replay.Verify);

        Assert.Equal(HttpStatusCode.NotFound, more.StatusCode);
        Assert.Contains("query: expected no further names, found 'size'.", finding, StringComparison.Ordinal);
        Assert.Contains("POST /login was never called.", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_OfAServerThatAnswersAsThen_IsNone()
    {
        await RecordPlainAsync("""{"id":1,"tags":["a"],"next":null}""");
        Assert.Empty(await DriftAsync(StubResponse.JsonText("""{"id":22,"tags":[],"next":{"page":2}}""")));
    }

    [Theory]
    [InlineData("""{"id":"1","tags":["a"],"next":null}""", "$.id was a number, now it is a text.")]
    [InlineData("""{"tags":["a"],"next":null}""", "$.id is gone.")]
    [InlineData("""{"id":1,"tags":["a"],"next":null,"total":3}""", "$.total is new.")]
    [InlineData("""{"id":1,"tags":[{"name":"a"}],"next":null}""", "$.tags[*] was a text, now it is an object.")]
    [InlineData("""not json""", "the answer was JSON, now it is not.")]
    public async Task Drift_OfAServerWithAnotherShape_NamesThePlace(string now, string drift)
    {
        await RecordPlainAsync("""{"id":1,"tags":["a"],"next":null}""");
        Assert.Equal($"GET /a: {drift}", (await DriftAsync(StubResponse.JsonText(now)))[0]);
    }

    [Fact]
    public async Task Drift_OfStatusAndType_IsNamed()
    {
        await RecordPlainAsync("{}");
        Assert.Equal(["GET /a: the status was 200, now it is 410."], await DriftAsync(new() { Status = 410 }));
        Assert.Equal(
            ["GET /a: the type was application/json, now it is text/html."],
            await DriftAsync(StubResponse.Text("{}", contentType: "text/html; charset=utf-8")));
    }

    [Fact]
    public async Task Drift_OfAMaskedTarget_SaysThatItCouldNotBeAsked()
    {
        await RecordAsync();
        await using HttpStub server = Stub.Http(s => s.Get("/logo").Returns(404)).WithoutSockets();
        using HttpClient client = server.Client();
        Assert.Equal(
            [
                "GET /orders/***?day=1: could not be asked again, since its target was masked.",
                "GET /logo: the status was 200, now it is 404.",
            ],
            await HttpTape.Load(Tape).DriftAsync(client, Cancellation));
    }

    [Fact]
    public async Task Recorder_BeforeAServerThatIsAway_AnswersBadGatewayAndKeepsNothing()
    {
        await using HttpStub away = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).Refusing();
        await using HttpRecorder recorder = Stub.Recorder(away.Url, Tape);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = recorder.Url };

        using HttpResponseMessage answer = await client.GetAsync(new Uri("/a", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.BadGateway, 0), (answer.StatusCode, recorder.Tape.Count));
    }

    [Fact]
    public async Task Masking_ASecretThatNoNameGivesAway_KeepsItOutToo()
    {
        await using HttpStub server = Stub.Http(s => s.Get("/{**path}").Returns(200, $"hello {Canary}"));
        await using (HttpRecorder recorder = Stub.Recorder(server.Url, Tape))
        {
            recorder.Tape.Masking(Canary);
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = recorder.Url };
            await client.GetStringAsync($"/x/{Canary}?who={Canary}", Cancellation);
        }

        Assert.DoesNotContain(Canary, _folder.Read("orders.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "it is not JSON at line 1, byte 2")]
    [InlineData("[]", "it does not say \"format\": \"windtunnel.http/1\"")]
    [InlineData("""{"format":"windtunnel.http/2"}""", "it does not say \"format\": \"windtunnel.http/1\"")]
    [InlineData("""{"format":"windtunnel.http/1","exchanges":{}}""", "it has no array \"exchanges\"")]
    [InlineData("""{"format":"windtunnel.http/1","exchanges":[1]}""", "exchange 1 has no object \"request\"")]
    [InlineData("""{"format":"windtunnel.http/1","exchanges":[{"request":{"method":"GET"}}]}""", "exchange 1 has no object \"response\"")]
    [InlineData("""{"request":{"method":"G T","target":"/"},"response":{"status":200}}""", "exchange 1 has no request.method")]
    [InlineData("""{"request":{"method":"GET","target":"a"},"response":{"status":200}}""", "exchange 1 has no request.target")]
    [InlineData("""{"request":{"method":"GET","target":"/"},"response":{"status":"200"}}""", "exchange 1 has no response.status")]
    [InlineData("""{"request":{"method":"GET","target":"/"},"response":{"status":99}}""", "exchange 1 has no response.status")]
    [InlineData("""{"request":{"method":"GET","target":"/","headers":{"a":"b"}},"response":{"status":200}}""",
        "exchange 1 has \"headers\"")]
    [InlineData(
        """{"request":{"method":"GET","target":"/"},"response":{"status":200,"headers":{"a":["b\r\nc: d"]}}}""",
            "exchange 1 has \"headers\"")]
    [InlineData("""{"request":{"method":"GET","target":"/"},"response":{"status":200,"base64":"?"}}""", "exchange 1 has a \"base64\"")]
    public void Load_AFileThatIsNoRecording_SaysWhereAndWhy(string text, string reason)
    {
        string whole = text.StartsWith("{\"request\"", StringComparison.Ordinal)
            ? $$"""{"format":"windtunnel.http/1","exchanges":[{{text}}]}"""
            : text;
        string message = Assert.Throws<FormatException>(() => Stub.Replay(_folder.With("bad.json", whole).PathOf("bad.json"))).Message;
        Assert.StartsWith($"The recording '{_folder.PathOf("bad.json")}' cannot be read: {reason}", message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _folder.DisposeAsync();

    private async Task<string[]> RecordAsync()
    {
        await using HttpStub server = Stub.Http(s =>
        {
            s.Post("/login").Returns(StubResponse.JsonText($$"""{"access_token":"{{Canary}}","ttl":60}""")).WithCookie("session", Canary);
            s.Get("/orders/{token}").Fails(503, times: 1).Then().ReturnsJson("""[{"id":1,"note":"für Ann"}]""").WithHeader("ETag", "\"a\"");
            s.Get("/logo").Returns(new StubResponse { Body = new byte[] { 0xFF, 0, 0xFE } }.WithHeader("Content-Type", "image/png"));
        });
        await using HttpRecorder recorder = Stub.Recorder(server.Url, Tape);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = recorder.Url };
        string[] talk = await TalkAsync(client);
        server.Verify();
        return talk;
    }

    private static async Task<string[]> TalkAsync(HttpClient client)
    {
        using var login = new HttpRequestMessage(HttpMethod.Post, $"/login?api_key={Canary}");
        login.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:"u8.ToArray()) + Canary);
        login.Content = JsonContent.Create(new { user = "ann", password = Canary });
        return
        [
            await AnswerAsync(client, login),
            await AnswerAsync(client, Order()),
            await AnswerAsync(client, Order()),
            await AnswerAsync(client, new(HttpMethod.Get, "/logo")),
        ];

        static HttpRequestMessage Order() => new(HttpMethod.Get, $"/orders/{Canary}?day=1")
        {
            Headers = { { "Cookie",
            $"session={Canary}" } }
        };
    }

    private static async Task<string> AnswerAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage answer = await client.SendAsync(request, Cancellation);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}";
        }
    }

    private async Task RecordPlainAsync(string json)
    {
        await using HttpStub server = Stub.Http(s => s.Get("/a").ReturnsJson(json));
        await using HttpRecorder recorder = Stub.Recorder(server.Url, Tape);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = recorder.Url };
        await client.GetStringAsync("/a", Cancellation);
    }

    private async Task<IReadOnlyList<string>> DriftAsync(StubResponse now)
    {
        await using HttpStub server = Stub.Http(s => s.Get("/a").Returns(now)).WithoutSockets();
        using HttpClient client = server.Client();
        return await HttpTape.Load(Tape).DriftAsync(client, Cancellation);
    }
}

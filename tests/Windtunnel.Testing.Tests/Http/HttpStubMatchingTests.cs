using System.Net;
using System.Net.Http.Json;

namespace Windtunnel.Testing.Tests.Http;

/// <summary>Each row is a rule and two requests: one that it means, and one that differs from it in just that condition.</summary>
public sealed class HttpStubMatchingTests
{
    public static TheoryData<string, Func<HttpStub, HttpRule>, Func<HttpRequestMessage>, Func<HttpRequestMessage>> Conditions => new()
    {
        { "method", s => s.Put("/a"), () => Request("PUT", "/a"), () => Request("POST", "/a") },
        { "any method", s => s.Any("/a"), () => Request("PATCH", "/a"), () => Request("PATCH", "/b") },
        { "literal path", s => s.Get("/a/b"), () => Request("GET", "/a/b"), () => Request("GET", "/a/b/") },
        { "case of the path", s => s.Get("/a"), () => Request("GET", "/a"), () => Request("GET", "/A") },
        { "path in any case", s => s.Get("/a/x").IgnoringPathCase(), () => Request("GET", "/A/X"), () => Request("GET", "/A/Y") },
        { "one part", s => s.Get("/a/{id}/c"), () => Request("GET", "/a/b%2Fb/c"), () => Request("GET", "/a/b/b/c") },
        { "a piece of a part", s => s.Get("/v{n}/{id}.json"), () => Request("GET", "/v2/7.json"), () => Request("GET", "/v2/7.xml") },
        { "the rest", s => s.Get("/a/{**rest}"), () => Request("GET", "/a/b/c"), () => Request("GET", "/b/b/c") },
        { "a whole part", s => s.Get("/a/{id}/c"), () => Request("GET", "/a/b/c"), () => Request("GET", "/a//c") },
        { "no rest", s => s.Get("/a/{**rest}"), () => Request("GET", "/a"), () => Request("GET", "/b") },
        { "case of the method", s => s.On("brew", "/a"), () => Request("brew", "/a"), () => Request("GET", "/a") },
        { "escapes", s => s.Get("/a%20b"), () => Request("GET", "/a b"), () => Request("GET", "/a+b") },
        { "query", s => s.Get("/a").WithQuery("day", "1 2"), () => Request("GET", "/a?x=1&day=1+2"), () => Request("GET", "/a?day=12") },
        { "query in the path", s => s.Get("/a?day=1"), () => Request("GET", "/a?day=1"), () => Request("GET", "/a?day=2") },
        { "second value", s => s.Get("/a").WithQuery("k", "2"), () => Request("GET", "/a?k=1&k=2"), () => Request("GET", "/a?k=1&K=2") },
        { "no value", s => s.Get("/a").WithQuery("k", TextMatch.Absent), () => Request("GET", "/a"), () => Request("GET", "/a?k=") },
        { "any value", s => s.Get("/a").WithQuery("k", TextMatch.Any), () => Request("GET", "/a?k="), () => Request("GET", "/a") },
        { "nothing else", s => s.Get("/a?k=1").WithNoOtherQuery(), () => Request("GET", "/a?k=1"), () => Request("GET", "/a?k=1&l=1") },
        { "header", s => s.Get("/a").WithHeader("accept", "x/y"), () => Request("GET", "/a", ("Accept", "x/y")), () => Request("GET",
            "/a") },
        {
            "values in one line", s => s.Get("/a").WithHeader("Accept", "x/y, z/w"),
            () => Request("GET", "/a", ("Accept", "x/y"), ("Accept", "z/w")), () => Request("GET", "/a", ("Accept", "x/y"))
        },
        {
            "cookie", s => s.Get("/a").WithCookie("k", "1"), () => Request("GET", "/a", ("Cookie", "j=0; k=1")),
            () => Request("GET", "/a", ("Cookie", "j=1; k=0"))
        },
        {
            "any case", s => s.Get("/a").WithHeader("X", TextMatch.IsIgnoringCase("Yes")), () => Request("GET", "/a", ("X", "YES")),
            () => Request("GET", "/a", ("X", "YESS"))
        },
        {
            "a start", s => s.Get("/a").WithHeader("X", TextMatch.StartsWith("ab")), () => Request("GET", "/a", ("X", "abc")),
            () => Request("GET", "/a", ("X", "cab"))
        },
        {
            "an end", s => s.Get("/a").WithHeader("X", TextMatch.EndsWith("ab")), () => Request("GET", "/a", ("X", "cab")),
            () => Request("GET", "/a", ("X", "abc"))
        },
        { "text", s => s.Post("/a").WithBody("hello"), () => Post("hello"), () => Post("hello ") },
        { "a part of it", s => s.Post("/a").WithBody(TextMatch.Contains("ell")), () => Post("hello"), () => Post("hero") },
        { "regex", s => s.Post("/a").WithBody(TextMatch.Regex("^h[a-z]+o$")), () => Post("hello"), () => Post("h3o") },
        { "words", s => s.Post("/a").WithBody(TextMatch.Where(t => t.Length == 2, "two letters")), () => Post("ab"), () => Post("abc") },
        { "json", s => s.Post("/a").WithJson(new { A = 1.0, B = "x" }), () => Post("""{"b":"x","a":1}"""), () =>
            Post("""{"a":1,"b":"x","c":2}""") },
        { "json text", s => s.Post("/a").WithJson("[1,2]"), () => Post("[1, 2]"), () => Post("[2,1]") },
        { "json of a length", s => s.Post("/a").WithJson("[1,2]"), () => Post("[1,2]"), () => Post("[1,2,3]") },
        { "json part", s => s.Post("/a").WithJsonPart("""{"a":{"b":1}}"""), () => Post("""{"a":{"b":1,"c":2}}"""), () =>
            Post("""{"a":{"b":2}}""") },
        { "json part of a value", s => s.Post("/a").WithJsonPart(new { X = 1 }), () => Post("""{"x":1,"y":2}"""), () =>
            Post("""{"y":2}""") },
        { "a place", s => s.Post("/a").WithJsonAt("$.a[1].b", 2), () => Post("""{"a":[0,{"b":2}]}"""), () => Post("""{"a":[{"b":2}]}""") },
        { "some item", s => s.Post("/a").WithJsonAt("$[*].b", "x"), () => Post("""[{"b":"y"},{"b":"x"}]"""), () =>
            Post("""[{"b":"y"}]""") },
        {
            "a text at a place", s => s.Post("/a").WithJsonAt("$['a b']", TextMatch.StartsWith("x")), () => Post("""{"a b":"xy"}"""),
            () => Post("""{"a b":"yx"}""")
        },
        { "nothing at a place", s => s.Post("/a").WithJsonAt("$.a", TextMatch.Absent), () => Post("""{"b":1}"""), () =>
            Post("""{"a":null}""") },
        { "form", s => s.Post("/a").WithForm("k", "a b"), () => Form("k", "a b"), () => Form("k", "a") },
        { "form by its type", s => s.Post("/a").WithForm("k", TextMatch.Any), () => Form("k", "a"), () => Post("k=a") },
        { "anything", s => s.Post("/a").Where(r => r.Body.Length > 2, "three bytes"), () => Post("abc"), () => Post("ab") },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task Rule_WithACondition_MeansWhatFulfilsItOnly(
        string condition, Func<HttpStub, HttpRule> rule, Func<HttpRequestMessage> meant, Func<HttpRequestMessage> other)
    {
        foreach (bool sockets in new[] { false, true })
        {
            await using HttpStub stub = Stub.Http(s => rule(sockets ? s : s.WithoutSockets()).Returns(202));
            using HttpClient client = stub.Client();

            Assert.Equal((condition, HttpStatusCode.Accepted), (condition, await StatusOf(client, meant())));
            Assert.Equal((condition, HttpStatusCode.NotFound), (condition, await StatusOf(client, other())));
        }
    }

    [Theory]
    [InlineData("/orders/latest", 201)]
    [InlineData("/orders/7", 202)]
    [InlineData("/orders/7/lines", 203)]
    [InlineData("/orders/7?full=1", 205)]
    [InlineData("/orders/9", 206)]
    [InlineData("/orders/10/lines", 203)]
    [InlineData("/twice", 208)]
    public async Task Rules_ThatAllMatch_AnswerFromTheMostSpecificOn(string target, int status)
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Any("/{**rest}").Returns(203);
            s.Get("/orders/{id}").Returns(202);
            s.Get("/orders/latest").Returns(201);
            s.Get("/orders/{id}").WithQuery("full", "1").Returns(205);
            s.Get("/orders/9").Returns(207);
            s.Any("/orders/{id}").Where(r => r.Path.EndsWith('9'), "nine").Priority(1).Returns(206);
            s.Get("/twice").Returns(208);
            s.Get("/twice").Returns(209);
        }).WithoutSockets();
        using HttpClient client = stub.Client();

        Assert.Equal(status, (int)await StatusOf(client, Request("GET", target)));
    }

    [Fact]
    public async Task Rules_OfOtherPaths_AreNotAskedAtAll()
    {
        int asked = 0;
        await using HttpStub stub = Stub.Http(s =>
        {
            for (int number = 0; number < 1000; number++)
            {
                s.Get($"/orders/{number}/lines/{{line}}").MayStayUnused().Where(_ => ++asked > 0, "anything").Returns(200);
            }
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusOf(client, Request("GET", "/orders/777/lines/1"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Answer_ComputedFromTheRequest_SeesItsRouteBodyAndHeaders()
    {
        await using HttpStub stub = Stub.Http(s => s.Post("/flights/{id}/{**rest}").Returns(r =>
            StubResponse.Text($"{r.Route["id"]} {r.Route["rest"]} {r.Json?.GetProperty("n")} {r.Headers["x"]} {r.Query["q"]}")
                .WithHeader("X-Seen", "yes")).WithCookie("session", "1"));
        using HttpClient client = stub.Client();
        using HttpRequestMessage request = Request("POST", "/flights/AS%2F1/a/b?q=%C3%A4", ("X", "y"));
        request.Content = JsonContent.Create(new { n = 3 });

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("AS/1 a/b 3 y ä", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("yes", response.Headers.GetValues("X-Seen").Single());
        Assert.Equal("session=1; Path=/", response.Headers.GetValues("Set-Cookie").Single());
    }

    [Fact]
    public async Task Route_OfPiecesOfAPart_HoldsEachPiece()
    {
        await using HttpStub stub = Stub.Http(
            s => s.Get("/v{n}/{id}.json").Returns(r => StubResponse.Text($"{r.Route["n"]} {r.Route["id"]}")));
        using HttpClient client = stub.Client();
        Assert.Equal("2 seven", await client.GetStringAsync("/v2/seven.json", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Regex_ThatTakesForEver_DoesNotMatch()
    {
        await using HttpStub stub = Stub.Http(s => s.Post("/a").WithBody(TextMatch.Regex("^(a+)+$")).Returns(200)).WithoutSockets();
        using HttpClient client = stub.Client();
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(client, Post(new string('a', 40) + "!")).WaitAsync(
            20.Seconds(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Head_OfAnAnswerWithABody_TellsItsLengthOnly(bool sockets)
    {
        await using HttpStub stub = Stub.Http(s => s.Head("/a").Returns(200, "hello"));
        using HttpClient client = (sockets ? stub : stub.WithoutSockets()).Client();
        using HttpResponseMessage head = await client.SendAsync(new(HttpMethod.Head, "/a"), TestContext.Current.CancellationToken);
        Assert.Equal(5, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task NoContent_OverASocket_HasNoLengthAndLeavesTheConnectionUsable()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(204).Then().Returns(200, "next"));
        string answers = await RawHttp.AskAsync(
            stub.Url, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("Content-Length", answers[..answers.IndexOf("\r\n\r\n", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnext", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_MovedByAnAnswer_ChangesWhichRulesMatch()
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Get("/job").InState("job", null).Returns(404);
            s.Post("/job").Returns(201).Moving("job", to: "done");
            s.Get("/job").InState("job", "done").Returns(200);
        });
        using HttpClient client = stub.Client();

        Assert.Equal(404, (int)await StatusOf(client, Request("GET", "/job")));
        Assert.Equal(201, (int)await StatusOf(client, Request("POST", "/job")));
        Assert.Equal(200, (int)await StatusOf(client, Request("GET", "/job")));
        stub.Verify();
    }

    [Fact]
    public async Task Path_WithDotsOverASocket_IsTakenLiterally()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/{**path}").Returns(r => StubResponse.Text(r.Path)));
        string answer = await RawHttp.AskAsync(stub.Url, "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("\r\n\r\n/../../etc/passwd", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders", "does not begin with a slash")]
    [InlineData("/a/{id", "has a brace that is not of a {name}")]
    [InlineData("/{**rest}/b", "has a part {**name} that is not the last")]
    public void Rule_WithAPathThatCannotBeRead_IsRefused(string path, string reason) => Assert.Contains(
        reason, Assert.Throws<ArgumentException>(() => Stub.Http(s => s.Get(path))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.b")]
    [InlineData("$.a[")]
    [InlineData("$..a")]
    public void Condition_OnAPlaceThatCannotBeRead_IsRefused(string path) => Assert.StartsWith(
        $"The JSON path '{path}' cannot be read.",
        Assert.Throws<ArgumentException>(() => Stub.Http(s => s.Get("/a").WithJsonAt(path, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Condition_BehindAnAnswer_IsRefused() => Assert.StartsWith(
        "A condition on the query 'day' of GET /a stands behind an answer.",
        Assert.Throws<InvalidOperationException>(() => Stub.Http(s => s.Get("/a").Returns(200).Then().WithQuery("day", "1"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Rule_WithoutAnAnswer_IsRefusedWhenTheStubStarts() => Assert.StartsWith(
        "The stub's rule GET /a has no answer.",
        Assert.Throws<InvalidOperationException>(() => Stub.Http(s => s.Get("/a")).Url).Message, StringComparison.Ordinal);

    private static HttpRequestMessage Request(string method, string target, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static HttpRequestMessage Post(string body) => new(HttpMethod.Post, "/a") { Content = new StringContent(body) };

    private static HttpRequestMessage Form(string name, string value) =>
        new(HttpMethod.Post, "/a") { Content = new FormUrlEncodedContent([new(name, value)]) };

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }
}

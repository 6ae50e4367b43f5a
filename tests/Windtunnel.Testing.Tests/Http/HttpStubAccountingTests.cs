using System.Net;
using System.Net.Http.Json;

namespace Windtunnel.Testing.Tests.Http;

public sealed class HttpStubAccountingTests
{
    private static readonly string[] Orders = ["one", "two"];

    [Fact]
    public async Task Sequence_OfFailuresThenOrders_IsGivenInTurn()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/orders").Fails(503, times: 2).Then().ReturnsJson(Orders));
        using HttpClient client = stub.Client();

        Assert.Equal("503 503 200 200", await StatusesOf(client, "/orders", "/orders", "/orders", "/orders"));
        Assert.Equal(Orders, await client.GetFromJsonAsync<string[]>("/orders", TestContext.Current.CancellationToken));
        stub.Verify();
    }

    [Fact]
    public async Task Answer_FollowedByAnother_IsGivenOnce()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(201).Then().Returns(202).Then().Returns(203)).WithoutSockets();
        using HttpClient client = stub.Client();
        Assert.Equal("201 202 203 203", await StatusesOf(client, "/a", "/a", "/a", "/a"));
    }

    [Fact]
    public async Task Verify_ACallNobodyExpectedTwice_IsToldOnce()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/orders").MayStayUnused().Returns(200)).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusesOf(client, "/order", "/order", "/idle");

        string told = Assert.Throws<RunAssertionException>(stub.Verify).Message;

        Assert.Equal(2, told.Split("was called, and nothing in the stub expects it.").Length - 1);
        Assert.Equal(1, told.Split("This happened 2 times.").Length - 1);
    }

    [Fact]
    public async Task Verify_AnswersNobodyAskedFor_NamesThem()
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Get("/never").Returns(200);
            s.Get("/orders").Fails(503, times: 2).Then().ReturnsJson(Orders);
            s.Get("/idle").MayStayUnused().Returns(200);
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusesOf(client, "/orders");

        Assert.Equal(
            """
            The HTTP stub was not called as scripted:
            - GET /never was never called.
            - GET /orders was called once: 2 of its 3 scripted answers were not asked for.
            """,
            Failure.Of(stub.Verify));
    }

    [Fact]
    public async Task Verify_ACallNobodyExpected_ExplainsTheNearestRuleAndSuggestsOne()
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Get("/flights").Returns(200);
            s.Post("/orders").WithQuery("day", "1").WithJson(new { Id = 7, Lines = Orders }).Returns(201);
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusesOf(client, "/flights");
        using HttpResponseMessage response = await client.PostAsJsonAsync(
            "/orders?day=2", new { id = 7, lines = new[] { "one", "2" } }, TestContext.Current.CancellationToken);

        string explained =
            """
            POST /orders?day=2 was called, and nothing in the stub expects it.
              Nearest is rule 2, POST /orders, but
                query 'day': expected '1', found '2'.
                body: expected {"id":7,"lines":["one","two"]}, found "2" at $.lines[1], where "two" belongs.
              To expect it, add: s.Post("/orders").WithQuery("day", "2").WithJson("{\"id\":7,\"lines\":[\"one\",\"2\"]}").Returns(200);
            """;
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(explained, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            $"The HTTP stub was not called as scripted:\n- {explained}\n- POST /orders was never called.", Failure.Of(stub.Verify));
    }

    [Theory]
    [InlineData("/order", "path: expected '/orders', found '/order'.")]
    [InlineData("/orders", "its 2 answers are used up. Add .Then() and an answer, or raise times.")]
    [InlineData("/orders/7/line", "scenario 'order': expected 'paid', found its beginning.")]
    [InlineData("/items?size=1", "method: expected PUT, found GET.")]
    [InlineData("/items/2?size=1", "header 'X-Tenant': expected what starts with 'a', found 'b'.")]
    public async Task UnexpectedCall_NearARule_IsToldWhatDiffers(string target, string difference)
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Get("/orders").Returns(200).Times(2);
            s.Get("/orders/{id}/line").InState("order", "paid").Returns(200);
            s.Put("/items").WithQuery("size", "1").Returns(200);
            s.Get("/items/2").WithHeader("X-Tenant", TextMatch.StartsWith("a")).Returns(200);
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        client.DefaultRequestHeaders.Add("X-Tenant", "b");
        await StatusesOf(client, "/orders", "/orders", target);

        string[] lines = Failure.Of(stub.Verify).Split('\n');

        int nearest = Array.FindIndex(lines, line => line.StartsWith("  Nearest", StringComparison.Ordinal));
        Assert.Equal($"    {difference}", lines[nearest + 1]);
        Assert.StartsWith("  To expect it, add: s.Get(", lines[nearest + 2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnAnswerGivenLessOftenThanSaid_CountsWhatIsLeft()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(200).Times(3)).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusesOf(client, "/a", "/a");
        Assert.Contains(
            "GET /a was called 2 times: 1 of its 3 scripted answers were not asked for.", Failure.Of(stub.Verify),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/flights/7/leg", 2)]
    [InlineData("/orders/7/line", 1)]
    [InlineData("/flights/7/legs/1", 2)]
    public async Task UnexpectedCall_BetweenRules_IsExplainedByTheOneWithTheNearerPath(string target, int rule)
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Get("/orders/{id}/lines").MayStayUnused().Returns(200);
            s.Get("/flights/{id}/legs").MayStayUnused().Returns(200);
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        await StatusesOf(client, target);
        Assert.Contains($"Nearest is rule {rule}, ", Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnexpectedCall_WithLongTexts_IsExplainedInShort()
    {
        await using HttpStub stub = Stub.Http(s => s.Post("/a").WithBody("b").MayStayUnused().Returns(200)).WithoutSockets();
        using HttpClient client = stub.Client();
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/a", new { text = new string('x', 10_000) }, TestContext.Current.CancellationToken);

        string finding = Failure.Of(stub.Verify);

        Assert.Contains("… (10011 characters)", finding, StringComparison.Ordinal);
        Assert.Contains("add: s.Post(\"/a\").Returns(200);", finding, StringComparison.Ordinal);
        Assert.InRange(finding.Length, 200, 1000);
    }

    [Fact]
    public async Task UnexpectedCall_WithSecrets_IsExplainedWithoutThem()
    {
        await using HttpStub stub = Stub.Http(s =>
        {
            s.Post("/a").WithJsonAt("$.password", 1).MayStayUnused().Returns(200);
            s.Post("/b").WithJson("""{"password":1,"pin":2}""").MayStayUnused().Returns(200);
            s.Post("/c").WithJson("""{"user":"ann"}""").MayStayUnused().Returns(200);
        }).WithoutSockets();
        using HttpClient client = stub.Client();
        foreach ((string path, string body) in ((string, string)[])[
            ("/a", """{"password":98765}"""), ("/b", """{"password":98765,"pin":2}"""), ("/c", """{"user":"ann","password":98765}""")])
        {
            using HttpResponseMessage answer = await client.PostAsync(
                path, new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);
        }

        string finding = Failure.Of(stub.Verify);

        Assert.Contains("body at $.password: expected ***, found ***.", finding, StringComparison.Ordinal);
        Assert.Contains("found another value at $.password.", finding, StringComparison.Ordinal);
        Assert.Contains("""s.Post("/c").WithJsonPart("{\"user\":\"ann\"}")""", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("98765", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnAnswerThatThrewWithASecret_SaysSoWithoutIt()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(r => throw new FormatException($"Odd: {r.Headers["X-Api-Key"]}")))
            .WithoutSockets();
        using HttpClient client = stub.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", "canary-1a7");
        using HttpResponseMessage answer = await client.GetAsync(new Uri("/a", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("FormatException: Odd: ***", Failure.Of(stub.Verify), StringComparison.Ordinal);
        string told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("Odd: ***", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeded_WithLatencies_DrawsThemByTheSeed()
    {
        Assert.Equal(await ElapsedAsync(1), await ElapsedAsync(1));
        Assert.NotEqual(await ElapsedAsync(1), await ElapsedAsync(2));

        static async Task<TimeSpan> ElapsedAsync(int seed)
        {
            var dag = new Dag("orders");
            dag.Task("read", async context => await context.Connections["api"].Http().GetStringAsync("a", context.Cancellation));
            HttpStub stub = Stub.Http(s => s.Get("/a").Returns(200).After(Latency.Uniform(1.Seconds(), 90.Seconds())));
            await using Tunnel tunnel = Tunnel.For(dag).Bind("api", stub.WithoutSockets().Seeded(seed));
            return (await tunnel.RunAsync(TestContext.Current.CancellationToken)).ShouldSucceed().Elapsed;
        }
    }

    [Fact]
    public async Task Verify_AnAnswerThatThrew_SaysSo()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Returns(_ => throw new InvalidOperationException("No such order.")));
        using HttpClient client = stub.Client();

        Assert.Equal("500", await StatusesOf(client, "/a"));
        Assert.Contains(
            "GET /a could not be answered, because the test's own code failed: InvalidOperationException: No such order.",
            Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AConditionThatThrew_SaysSo()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Where(_ => throw new FormatException("Not so."), "odd").MayStayUnused()
            .Returns(200));
        using HttpClient client = stub.Client();

        Assert.Equal("500", await StatusesOf(client, "/a"));
        Assert.Contains("because the test's own code failed: FormatException: Not so.", Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_LargerThanAccepted_IsRefusedAndReported(bool sockets)
    {
        await using HttpStub stub = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).AcceptingBodiesUpTo(1000);
        using HttpClient client = (sockets ? stub : stub.WithoutSockets()).Client();

        using HttpResponseMessage fits = await client.PostAsync("/a", new ByteArrayContent(new byte[1000]),
            TestContext.Current.CancellationToken);
        using HttpResponseMessage response = await client.PostAsync("/a", new ByteArrayContent(new byte[1001]),
            TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (fits.StatusCode, response.StatusCode));
        Assert.Contains("POST /a was refused: its body is larger than 1000 bytes.", Failure.Of(stub.Verify), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnPort_ThatIsTaken_IsRefusedWithTheReason()
    {
        await using HttpStub one = Stub.Http(s => s.Any().MayStayUnused().Returns(200));
        await using HttpStub other = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).OnPort(one.Url.Port);
        Assert.StartsWith(
            $"Port {one.Url.Port} of the HTTP stub is taken.", Assert.Throws<InvalidOperationException>(() => other.Url).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stubs_OfTwoHundredTestsAtOnce_InterfereInNothing()
    {
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (number, cancellation) =>
        {
            await using HttpStub stub = Stub.Http(s => s.Get("/me").Fails(503, times: number % 5 + 1).Then().Returns(200, $"{number}")
                .Times(3));
            using HttpClient client = stub.Client();
            for (int failure = 0; failure <= number % 5; failure++)
            {
                using HttpResponseMessage failed = await client.GetAsync(new Uri("/me", UriKind.Relative), cancellation);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
            }

            Task<string>[] answers = [.. Enumerable.Range(0, 3).Select(_ => client.GetStringAsync("/me", cancellation))];
            Assert.All(await Task.WhenAll(answers), answer => Assert.Equal($"{number}", answer));
            stub.Received("GET", "/me").ShouldBe(times: number % 5 + 4);
            stub.Verify();
        });
    }

    [Fact]
    public async Task Sequence_AskedByManyAtOnce_GivesEachAnswerAsOftenAsScripted()
    {
        await using HttpStub stub = Stub.Http(s => s.Get("/a").Fails(503, times: 20).Then().Fails(429, times: 30).Then().Returns(200)
            .Times(50));
        using HttpClient client = stub.Client();

        string[] statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StatusesOf(client, "/a")));

        Assert.Equal([("200", 50), ("429", 30), ("503", 20)], statuses.CountBy(status => status).Select(c => (c.Key, c.Value)).Order());
        stub.Verify();
    }

    private static async Task<string> StatusesOf(HttpClient client, params string[] targets)
    {
        List<int> statuses = [];
        foreach (string target in targets)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(target, UriKind.Relative),
                TestContext.Current.CancellationToken);
            statuses.Add((int)response.StatusCode);
        }

        return string.Join(' ', statuses);
    }
}

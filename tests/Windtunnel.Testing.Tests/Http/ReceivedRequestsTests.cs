using System.Net.Http.Json;

namespace Windtunnel.Testing.Tests.Http;

public sealed class ReceivedRequestsTests : IAsyncDisposable
{
    private const string Canary = "canary-51b0e";

    private readonly HttpStub _stub = Stub.Http(s => s.Any().MayStayUnused().Returns(200)).WithoutSockets();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShouldBe_TheNumberThatCame_HoldsAndGoesOn()
    {
        await SendAsync();
        _stub.Received("POST", "/orders").WithJson(new { id = 1 }).ShouldBe(times: 1)
            .Received("post", "/orders").ShouldBe(times: 2)
            .Received(null, "/{**any}").ShouldBeAny()
            .Received("GET", "/orders").ShouldBe(times: 0)
            .Received(null, "/orders/{id}/{**rest}").ShouldBe(times: 0);
    }

    [Fact]
    public async Task ShouldBe_AnotherNumber_ListsWhatCameAndTheNearest()
    {
        await SendAsync();
        Assert.Equal(
            """
            POST /orders with body {"id":3} should have been received once, but was received 0 times.
              A call of that path has another body: expected {"id":3}, found 1 at $.id, where 3 belongs.
            The stub received:
              1. GET /flights
              2. POST /orders
              3. POST /orders
            """,
            Failure.Of(() => _stub.Received("POST", "/orders").WithJson(new { id = 3 }).ShouldBe(times: 1)));
    }

    [Fact]
    public void ShouldBeAny_WithoutCalls_SaysThatNoneCame() => Assert.Equal(
        "GET /orders should have been received, but was not.\nThe stub received no calls.",
        Failure.Of(() => _stub.Received("GET", "/orders").ShouldBeAny()));

    [Fact]
    public async Task ShouldHaveReceivedInOrder_TheirOrder_HoldsWithOthersBetween()
    {
        await SendAsync();
        _stub.ShouldHaveReceivedInOrder("GET /{what}", "POST /orders").ShouldHaveReceivedInOrder("GET /flights", "POST /orders",
            "POST /orders");
    }

    [Fact]
    public async Task ShouldHaveReceivedInOrder_AnotherOrder_NamesTheCallThatIsMissing()
    {
        await SendAsync();
        Assert.StartsWith(
            "The calls should have arrived in the order POST /orders, GET /flights, but after call 2 there was no GET /flights.\n",
            Failure.Of(() => _stub.ShouldHaveReceivedInOrder("POST /orders", "GET /flights")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_ThatCame_HoldWhatWasSent()
    {
        await SendAsync();
        Assert.Equal(["GET /flights", "POST /orders", "POST /orders"], _stub.Calls.Select(call => $"{call}"));
        Assert.Equal([1, 2], _stub.Received("POST", "/orders").All.Select(order => order.Json?.GetProperty("id").GetInt32() ?? 0));
    }

    [Fact]
    public async Task Messages_AboutRequestsWithSecrets_HoldNone()
    {
        using HttpClient client = _stub.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{Canary}?token={Canary}&x={Canary}");
        request.Headers.Add("X-Api-Key", Canary);
        request.Headers.Add("Cookie", $"session={Canary}");
        request.Content = JsonContent.Create(new { password = Canary, note = $"my {Canary}" });
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);

        string[] messages =
        [
            Failure.Of(() => _stub.Received("POST", "/{x}").WithHeader("x-api-key", "other").ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithCookie("session", "other").ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithQuery("x", "other").ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithJson(new { password = "other" }).ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithBody("other").ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithJsonAt("$.note", "other").ShouldBeAny()),
            Failure.Of(() => _stub.Received("POST", "/{x}").WithHeader("Authorization", $"Bearer {Canary}").ShouldBeAny()),
            Failure.Of(() => _stub.Received("GET", "/{x}").ShouldBeAny()),
        ];

        Assert.All(messages, message => Assert.DoesNotContain(Canary, message, StringComparison.Ordinal));
        Assert.All(messages, message => Assert.Contains("***", message, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _stub.DisposeAsync();

    private async Task SendAsync()
    {
        using HttpClient client = _stub.Client();
        await client.GetStringAsync("/flights", Cancellation);
        using HttpResponseMessage one = await client.PostAsJsonAsync("/orders", new { id = 1 }, Cancellation);
        using HttpResponseMessage two = await client.PostAsJsonAsync("/orders", new { id = 2 }, Cancellation);
    }
}

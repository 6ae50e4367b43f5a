using System.Net.Http.Json;

namespace Windtunnel.Testing.Tests.Http;

public sealed class HttpStubInTunnelTests
{
    private const string Canary = "canary-77aa1";

    private static readonly string[] Orders = ["one", "two"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AgainstAServerThatFailsTwice_RetriesInVirtualTime(bool sockets)
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/orders", retries: 2))
            .Bind("orders_api", Mode(sockets, s => s.Get("/orders").Fails(503, times: 2).Then().ReturnsJson(Orders)));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed();
        run.Task("read").ShouldHave(TaskState.Success, attempts: 3).ShouldHaveXCom("return_value", """["one","two"]""");
        run.Elapsed.ShouldBe(10.Minutes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ThatAsksForWhatNothingExpects_FailsWithTheNearestRule(bool sockets)
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/order"))
            .Bind("orders_api", Mode(sockets, s => s.Get("/orders").ReturnsJson(Orders)));

        string message = (await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation))).Message;

        Assert.StartsWith(
            """
            Connection 'orders_api': GET /order was called, and nothing in the stub expects it.
              Nearest is rule 1, GET /orders, but
                path: expected '/orders', found '/order'.
              To expect it, add: s.Get("/order").Returns(200);
            """,
            message, StringComparison.Ordinal);
        Assert.Contains("read, try 1: failed by System.Net.Http.HttpRequestException", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatLeavesAnswers_FailsAlthoughItSucceeded()
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/orders")).Bind("orders_api", Stub.Http(s =>
        {
            s.Get("/orders").ReturnsJson(Orders);
            s.Get("/prices").Returns(200);
        }).WithoutSockets());

        Assert.StartsWith(
            "Connection 'orders_api': GET /prices was never called.",
            (await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AgainstALateServer_WaitsInVirtualTime(bool sockets)
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/orders"))
            .Bind("orders_api", Mode(sockets, s => s.Get("/orders").ReturnsJson(Orders).After(40.Seconds())));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(40.Seconds());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AgainstASilentServer_TimesOutInVirtualTime(bool sockets)
    {
        HttpStub stub = Mode(sockets, s => s.Get("/orders").Faults(HttpFault.NeverAnswers))
            .WithConnection(c => c with { Extra = """{"timeout": 30}""" });
        await using Tunnel tunnel = Tunnel.For(Reading("/orders")).Bind("orders_api", stub);

        Run run = await tunnel.RunAsync(Cancellation);

        run.Task("read").ShouldHaveFailedWith("The server did not answer within 30 s.");
        run.ShouldTake(30.Seconds());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AgainstASlowBody_WaitsForEachPieceInVirtualTime(bool sockets)
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/orders")).Bind("orders_api", Mode(
            sockets, s => s.Get("/orders").Faults(HttpFault.SlowBody(20.Seconds(), bytesPerPiece: 4),
                response: StubResponse.Text("abcdefghij"))));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldSucceed().ShouldTake(60.Seconds());
        run.Task("read").ShouldHaveXCom("return_value", "abcdefghij");
    }

    [Fact]
    public async Task Run_WithATimerOfItsOwnPending_IsNotHurriedByRealSockets()
    {
        var dag = new Dag("orders");
        dag.Task("read", async context =>
        {
            using var guard = new CancellationTokenSource(1.Minutes(), context.Time);
            using HttpClient api = context.Connections["orders_api"].Http();
            return await api.GetStringAsync("/orders", guard.Token);
        });
        await using Tunnel tunnel = Tunnel.For(dag)
            .Bind("orders_api", Stub.Http(s => s.Get("/orders").Returns(200, "ok").After(50.Seconds())));

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().ShouldTake(50.Seconds());
    }

    [Fact]
    public async Task Run_AgainstAStubOverTls_TrustsItsAuthority()
    {
        await using Tunnel tunnel = Tunnel.For(Reading("/orders")).Bind("orders_api", Stub.Http(s => s.Get("/orders").Returns(200,
            "ok")).OverTls());
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_WithSecretsInRequests_LeavesNoneInItsJournalOrMessages(bool sockets)
    {
        var dag = new Dag("orders");
        dag.Task("read", async context =>
        {
            using HttpClient api = context.Connections["orders_api"].Http();
            using HttpResponseMessage answer = await api.PostAsJsonAsync(
                $"/login?token={Canary}", new { password = Canary, other = Canary }, context.Cancellation);
            return await answer.Content.ReadAsStringAsync(context.Cancellation);
        });
        HttpStub stub = Mode(sockets, s => s.Post("/login").WithHeader("Authorization", "Bearer other").Returns(200))
            .WithConnection(c => c with { Login = "ann", Password = Canary });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("orders_api", stub);

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));

        Assert.Contains("header 'Authorization': expected ***, found ***.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, string.Join('\n', failure.Run!.Journal.Select(entry => entry.ToString())), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failure.Run.Task("read").XCom<string>("return_value") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AfterOneThatAskedTooMuch_IsJudgedByItsOwnCallsOnly()
    {
        bool asksTooMuch = true;
        var dag = new Dag("orders");
        dag.Task("read", async context =>
        {
            using HttpClient api = context.Connections["orders_api"].Http();
            using HttpResponseMessage more = await api.GetAsync(
                new Uri(asksTooMuch ? "/more" : "/orders", UriKind.Relative), context.Cancellation);
        });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("orders_api", Stub.Http(s => s.Get("/orders").Returns(200)).WithoutSockets());

        await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));
        asksTooMuch = false;
        (await tunnel.RunAsync(Cancellation)).ShouldSucceed();
    }

    [Fact]
    public async Task Run_ThatTellsTheConnectionsPassword_HasItInNoFinding()
    {
        var dag = new Dag("orders");
        dag.Task("read", async context =>
        {
            Connection connection = context.Connections["orders_api"];
            using var api = new HttpClient();
            using HttpResponseMessage answer = await api.GetAsync(
                new Uri($"http://{connection.Host}:{connection.Port}/{connection.Password}"), context.Cancellation);
        });
        HttpStub stub = Stub.Http(s => s.Get("/orders").MayStayUnused().Returns(200)).WithConnection(c => c with { Password = Canary });
        await using Tunnel tunnel = Tunnel.For(dag).Bind("orders_api", stub);

        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => tunnel.RunAsync(Cancellation));

        Assert.Contains("GET /*** was called, and nothing in the stub expects it.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, TaskState.Success)]
    [InlineData("""{"allow_redirects": false}""", TaskState.Failed)]
    public async Task Run_ThatIsRedirected_FollowsWhereTheConnectionAllowsIt(string? extra, TaskState state)
    {
        HttpStub stub = Stub.Http(s =>
        {
            s.Get("/orders").Returns(302).WithHeader("Location", "/new");
            s.Get("/new").MayStayUnused().Returns(r => StubResponse.Text(r.Headers["Windtunnel-Clock"] ?? "no clock"));
        }).WithConnection(c => c with { Extra = extra });
        await using Tunnel tunnel = Tunnel.For(Reading("/orders")).Bind("orders_api", stub);

        TaskInstance read = (await tunnel.RunAsync(Cancellation)).Task("read");

        read.ShouldHave(state);
        Assert.True(state == TaskState.Failed || read.Result<string>() == "no clock");
    }

    private static Dag Reading(string path, int retries = 0)
    {
        var dag = new Dag("orders");
        dag.Task(
            "read",
            async context =>
            {
                using HttpClient api = context.Connections["orders_api"].Http();
                return await api.GetStringAsync(path, context.Cancellation);
            },
            new() { Retries = retries, RetryDelay = 5.Minutes() });
        return dag;
    }

    private static HttpStub Mode(bool sockets, Action<HttpStub> script) =>
        sockets ? Stub.Http(script) : Stub.Http(script).WithoutSockets();
}

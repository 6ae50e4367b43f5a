using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Windtunnel.Testing.Tests.Seams;

public sealed class HttpSeamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Http_WithABoundHandler_AsksItWithWhatTheConnectionSays()
    {
        var server = new Answers("[1,2]");
        var connection = new Connection
        {
            Id = "x",
            Type = "http",
            Host = "api.example.com/v1",
            Schema = "https",
            Port = 8443,
            Login = "ada",
            Password = "lovelace",
            Extra = """{"X-Team": "flights", "timeout": 5}""",
        };

        string? answer = await AnswerOf(connection with { Double = server });

        Assert.Equal("[1,2]", answer);
        HttpRequestMessage asked = Assert.Single(server.Asked);
        Assert.Equal("https://api.example.com:8443/v1/orders?day=1", asked.RequestUri!.AbsoluteUri);
        Assert.Equal("flights", Assert.Single(asked.Headers.GetValues("X-Team")));
        Assert.Equal("Basic YWRhOmxvdmVsYWNl", Assert.Single(asked.Headers.GetValues("Authorization")));
        Assert.False(asked.Headers.Contains("timeout"));
    }

    [Fact]
    public async Task Http_OfARealServerWithinATimeLimit_HoldsTheClock()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task served = ServeSlowlyAsync(listener);
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), context.Time);
            using HttpClient client = context.Connections["api"].Http();
            return await client.GetStringAsync("orders", limit.Token);
        });
        await using var tunnel = Tunnel.For(dag).Bind("api", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        Run run = await tunnel.RunAsync(Cancellation);
        await served;

        run.ShouldSucceed().ShouldTake(TimeSpan.Zero);
        run.Task("ask").ShouldHaveXCom("return_value", "late");
    }

    [Fact]
    public async Task Http_ServerSlowerThanTheTimeout_IsGivenUpInVirtualTime()
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpClient client = context.Connections["api"].Http();
            return await client.GetStringAsync("orders", context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag)
            .Bind("api", new Connection { Id = "api", Type = "http", Extra = """{"timeout": 20}""", Double = new Answers("late") })
            .Disturb("api", Fault.Latency(1.Hours()));

        Run run = await tunnel.RunAsync(Cancellation);

        run.ShouldFail().ShouldTake(20.Seconds());
        run.Task("ask").ShouldHaveFailedWith("did not answer within 20 s");
    }

    [Fact]
    public async Task Http_OfAConnectionWithoutAHost_SaysWhatIsMissing()
    {
        var dag = new Dag("orders");
        dag.Task("ask", context => context.Connections["api"].Http().BaseAddress!.ToString());
        await using var tunnel = Tunnel.For(dag).Bind("api", new Connection { Id = "api", Type = "http" });
        (await tunnel.RunAsync(Cancellation)).Task("ask").ShouldHaveFailedWith("has no host");
    }

    [Fact]
    public async Task Http_OfABoundObjectOfAnotherKind_SaysWhatServes()
    {
        var dag = new Dag("orders");
        dag.Task("ask", context => context.Connections["api"].Http().BaseAddress!.ToString());
        await using var tunnel = Tunnel.For(dag).Bind("api", new List<int>());
        (await tunnel.RunAsync(Cancellation)).Task("ask").ShouldHaveFailedWith(
            "asked for its http hook, but a List`1 is bound to it, which does not serve that. Bind a HttpMessageHandler");
    }

    [Fact]
    public async Task Http_SecretsInAddressAndHeaders_AreInNoJournalOrRecording()
    {
        const string Canary = "canary-8c41f0";
        var recording = new Recording();
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpClient client = context.Connections["api"].Http();
            HttpRequestMessage[] requests = [new(HttpMethod.Get, $"orders?key={Canary}"), new(HttpMethod.Get, "orders")];
            foreach (HttpRequestMessage request in requests)
            {
                using HttpResponseMessage answer = await client.SendAsync(request, context.Cancellation);
                context.Logger.Log(default, default, $"{client.DefaultRequestHeaders}{request.RequestUri}", null, (text, _) => text);
            }
        });
        await using var tunnel = Tunnel.For(dag)
            .Bind("api", new Connection
            {
                Id = "api",
                Type = "http",
                Password = $"{Canary}-pass",
                Extra = $$"""{"X-Api-Key": "{{Canary}}"}""",
                Double = new Answers(""),
            })
            .Disturb("api", Fault.Latency(1.Seconds())).Record("api", recording);

        Run run = await tunnel.RunAsync(Cancellation);

        using var journal = new MemoryStream();
        run.ShouldSucceed().Journal.Save(journal);
        Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(journal.ToArray()), StringComparison.Ordinal);
        Assert.Equal(["GET /orders?key=***", "GET /orders"], recording.Calls.Select(call => call.Call));
    }

    private static async Task<string?> AnswerOf(Connection connection)
    {
        var dag = new Dag("orders");
        dag.Task("ask", async context =>
        {
            using HttpClient client = context.Connections["api"].Http();
            return await client.GetStringAsync("orders?day=1", context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).Bind("api", connection);
        Run run = await tunnel.RunAsync(Cancellation);
        return run.ShouldSucceed().Task("ask").XCom<string>("return_value");
    }

    /// <summary>Answers in two pieces, each after real time in which a clock that is not held would run away.</summary>
    private static async Task ServeSlowlyAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancellation);
        NetworkStream stream = client.GetStream();
        byte[] request = new byte[4096];
        _ = await stream.ReadAsync(request, Cancellation);
        foreach (string piece in (string[])["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "la", "te"])
        {
            await Task.Delay(30, Cancellation);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), Cancellation);
        }
    }
}

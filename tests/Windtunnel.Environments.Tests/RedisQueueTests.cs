using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

/// <summary><c>Messages()</c> as it is in production: against a real Redis, and against what only looks like one.</summary>
public sealed class RedisQueueTests
{
    private static readonly byte[] NoText = [0, 13, 10, 255];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_OnARealRedis_ComeInOrderWithTheirHeadersAndAreGoneOnceAcknowledged()
    {
        Run run = await RunAsync(async queue =>
        {
            await queue.PublishAsync("eins", Token);
            await queue.PublishAsync(
                new QueueMessage { Body = NoText, Headers = ImmutableDictionary<string, string>.Empty.Add("trace", "ä b") }, Token);
            IReadOnlyList<ReceivedMessage> received = await queue.ReceiveAsync(5, Token);
            Assert.Equal(
                [("eins", 1), (Encoding.UTF8.GetString(NoText), 1)], received.Select(message => (message.Text, message.Deliveries)));
            Assert.Equal(NoText, received[1].Message.Body.ToArray());
            Assert.Equal("ä b", received[1].Message.Headers["trace"]);
            Assert.Empty(await queue.ReceiveAsync(1, Token));
            foreach (ReceivedMessage message in received)
            {
                await queue.AcknowledgeAsync(message, Token);
                await queue.ReturnAsync(message, Token);
            }

            Assert.Empty(await queue.ReceiveAsync(5, Token));
        });
        run.ShouldSucceed();
    }

    [Fact]
    public async Task Message_ThatIsReturned_ComesAgainBeforeNewOnesAndIsCounted()
    {
        Run run = await RunAsync(async queue =>
        {
            foreach (string text in (string[])["1", "2", "3"])
            {
                await queue.PublishAsync(text, Token);
            }

            ReceivedMessage[] two = [.. await queue.ReceiveAsync(2, Token)];
            await queue.ReturnAsync(two[1], Token);
            IReadOnlyList<ReceivedMessage> again = await queue.ReceiveAsync(5, Token);
            Assert.Equal(
                [(two[1].Id, "2", 2), (again[1].Id, "3", 1)], again.Select(message => (message.Id, message.Text, message.Deliveries)));
            await queue.ReturnAsync(again[0], Token);
            Assert.Equal(3, Assert.Single(await queue.ReceiveAsync(1, Token)).Deliveries);
        });
        run.ShouldSucceed();
    }

    [Fact]
    public async Task Messages_UnderAFaultAndARecorder_AreRetriedLikeThoseOfADouble()
    {
        var calls = new Recording();
        var dag = new Dag("send");
        dag.Task("send", async context =>
        {
            await using MessageQueue queue = context.Connections["orders"].Messages();
            await queue.PublishAsync("42", context.Cancellation);
            return Assert.Single(await queue.ReceiveAsync(5, context.Cancellation)).Text;
        }, new() { Retries = 1 });
        await using var tunnel = Tunnel.For(dag).Bind("orders", Service.Redis())
            .Disturb("orders", Fault.Fails(1).On("receive")).Record("orders", calls);

        Run run = await tunnel.RunAsync(Token);

        run.ShouldFail().Task("send").ShouldHaveFailedWith("The collection contained 2 items");
        Assert.Equal(["publish", "receive", "publish", "receive"], calls.Calls.Select(call => call.Call));
    }

    [Theory]
    [InlineData("+OK\r\n-WRONGPASS invalid username-password pair\r\n", "Redis refused SELECT: WRONGPASS invalid username-password pair.")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "begins with 'H', so it speaks another protocol than Redis.")]
    [InlineData("+OK\r\n$x\r\n", "Redis sent '$x' where a length belongs.")]
    [InlineData("+OK\r\n", "Redis closed the connection before it answered.")]
    public async Task Messages_OnSomethingElse_SayWhatCameWithoutThePassword(string answers, string error)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> asked = ServeAsync(listener, answers);
        var dag = new Dag("send");
        dag.Task("send", async context =>
        {
            await using MessageQueue queue = context.Connections["orders"].Messages();
            await queue.PublishAsync("x", context.Cancellation);
        });
        await using var tunnel = Tunnel.For(dag).Bind(
            "orders", $"redis://ada:canary-31f0@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}?db=3");

        Run run = await tunnel.RunAsync(Token);

        run.Task("send").ShouldHaveFailedWith(error);
        Assert.StartsWith("*3\r\n$4\r\nAUTH\r\n$3\r\nada\r\n$11\r\ncanary-31f0\r\n", await asked, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', run.Journal.Select(entry => entry.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_WithATimeoutThatIsNone_SayWhichSetting()
    {
        var dag = new Dag("send");
        dag.Task("send", context => context.Connections["orders"].Messages().GetHashCode());
        await using var tunnel = Tunnel.For(dag).Bind("orders", "redis://localhost?visibility_timeout=0");
        (await tunnel.RunAsync(Token)).Task("send").ShouldHaveFailedWith(
            "The setting 'visibility_timeout' in the extra of connection 'orders' is 0. Make it a number of seconds above 0.");
    }

    private static async Task<Run> RunAsync(Func<MessageQueue, Task> use)
    {
        var dag = new Dag("orders");
        dag.Task("use", async context =>
        {
            await using MessageQueue queue = context.Connections["orders"].Messages();
            await use(queue);
        });
        await using var tunnel = Tunnel.For(dag).Bind("orders", Service.Redis());
        return await tunnel.RunAsync(Token);
    }

    private static async Task<string> ServeAsync(TcpListener listener, string answers)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        NetworkStream stream = client.GetStream();
        byte[] asked = new byte[4096];
        int length = await stream.ReadAsync(asked, Token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answers), Token);
        client.Client.Shutdown(SocketShutdown.Send);
        return Encoding.UTF8.GetString(asked, 0, length);
    }
}

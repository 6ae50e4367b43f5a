using System.Collections.Immutable;
using Windtunnel.Testing;

namespace Windtunnel.Environments.Tests;

public sealed class NatsTests(NatsTests.BrokerFixture fixture) : IClassFixture<NatsTests.BrokerFixture>
{
    private static readonly ImmutableDictionary<string, string> Late = ImmutableDictionary<string, string>.Empty.Add("kind", "late");

    private TestEnvironment Broker => fixture.Environment;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_OfAStart_NamesTheServerAndItsVersion()
    {
        StartReport report = await Broker.StartAsync(Token);

        Assert.StartsWith("nats: native, NATS 2.", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_ThatPublishes_IsHeardByTheTaskThatReceives()
    {
        var dag = new Dag("orders");
        var published = dag.Task("publish", async context =>
        {
            await using MessageQueue orders = context.Connections["nats"].Messages(NatsQueue.Of("orders.new"));
            await orders.PublishAsync("42", context.Cancellation);
            return 1;
        });
        dag.Task("receive", published, async (_, context) =>
        {
            await using MessageQueue orders = context.Connections["nats"].Messages(NatsQueue.Of("orders.new"));
            ReceivedMessage order = (await orders.ReceiveAsync(5, context.Cancellation)).Single();
            await orders.AcknowledgeAsync(order, context.Cancellation);
            return $"{order.Text} in delivery {order.Deliveries}, {(await orders.ReceiveAsync(5, context.Cancellation)).Count} left";
        });
        await using var tunnel = Tunnel.For(dag).In(Broker);

        Run run = await tunnel.RunAsync(Token);

        run.ShouldSucceed().Task("receive").ShouldHaveXCom("return_value", "42 in delivery 1, 0 left");
    }

    [Fact]
    public async Task Message_ThatIsReturned_ComesAgainWithItsHeaders()
    {
        await using TestPart part = await Broker.OpenAsync(Token);
        await using MessageQueue queue = NatsQueue.Of("returned")(part.Connections["nats"]);
        await queue.PublishAsync(new QueueMessage { Body = "1"u8.ToArray(), Headers = Late }, Token);

        ReceivedMessage first = Assert.Single(await queue.ReceiveAsync(cancellation: Token));
        await queue.ReturnAsync(first, Token);
        ReceivedMessage again = await NextAsync(queue);

        Assert.Equal((first.Id, 2, "late"), (again.Id, again.Deliveries, again.Message.Headers["kind"]));
    }

    [Fact]
    public async Task Parts_OfOneServer_DoNotSeeEachOther()
    {
        await using TestPart one = await Broker.OpenAsync(Token);
        await using TestPart two = await Broker.OpenAsync(Token);
        await using MessageQueue mine = NatsQueue.Of("orders")(one.Connections["nats"]);
        await using MessageQueue other = NatsQueue.Of("orders")(two.Connections["nats"]);

        await mine.PublishAsync("1", Token);

        Assert.Empty(await other.ReceiveAsync(cancellation: Token));
        Assert.Equal("1", Assert.Single(await mine.ReceiveAsync(cancellation: Token)).Text);
    }

    [Fact]
    public async Task Account_ThatIsGivenBack_IsEmptyForItsNextTest()
    {
        await using var environment = new TestEnvironment().Add(Service.Nats());
        string? user = null;
        // There are 64 accounts, so that the first one comes again.
        for (int i = 0; i <= 64; i++)
        {
            await using TestPart part = await environment.OpenAsync(Token);
            user ??= part.Connections["nats"].Login;
            await using MessageQueue queue = NatsQueue.Of("orders")(part.Connections["nats"]);
            if (i == 0)
            {
                await queue.PublishAsync("left", Token);
            }
            else if (i == 64)
            {
                Assert.Equal(user, part.Connections["nats"].Login);
                Assert.Empty(await queue.ReceiveAsync(cancellation: Token));
            }
        }
    }

    [Fact]
    public async Task Server_ThatIsGiven_IsSharedAndOneThatIsAwayIsReplaced()
    {
        await using TestPart part = await Broker.OpenAsync(Token);
        string uri = part.Connections["nats"].ToUri();
        await using var given = new TestEnvironment().Add(Service.Nats().At(uri));
        await using var replaced = new TestEnvironment().Add(Service.Nats().At("nats://127.0.0.1:1"));

        await using TestPart shared = await given.OpenAsync(Token);
        StartReport report = await replaced.StartAsync(Token);

        Assert.Equal(part.Connections["nats"].Port, shared.Connections["nats"].Port);
        Assert.Equal(part.Connections["nats"].Login, shared.Connections["nats"].Login);
        Assert.StartsWith(
            "given: the server at 127.0.0.1:1 does not answer", report.Services[0].Reasons.Single(), StringComparison.Ordinal);
    }

    public sealed class BrokerFixture : IAsyncDisposable
    {
        public TestEnvironment Environment { get; } = new TestEnvironment().Add(Service.Nats());

        public ValueTask DisposeAsync() => Environment.DisposeAsync();
    }

    private static async Task<ReceivedMessage> NextAsync(MessageQueue queue)
    {
        using CancellationTokenSource limit = Eventually.Limit();
        while (true)
        {
            Assert.False(limit.IsCancellationRequested, "No message came in a minute.");
            if (await queue.ReceiveAsync(cancellation: Token) is [var next, ..])
            {
                return next;
            }
        }
    }
}

namespace Windtunnel.Testing.Tests.Messages;

public sealed class MessageBrokerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_WhatWasGiven_ComesInOrderAndIsGoneOnceAcknowledged()
    {
        var broker = new MessageBroker().With("1", "2", "3");
        (await RunAsync(broker, DrainAsync)).ShouldSucceed().Task("drain").ShouldHaveXCom("return_value", new[] { "1", "2", "3" });
        Assert.Empty(broker.Left);
        Assert.Equal(["1", "2", "3"], broker.Acknowledged.Select(message => message.Text));
    }

    [Fact]
    public async Task Receive_WithoutAcknowledging_ComesAgainAfterTheVisibilityTimeout()
    {
        var broker = new MessageBroker().With("order").HidingFor(2.Minutes());
        Run run = await RunAsync(broker, async (queue, context) =>
        {
            ReceivedMessage first = Assert.Single(await queue.ReceiveAsync(5, context.Cancellation));
            await context.DelayAsync(119.Seconds());
            Assert.Empty(await queue.ReceiveAsync(5, context.Cancellation));
            await context.DelayAsync(1.Seconds());
            ReceivedMessage second = Assert.Single(await queue.ReceiveAsync(5, context.Cancellation));
            Assert.Equal((first.Id, 1, 2), (second.Id, first.Deliveries, second.Deliveries));

            // Too late: somebody else has it by now.
            await queue.AcknowledgeAsync(first, context.Cancellation);
            Assert.Single(broker.Left);
            await queue.AcknowledgeAsync(second, context.Cancellation);
            return [];
        });
        run.ShouldSucceed().ShouldTake(2.Minutes());
        Assert.Empty(broker.Left);
    }

    [Fact]
    public async Task Receive_AReturnedMessage_ComesAgainAtOnce()
    {
        var broker = new MessageBroker().With("order");
        (await RunAsync(broker, async (queue, context) =>
        {
            await queue.ReturnAsync(Assert.Single(await queue.ReceiveAsync(1, context.Cancellation)), context.Cancellation);
            return await DrainAsync(queue, context);
        })).ShouldSucceed().ShouldTake(TimeSpan.Zero).Task("drain").ShouldHaveXCom("return_value", new[] { "order" });
    }

    [Fact]
    public async Task Receive_FromADuplicatingBroker_GivesSomeTwice()
    {
        var broker = new MessageBroker().With("1", "2").Duplicating();
        (await RunAsync(broker, DrainAsync)).ShouldSucceed().Task("drain").ShouldHaveXCom("return_value", new[] { "1", "1", "2", "2" });
    }

    [Fact]
    public async Task Receive_FromAReorderingBroker_IsDecidedByTheSeed()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        string[] one = await DrainedAsync(1), same = await DrainedAsync(1), other = await DrainedAsync(2);
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.NotEqual(texts, one);
        Assert.Equal(texts.Order(StringComparer.Ordinal), one.Order(StringComparer.Ordinal));

        async Task<string[]> DrainedAsync(ulong seed) =>
            (await RunAsync(new MessageBroker().With(texts).Reordering().Seeded(seed), DrainAsync))
                .ShouldSucceed().Task("drain").Result<string[]>();
    }

    [Fact]
    public async Task Receive_APoisonMessage_IsSetAsideAfterItsLastDelivery()
    {
        var broker = new MessageBroker().With("good", "poison").DeadAfter(3).HidingFor(1.Minutes());
        Run run = await RunAsync(broker, async (queue, context) =>
        {
            int tries = 0;
            while (broker.Left.Count > 0)
            {
                foreach (ReceivedMessage message in await queue.ReceiveAsync(10, context.Cancellation))
                {
                    tries += message.Text == "poison" ? 1 : 0;
                    if (message.Text == "good")
                    {
                        await queue.AcknowledgeAsync(message, context.Cancellation);
                    }
                }

                await context.DelayAsync(1.Minutes());
            }

            return [$"{tries}"];
        });
        run.ShouldSucceed().Task("drain").ShouldHaveXCom("return_value", new[] { "3" });
        Assert.Equal(["poison"], broker.DeadLetters.Select(message => message.Text));
    }

    [Fact]
    public async Task Acknowledge_ThatIsLost_BringsTheMessageAgain()
    {
        var broker = new MessageBroker().With("order").LosingAcknowledgements(1).HidingFor(1.Seconds());
        Run run = await RunAsync(broker, async (queue, context) =>
        {
            string[] first = await DrainAsync(queue, context);
            await context.DelayAsync(1.Seconds());
            return [.. first, .. await DrainAsync(queue, context)];
        });
        run.ShouldSucceed().Task("drain").ShouldHaveXCom("return_value", new[] { "order", "order" });
    }

    [Fact]
    public async Task Receive_Several_TakesThemAtOnceAndNoMore()
    {
        var broker = new MessageBroker().With("1", "2", "3");
        (await RunAsync(broker, async (queue, context) =>
        {
            Assert.Equal(["1", "2"], (await queue.ReceiveAsync(2, context.Cancellation)).Select(message => message.Text));
            Assert.Equal(["3"], (await queue.ReceiveAsync(2, context.Cancellation)).Select(message => message.Text));
            return [];
        })).ShouldSucceed();
    }

    [Fact]
    public async Task Duplicating_AShare_DeliversThatShareTwice()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => $"{i}")];
        string[] drained = (await RunAsync(new MessageBroker().With(texts).Duplicating(0.3), DrainAsync))
            .ShouldSucceed().Task("drain").Result<string[]>();
        Assert.InRange(drained.Length, 45, 65);
        Assert.Equal(texts.Order(StringComparer.Ordinal), drained.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Acknowledge_AfterTheVisibilityTimeout_ComesTooLate()
    {
        var broker = new MessageBroker().With("order").HidingFor(1.Minutes());
        (await RunAsync(broker, async (queue, context) =>
        {
            ReceivedMessage message = Assert.Single(await queue.ReceiveAsync(1, context.Cancellation));
            await context.DelayAsync(1.Minutes());
            await queue.AcknowledgeAsync(message, context.Cancellation);
            return [];
        })).ShouldSucceed();
        Assert.Equal(["order"], broker.Left.Select(message => message.Text));
        Assert.Empty(broker.Acknowledged);
    }

    [Fact]
    public async Task RunAsync_WithADuplicateNobodyReceived_IsNotGreen()
    {
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(
            new MessageBroker().With("1").Duplicating(), async (queue, context) =>
            {
                await queue.AcknowledgeAsync(Assert.Single(await queue.ReceiveAsync(1, context.Cancellation)), context.Cancellation);
                return [];
            }));
        Assert.StartsWith("1 duplicates of the broker were never received", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithALossNobodyExperienced_IsNotGreen()
    {
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(
            new MessageBroker().LosingAcknowledgements(2), (_, _) => Task.FromResult<string[]>([])));
        Assert.StartsWith("2 acknowledgements were to get lost, but were never made.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithMessagesNobodyReceived_IsNotGreen()
    {
        var broker = new MessageBroker().With("1", "2");
        var failure = await Assert.ThrowsAsync<RunAssertionException>(() => RunAsync(broker, async (queue, context) =>
        {
            await queue.AcknowledgeAsync(Assert.Single(await queue.ReceiveAsync(1, context.Cancellation)), context.Cancellation);
            return [];
        }));
        Assert.StartsWith("1 of the messages given to the broker were never received.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_UnderAFault_FailsAsSaidAndIsRecorded()
    {
        var broker = new MessageBroker();
        var calls = new Recording();
        var dag = new Dag("orders");
        dag.Task("send", async context =>
        {
            await using MessageQueue queue = context.Connections["orders"].Messages();
            await queue.PublishAsync("done", context.Cancellation);
        }, new() { Retries = 1 });
        await using var tunnel = Tunnel.For(dag).Bind("orders", broker)
            .Disturb("orders", Fault.Fails(1).On("publish")).Record("orders", calls);

        (await tunnel.RunAsync(Cancellation)).ShouldSucceed().Task("send").ShouldHave(TaskState.Success, attempts: 2);

        Assert.Equal(["done"], broker.Published.Select(message => message.Text));
        Assert.Equal([("publish", "IOException"), ("publish", null)], calls.Calls.Select(call => (call.Call, call.Error)));
    }

    [Fact]
    public async Task Messages_WithoutABrokerOrAWayToOne_SaysWhatIsMissing()
    {
        var dag = new Dag("orders");
        dag.Task("send", async context => await context.Connections["orders"].Messages().PublishAsync("x", context.Cancellation));
        await using var tunnel = Tunnel.For(dag).Bind("orders", "amqp://localhost");
        (await tunnel.RunAsync(Cancellation)).Task("send").ShouldHaveFailedWith(
            "nothing says how to reach a broker of type 'amqp'. Make it one of type 'redis', "
            + "or give Messages(connection => ...) its queue.");
    }

    private static async Task<string[]> DrainAsync(MessageQueue queue, TaskContext context)
    {
        List<string> texts = [];
        while (await queue.ReceiveAsync(1, context.Cancellation) is [var message])
        {
            texts.Add(message.Text);
            await queue.AcknowledgeAsync(message, context.Cancellation);
        }

        return [.. texts];
    }

    private static async Task<Run> RunAsync(MessageBroker broker, Func<MessageQueue, TaskContext, Task<string[]>> use)
    {
        var dag = new Dag("orders");
        dag.Task("drain", async context =>
        {
            await using MessageQueue queue = context.Connections["orders"].Messages();
            return await use(queue, context);
        });
        await using var tunnel = Tunnel.For(dag).Bind("orders", broker);
        return await tunnel.RunAsync(Cancellation);
    }
}

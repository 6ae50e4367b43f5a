using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Sqs;

/// <summary>Amazon's own SDK, which checks the MD5 of every message.</summary>
public sealed class SqsSdkTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SqsEmulator _sqs;
    private readonly AmazonSQSClient _client;

    public SqsSdkTests()
    {
        _sqs = Emulator.Sqs().WithTime(_time).WithQueue("arrivals").WithQueue("ordered.fifo").WithQueue("dead");
        _client =
            new(_sqs.AccessKey, _sqs.SecretKey,
            new AmazonSQSConfig { ServiceURL = _sqs.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Arrivals => _sqs.QueueUrl("arrivals");

    private string Ordered => _sqs.QueueUrl("ordered.fifo");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sqs.DisposeAsync();
    }

    [Fact]
    public async Task Message_WithAttributes_ComesBackWithThem()
    {
        await _client.SendMessageAsync(
            new()
            {
                QueueUrl = Arrivals,
                MessageBody = "BA 117 ✈",
                MessageAttributes = new()
                {
                    ["gate"] = new() { DataType = "String", StringValue = "B 7" },
                    ["raw"] = new() { DataType = "Binary", BinaryValue = new([1, 2, 3]) },
                },
            },
            Cancellation);

        Message received = await OneAsync(Arrivals);
        Assert.Equal(("BA 117 ✈", "B 7"), (received.Body, received.MessageAttributes["gate"].StringValue));
    }

    [Fact]
    public async Task Message_NotDeleted_ComesAgainWhenItsTimeIsOver()
    {
        await _client.SendMessageAsync(Arrivals, "once more", Cancellation);

        await OneAsync(Arrivals);
        Assert.Empty(await ReceiveAsync(Arrivals));
        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("2", (await OneAsync(Arrivals)).Attributes["ApproximateReceiveCount"]);
    }

    [Fact]
    public async Task PoisonMessage_ReceivedTooOften_GoesToTheDeadLetterQueue()
    {
        await _client.SetQueueAttributesAsync(
            Arrivals,
                new() { ["RedrivePolicy"] = """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":2}""" },
                Cancellation);
        await _client.SendMessageAsync(Arrivals, "poison", Cancellation);

        for (int i = 0; i < 2; i++)
        {
            await OneAsync(Arrivals);
            _time.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Empty(await ReceiveAsync(Arrivals));
        Assert.Equal("poison", (await OneAsync(_sqs.QueueUrl("dead"))).Body);
    }

    [Fact]
    public async Task Fifo_WithTwoGroups_KeepsTheOrderInEachAndLocksIt()
    {
        foreach ((string group, string body) in new[] { ("a", "a1"), ("a", "a2"), ("b", "b1") })
            await _client.SendMessageAsync(
                new() { QueueUrl = Ordered, MessageBody = body, MessageGroupId = group, MessageDeduplicationId = body }, Cancellation);

        Message first = await OneAsync(Ordered);
        string[] second = [.. (await ReceiveAsync(Ordered)).Select(message => message.Body)];
        await _client.DeleteMessageAsync(Ordered, first.ReceiptHandle, Cancellation);
        string[] third = [.. (await ReceiveAsync(Ordered)).Select(message => message.Body)];

        Assert.Equal(("a1", "b1", "a2"), (first.Body, Assert.Single(second), Assert.Single(third)));
    }

    [Fact]
    public async Task Fifo_SameDeduplicationId_IsOneMessageForFiveMinutes()
    {
        SendMessageRequest send = new() { QueueUrl = Ordered, MessageBody = "x", MessageGroupId = "g", MessageDeduplicationId = "d" };
        SendMessageResponse first = await _client.SendMessageAsync(send, Cancellation);
        SendMessageResponse again = await _client.SendMessageAsync(send, Cancellation);
        _time.Advance(TimeSpan.FromMinutes(5));
        SendMessageResponse later = await _client.SendMessageAsync(send, Cancellation);

        Assert.Equal((first.MessageId, first.SequenceNumber), (again.MessageId, again.SequenceNumber));
        Assert.NotEqual(first.MessageId, later.MessageId);
    }

    [Fact]
    public async Task LongPoll_WhileNothingIsThere_EndsWhenAMessageArrives()
    {
        Task<ReceiveMessageResponse> waiting =
            _client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = Arrivals, WaitTimeSeconds = 20 }, Cancellation);
        await _client.SendMessageAsync(Arrivals, "here", Cancellation);

        Assert.Equal("here", Assert.Single((await waiting).Messages).Body);
    }

    [Fact]
    public async Task Queue_ThatIsMissing_IsTheSdksOwnException() =>
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => _client.GetQueueUrlAsync("nowhere", Cancellation));

    [Fact]
    public async Task DeadLetters_MovedBack_AreWhereTheyCameFrom()
    {
        const string Policy = """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":1}""";
        await _client.SetQueueAttributesAsync(Arrivals, new() { ["RedrivePolicy"] = Policy }, Cancellation);
        await _client.SendMessageAsync(Arrivals, "poison", Cancellation);
        await OneAsync(Arrivals);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Empty(await ReceiveAsync(Arrivals));

        await _client.StartMessageMoveTaskAsync(new() { SourceArn = "arn:aws:sqs:us-east-1:123456789012:dead" }, Cancellation);

        Assert.Equal("poison", (await OneAsync(Arrivals)).Body);
        var tasks = await _client.ListMessageMoveTasksAsync(new() { SourceArn = "arn:aws:sqs:us-east-1:123456789012:dead" }, Cancellation);
        Assert.Equal(("COMPLETED", 1), (tasks.Results[0].Status, tasks.Results[0].ApproximateNumberOfMessagesMoved));
    }

    [Fact]
    public async Task DeadLetters_OfAQueueThatIsNone_AreRefused() => await Assert.ThrowsAnyAsync<AmazonSQSException>(
        () => _client.StartMessageMoveTaskAsync(new() { SourceArn = "arn:aws:sqs:us-east-1:123456789012:arrivals" }, Cancellation));

    [Fact]
    public async Task Permission_AddedAndRemoved_IsInThePolicy()
    {
        await _client.AddPermissionAsync(Arrivals, "partner", ["210987654321"], ["SendMessage"], Cancellation);
        string added = (await _client.GetQueueAttributesAsync(Arrivals, ["Policy"], Cancellation)).Policy;
        await _client.RemovePermissionAsync(Arrivals, "partner", Cancellation);

        Assert.Contains("arn:aws:iam::210987654321:root", added, StringComparison.Ordinal);
        Assert.Null((await _client.GetQueueAttributesAsync(Arrivals, ["Policy"], Cancellation)).Policy);
    }

    private async Task<Message> OneAsync(string queue) => Assert.Single(await ReceiveAsync(queue, 1));

    private async Task<List<Message>> ReceiveAsync(string queue, int most = 10) => (await _client.ReceiveMessageAsync(
        new ReceiveMessageRequest
        {
            QueueUrl = queue,
            MaxNumberOfMessages = most,
            MessageAttributeNames =
            ["All"],
            MessageSystemAttributeNames = ["All"]
        }, Cancellation)).Messages ?? [];
}

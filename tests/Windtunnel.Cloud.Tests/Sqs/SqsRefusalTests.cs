using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Sqs;

/// <summary>What SQS refuses that an SDK lets pass.</summary>
public sealed class SqsRefusalTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SqsEmulator _sqs;
    private readonly AmazonSQSClient _client;

    public SqsRefusalTests()
    {
        _sqs = Emulator.Sqs().WithTime(_time).WithQueue("arrivals").WithQueue("departures");
        _client = new(_sqs.AccessKey, _sqs.SecretKey,
            new AmazonSQSConfig { ServiceURL = _sqs.Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Arrivals => _sqs.QueueUrl("arrivals");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sqs.DisposeAsync();
    }

    [Fact]
    public async Task Queue_ThatWasDeleted_BlocksItsNameForAMinute()
    {
        await _client.DeleteQueueAsync(Arrivals, Cancellation);

        await Assert.ThrowsAsync<QueueDeletedRecentlyException>(() => _client.CreateQueueAsync("arrivals", Cancellation));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(Arrivals, (await _client.CreateQueueAsync("arrivals", Cancellation)).QueueUrl);
    }

    [Fact]
    public async Task Queues_InPages_GoOnWithTheTokenAlone()
    {
        var first = await _client.ListQueuesAsync(new ListQueuesRequest { MaxResults = 1 }, Cancellation);
        var second = await _client.ListQueuesAsync(
            new ListQueuesRequest { MaxResults = 1, NextToken = first.NextToken }, Cancellation);

        Assert.Equal([Arrivals, _sqs.QueueUrl("departures")], [.. first.QueueUrls, .. second.QueueUrls]);
        await RefusedAsync("InvalidParameterValue", () => _client.ListQueuesAsync(
            new ListQueuesRequest { MaxResults = 1, NextToken = "arrivals" }, Cancellation));
    }

    [Fact]
    public async Task Names_ThatAreNone_AreRefused()
    {
        await RefusedAsync("InvalidAttributeName", () => _client.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = Arrivals, MessageSystemAttributeNames = ["Nonsense"] }, Cancellation));
        await RefusedAsync("InvalidParameterValue", () => _client.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = Arrivals, ReceiveRequestAttemptId = "1" }, Cancellation));
        await RefusedAsync("InvalidParameterValue", () => _client.AddPermissionAsync(
            Arrivals, "partner", ["210987654321"], ["Nonsense"], Cancellation));
        await RefusedAsync("InvalidParameterValue", () => _client.SendMessageAsync(
            new SendMessageRequest
            {
                QueueUrl = Arrivals,
                MessageBody = "x",
                MessageSystemAttributes = new() { ["Nonsense"] = new() { DataType = "String", StringValue = "x" } },
            }, Cancellation));
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => _client.GetQueueUrlAsync(
            new GetQueueUrlRequest { QueueName = "arrivals", QueueOwnerAWSAccountId = "210987654321" }, Cancellation));
    }

    private static async Task RefusedAsync(string code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonSQSException>(act);
        Assert.EndsWith(code, refused.ErrorCode, StringComparison.Ordinal);
    }
}

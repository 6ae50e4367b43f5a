using System.Text;
using System.Xml.Linq;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Sqs;

/// <summary>The form-encoded protocol, which SDKs spoke until 2023 and today's no longer do.</summary>
public sealed class SqsQueryTests : IAsyncDisposable
{
    private readonly SqsEmulator _sqs = Emulator.Sqs().WithQueue("arrivals");
    private readonly SignedClient _client;

    public SqsQueryTests() => _client = new(_sqs.Endpoint, "sqs", payload: "");

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _sqs.DisposeAsync();
    }

    [Fact]
    public async Task Message_SentAndReceived_HasItsAttributesAndTheirMd5()
    {
        XElement sent = await CallAsync(
            "Action=SendMessage&MessageBody=BA+117+%26+more&MessageAttribute.1.Name=gate&MessageAttribute.1.Value.DataType=String"
            + "&MessageAttribute.1.Value.StringValue=B7");
        XElement received = await CallAsync("Action=ReceiveMessage&MaxNumberOfMessages=10&AttributeName.1=All&MessageAttributeName.1=All");

        Assert.Equal("BA 117 & more", Text(received, "Body"));
        Assert.Equal(Text(sent, "MD5OfMessageBody"), Text(received, "MD5OfBody"));
        Assert.Equal(Text(sent, "MD5OfMessageAttributes"), Text(received, "MD5OfMessageAttributes"));
        XElement attribute = received.Descendants().Single(e => e.Name.LocalName == "MessageAttribute");
        Assert.Equal(("gate", "B7"), (Text(attribute, "Name"), Text(attribute, "StringValue")));
        Assert.Contains(received.Descendants().Where(e => e.Name.LocalName == "Attribute"), e => Text(e,
            "Name") == "ApproximateReceiveCount");
    }

    [Fact]
    public async Task Batch_WithOneBadEntry_TellsWhichFailed()
    {
        XElement answer = await CallAsync(
            "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x"
            + "&SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=y"
            + "&SendMessageBatchRequestEntry.2.DelaySeconds=1000");

        Assert.Equal("a", Text(answer.Descendants().Single(e => e.Name.LocalName == "SendMessageBatchResultEntry"), "Id"));
        Assert.Equal("b", Text(answer.Descendants().Single(e => e.Name.LocalName == "BatchResultErrorEntry"), "Id"));
    }

    [Fact]
    public async Task Queue_CreatedWithAttributesAndTags_ReportsThem()
    {
        XElement made = await CallAsync(
            "Action=CreateQueue&QueueName=late&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=5&Tag.1.Key=team&Tag.1.Value=ops", "/");
        XElement attributes = await CallAsync("Action=GetQueueAttributes&AttributeName.1=VisibilityTimeout", "/123456789012/late");
        XElement tags = await CallAsync("Action=ListQueueTags", "/123456789012/late");

        Assert.EndsWith("/123456789012/late", Text(made, "QueueUrl"), StringComparison.Ordinal);
        Assert.Equal("5", Text(attributes, "Value"));
        Assert.Equal(("team", "ops"), (Text(tags, "Key"), Text(tags, "Value")));
    }

    [Theory]
    [InlineData("Action=ReceiveMessage", "/123456789012/nowhere", "AWS.SimpleQueueService.NonExistentQueue")]
    [InlineData("Action=ReceiveMessage&MaxNumberOfMessages=x", "/123456789012/arrivals", "InvalidParameterValue")]
    [InlineData("Action=Frobnicate", "/", "InvalidAction")]
    [InlineData("Version=2012-11-05", "/", "MissingAction")]
    public async Task Request_ThatIsWrong_IsRefusedInXml(string form, string path, string code)
    {
        Answered refused = await SendAsync(form, path);

        Assert.Equal((400, code), (refused.Status, Text(XElement.Parse(refused.Text), "Code")));
    }

    private async Task<XElement> CallAsync(string form, string path = "/123456789012/arrivals")
    {
        Answered answered = await SendAsync(form, path);
        Assert.True(answered.Status == 200, answered.Text);
        return XElement.Parse(answered.Text);
    }

    private Task<Answered> SendAsync(string form, string path) => _client.SendAsync(
        "POST", path, "", Encoding.ASCII.GetBytes(form), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));

    private static string? Text(XElement root, string name) => root.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}

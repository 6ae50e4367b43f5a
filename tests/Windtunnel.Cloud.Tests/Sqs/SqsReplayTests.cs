using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Windtunnel.Cloud.Tests.Replay;
using Windtunnel.Cloud.Tests.S3;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.Sqs;

public sealed partial class SqsReplayTests
{
    // Where the recorded emulator is wrong, the judge says so in statuses; its bodies are then no model.
    private static readonly string[] RecordedWrong = ["fifo-dedup-after-delete", "message-delete-old-handle-after-redelivery"];

    public static TheoryData<string> Cases => [.. Conversations.Sqs.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Conversation_Replayed_IsAnsweredAsSqsDoes(string name)
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using SqsEmulator emulator = Emulator.Sqs().WithTime(time);
        using RawClient client = new(emulator.Endpoint);
        Placeholders placeholders = new() { ["host"] = client.Authority };
        bool mayWait = Conversations.Sqs.Case(name).Recorded.GetRawText().Contains("WaitTimeSeconds", StringComparison.Ordinal);
        foreach ((RecordedExchange recorded, Verdict? verdict) in Conversations.Sqs.Case(name).Exchanges())
        {
            // A receive that found nothing then waited for it, where it was asked to.
            bool isReceive = recorded.RequestHeaders.Any(header => header.Value == "AmazonSQS.ReceiveMessage");
            time.AutoAdvanceAmount = TimeSpan.FromSeconds(mayWait && isReceive && !HasMessages(recorded.ResponseText) ? 1 : 0);
            Answered answered = await SendAsync(client, emulator, recorded, placeholders, time.GetUtcNow());
            if (isReceive && HasMessages(recorded.ResponseText) && !HasMessages(answered.Text))
            {
                // The recording waited before it.
                time.Advance(TimeSpan.FromSeconds(1.3));
                answered = await SendAsync(client, emulator, recorded, placeholders, time.GetUtcNow());
            }

            placeholders.Learn(recorded, answered);
            if (recorded.IsSetup)
                Assert.InRange(answered.Status, 200, 299);
            Assert.True(
                verdict?.Allows(answered.Status, CodeOf(answered)) != false,
                $"{recorded.Body} was answered {answered.Status} {answered.Text}; right is {verdict}.");
            if (recorded.Status == answered.Status && answered.Status == 200 && !RecordedWrong.Contains(name))
                Assert.Equal(Shape(recorded.ResponseText!), Shape(answered.Text));
        }
    }

    private static bool HasMessages(string? body) => body?.Contains("\"Messages\"", StringComparison.Ordinal) == true;

    private static async Task<Answered> SendAsync(
        RawClient client, SqsEmulator emulator, RecordedExchange recorded, Placeholders placeholders, DateTimeOffset now)
    {
        byte[] body = RecordedBody.Of(recorded.Body, placeholders, "");
        S3Signer signer = new(emulator.AccessKey, emulator.SecretKey, now, "sqs");
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string header, string value) in recorded.RequestHeaders)
            headers[header] = value;
        headers["Host"] = client.Authority;
        headers["x-amz-date"] = signer.Instant;
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));
        string signature = signer.Sign("POST", "/", "", headers, ["host", "x-amz-date", "x-amz-target"], hash);
        headers["Authorization"] =
            $"AWS4-HMAC-SHA256 Credential={signer.AccessKey}/{signer.Scope}, SignedHeaders=host;x-amz-date;x-amz-target, "
            + $"Signature={signature}";
        return await client.SendAsync("POST", "/", "", headers.Select(header => (header.Key, header.Value)), body);
    }

    private static string? CodeOf(Answered answered) => Type().Match(answered.Text) is { Success: true } match
        ? match.Groups[1].Value : null;

    // The names of all properties, and the values that do not change from run to run.
    private static string Shape(string json)
    {
        StringBuilder shape = new();
        Append(JsonDocument.Parse(json).RootElement, shape, "");
        return shape.ToString();
    }

    private static void Append(JsonElement element, StringBuilder shape, string name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                    Append(property.Value, shape.Append(property.Name).Append('{'), property.Name);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Append(item, shape.Append('['), name);
                break;
            default:
                shape.Append(Constant().IsMatch(name) ? element.ToString() : "…").Append('\n');
                break;
        }
    }

    [GeneratedRegex("\"__type\"\\s*:\\s*\"[^#\"]*#([^\"]*)\"")]
    private static partial Regex Type();

    [GeneratedRegex(
        "^(MD5.*|Body|VisibilityTimeout|DelaySeconds|Approximate.*Messages.*|ApproximateReceiveCount|StringValue|"
        + ".*Fifo.*|.*Deduplication.*|QueueArn|[a-z])$")]
    private static partial Regex Constant();
}

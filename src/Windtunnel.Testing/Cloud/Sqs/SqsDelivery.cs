using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>Receiving, and what one does with what was received.</summary>
internal static class SqsDelivery
{
    private static readonly string[] SystemNames =
    [
        "All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "SequenceNumber",
        "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ];

    public static async Task<JsonObject> ReceiveAsync(SqsCall call)
    {
        RequireNames(call);
        int most = call.Number("MaxNumberOfMessages", 1, 10) ?? 1;
        int? visibility = call.Number("VisibilityTimeout", 0, 43200);
        int wait = call.Number("WaitTimeSeconds", 0, 20) ?? call.Queue.Number("ReceiveMessageWaitTimeSeconds");
        DateTimeOffset deadline = call.Now.AddSeconds(wait);
        while (true)
        {
            Task change = call.Emulator.NextChange;
            List<SqsMessage> received =
                call.Change((state, queue) => Taken(state, queue, most, visibility ?? queue.Number("VisibilityTimeout"), call.Now));
            if (received.Count > 0)
                return new() { ["Messages"] = new JsonArray([.. received.Select(message => Write(message, call))]) };
            if (call.Now >= deadline)
                return [];
            DateTimeOffset next = call.Queue.Heads is { IsEmpty: false } heads && heads.Min.VisibleAt is var at && at > call.Now
                && at < deadline ? at : deadline;
            if (!await WaitAsync(call, change, next - call.Now))
                return [];
        }
    }

    private static void RequireNames(SqsCall call)
    {
        bool isFifo = call.Queue.IsFifo;
        if (!isFifo && call.Text("ReceiveRequestAttemptId") is { } attempt)
        {
            throw SqsErrors.InvalidParameter(
                attempt, "ReceiveRequestAttemptId", "The request includes a parameter that is not valid for this queue type.");
        }

        // The older of the two parameters takes the names of a queue's attributes too.
        string? unknown = call.List("MessageSystemAttributeNames").FirstOrDefault(name => !SystemNames.Contains(name))
            ?? call.List("AttributeNames").FirstOrDefault(name => !SystemNames.Contains(name) && !SqsAttributes.IsKnown(name));
        if (unknown is not null)
            throw SqsErrors.InvalidAttributeName(unknown);
    }

    /// <returns>False when neither will ever come.</returns>
    private static async Task<bool> WaitAsync(SqsCall call, Task change, TimeSpan time)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        Task<bool> delay = call.Emulator.Clock.DelayAsync(time, over.Token);
        Task first = await Task.WhenAny(change, delay);
        call.Cancellation.ThrowIfCancellationRequested();
        await over.CancelAsync();
        return first == change || await delay;
    }

    public static JsonObject Delete(SqsCall call) => Deleted(call, call.Input);

    public static JsonObject DeleteBatch(SqsCall call) => call.ForEachEntry(entry => Deleted(call, entry));

    public static JsonObject ChangeVisibility(SqsCall call) => Changed(call, call.Input);

    public static JsonObject ChangeVisibilityBatch(SqsCall call) => call.ForEachEntry(entry => Changed(call, entry));

    private static (SqsState, List<SqsMessage>) Taken(SqsState state, SqsQueue queue, int most, int visibility, DateTimeOffset now)
    {
        List<SqsMessage> taken = [];
        SqsRedrive? redrive = SqsRedrive.Of(queue);
        while (taken.Count < most && queue.Heads is { IsEmpty: false } heads && heads.Min.VisibleAt <= now)
        {
            // Messages that were taken hide their lane only afterwards: one receive may take several of a group.
            foreach (SqsMessage message in queue.Lanes[heads.Min.Lane].Values.TakeWhile(message => message.VisibleAt <= now))
            {
                if (taken.Count == most)
                    break;
                if (SqsMessages.IsExpired(queue, message, now))
                {
                    queue = queue.Without(message);
                }
                else if (redrive is not null && message.ReceiveCount >= redrive.MaxReceiveCount && state.Queues[redrive.Queue]
                    is { } target)
                {
                    queue = queue.Without(message);
                    SqsMessage dead = message with
                    {
                        VisibleAt = now,
                        Lane = target.IsFifo ? message.GroupId! : message.Lane,
                        DeadLetterSource = SqsAttributes.Arn(queue.Name),
                    };
                    state = state with { Queues = state.Queues.With(target.Name, target.With(dead)) };
                }
                else
                {
                    SqsMessage received = message with
                    {
                        ReceiveCount = message.ReceiveCount + 1,
                        Receipt = message.Receipt + 1,
                        FirstReceived = message.FirstReceived ?? now,
                        VisibleAt = now.AddSeconds(visibility),
                    };
                    queue = queue.With(received);
                    taken.Add(received);
                }
            }

            if (visibility == 0 && taken.Count > 0)
                break;
        }

        return (state with { Queues = state.Queues.With(queue.Name, queue) }, taken);
    }

    private static JsonObject Deleted(SqsCall call, JsonObject input)
    {
        string text = SqsCall.TextOf(input, "ReceiptHandle") ?? throw SqsErrors.MissingParameter("ReceiptHandle");
        _ = call.Queue;
        SqsHandle handle = SqsHandle.Parse(text) ?? throw SqsErrors.ReceiptHandleIsInvalid(text);
        call.ChangeQueue(queue =>
        {
            if (queue.Find(handle.Lane, handle.Sequence) is not { } message)
                return queue;
            if (queue.IsFifo && (message.Receipt != handle.Receipt || !message.IsInFlight(call.Now)))
                throw SqsErrors.InvalidParameter(text, "ReceiptHandle", "The receipt handle has expired.");
            return message.Receipt == handle.Receipt ? queue.Without(message) : queue;
        });
        call.Emulator.Wake();
        return [];
    }

    private static JsonObject Changed(SqsCall call, JsonObject input)
    {
        string text = SqsCall.TextOf(input, "ReceiptHandle") ?? throw SqsErrors.MissingParameter("ReceiptHandle");
        int seconds = SqsCall.NumberOf(input, "VisibilityTimeout", 0, 43200) ?? throw SqsErrors.MissingParameter("VisibilityTimeout");
        _ = call.Queue;
        SqsHandle handle = SqsHandle.Parse(text) ?? throw SqsErrors.ReceiptHandleIsInvalid(text);
        call.ChangeQueue(queue =>
        {
            SqsMessage message = queue.Find(handle.Lane, handle.Sequence)
                ?? throw SqsErrors.InvalidParameter(
                    text, "ReceiptHandle", "Message does not exist or is not available for visibility timeout change.");
            return message.IsInFlight(call.Now)
                ? queue.With(message with { VisibleAt = call.Now.AddSeconds(seconds) })
                : throw new CloudError(400, "MessageNotInflight", "The specified message isn't in flight.");
        });
        call.Emulator.Wake();
        return [];
    }

    private static JsonObject Write(SqsMessage message, SqsCall call)
    {
        JsonObject written = new()
        {
            ["MessageId"] = message.Id,
            ["ReceiptHandle"] = new SqsHandle(message.Sequence, message.Receipt, message.Lane).ToString(),
            ["MD5OfBody"] = SqsMessages.Md5(message.Body),
            ["Body"] = message.Body,
        };
        var attributes = SqsMessageAttributes.Chosen(message.Attributes, call.List("MessageAttributeNames"));
        if (!attributes.IsEmpty)
        {
            written["MD5OfMessageAttributes"] = SqsMessageAttributes.Md5(attributes);
            written["MessageAttributes"] = SqsMessageAttributes.Write(attributes);
        }

        string[] names = [.. call.List("MessageSystemAttributeNames"), .. call.List("AttributeNames")];
        JsonObject system = new(SystemAttributes(message)
            .Where(pair => pair.Value is not null && (names.Contains("All") || names.Contains(pair.Name)))
            .Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value)));
        if (system.Count > 0)
            written["Attributes"] = system;
        return written;
    }

    private static IEnumerable<(string Name, string? Value)> SystemAttributes(SqsMessage message) =>
    [
        ("SenderId", "AIDAWINDTUNNELEMULATOR"),
        ("SentTimestamp", $"{message.Sent.ToUnixTimeMilliseconds()}"),
        ("ApproximateReceiveCount", $"{message.ReceiveCount}"),
        ("ApproximateFirstReceiveTimestamp", $"{message.FirstReceived?.ToUnixTimeMilliseconds()}"),
        ("MessageGroupId", message.GroupId),
        ("MessageDeduplicationId", message.DeduplicationId),
        ("SequenceNumber", message.DeduplicationId is null ? null : message.SequenceNumber),
        ("AWSTraceHeader", message.TraceHeader),
        ("DeadLetterQueueSourceArn", message.DeadLetterSource),
    ];
}

/// <summary>Which receipt of which message a client means.</summary>
internal sealed record SqsHandle(long Sequence, long Receipt, string Lane)
{
    private const string Mark = "windtunnel";

    public override string ToString() => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Mark} {Sequence} {Receipt} {Lane}")));

    /// <returns>Null when it is no handle of this emulator.</returns>
    public static SqsHandle? Parse(string text)
    {
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length))
            return null;
        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 4);
        return parts.Length == 4 && parts[0] == Mark
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long receipt)
                ? new(sequence, receipt, parts[3])
                : null;
    }
}

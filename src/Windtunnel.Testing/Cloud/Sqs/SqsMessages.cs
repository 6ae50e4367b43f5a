using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>Sending.</summary>
internal static class SqsMessages
{
    private const int LargestBatch = 1 << 20;

    public static JsonObject Send(SqsCall call)
    {
        SqsMessage message = Sent(call, call.Input);
        call.Emulator.Wake();
        return Receipt(message, call.Input);
    }

    public static JsonObject SendBatch(SqsCall call)
    {
        long size = call.Entries().Sum(entry => (long)Encoding.UTF8.GetByteCount(SqsCall.TextOf(entry, "MessageBody") ?? ""));
        if (size > LargestBatch)
            throw new CloudError(
                400, "BatchRequestTooLong", $"Batch requests cannot be longer than {LargestBatch} bytes. You have sent {size} bytes.");
        JsonObject output = call.ForEachEntry(entry => Receipt(Sent(call, entry), entry));
        call.Emulator.Wake();
        return output;
    }

    public static bool IsExpired(SqsQueue queue, SqsMessage message, DateTimeOffset now) =>
        message.Sent.AddSeconds(queue.Number("MessageRetentionPeriod")) <= now;

    public static string Md5(string text) => Md5(Encoding.UTF8.GetBytes(text));

    public static string Md5(byte[] bytes)
    {
        Digest digest = Digest.Of(HashAlgorithmName.MD5);
        digest.Append(bytes);
        return digest.Hex;
    }

    private static SqsMessage Sent(SqsCall call, JsonObject input)
    {
        var attributes = SqsMessageAttributes.Parse(input, "MessageAttributes");
        var system = SqsMessageAttributes.Parse(input, "MessageSystemAttributes");
        if (system.Keys.FirstOrDefault(name => name != "AWSTraceHeader") is { } unknown)
            throw SqsErrors.InvalidParameter($"Message system attribute name '{unknown}' is invalid.");
        return call.Change((state, queue) =>
        {
            string body = Body(input, queue, attributes);
            string? group = Group(input, queue);
            string? deduplication = Deduplication(input, queue, body);
            string? key = deduplication is null ? null
                : queue.Attributes.GetValueOrDefault("DeduplicationScope") == "messageGroup" ? $"{group}\n{deduplication}" : deduplication;
            if (key is not null && queue.Sent.GetValueOrDefault(key) is { } first && call.Now - first.Sent < SqsQueue.DeduplicationWindow)
                return (state, first);

            long sequence = call.Emulator.Ids.Next();
            SqsMessage message = new(sequence, $"{call.Emulator.Ids.NextGuid()}", body, call.Now)
            {
                Lane = queue.IsFifo ? group! : $"{sequence}",
                Attributes = attributes,
                VisibleAt = call.Now.AddSeconds(Delay(input, queue)),
                GroupId = group,
                DeduplicationId = deduplication,
                TraceHeader = system.GetValueOrDefault("AWSTraceHeader")?.Text,
            };
            SqsQueue changed = queue.With(message) with { Sent = key is null ? queue.Sent : Recent(queue, call.Now).SetItem(key, message) };
            return (state with { Queues = state.Queues.With(queue.Name, changed) }, message);
        });
    }

    // Forgets what is too old now and then, so that each send pays for one.
    private static ImmutableDictionary<string, SqsMessage> Recent(SqsQueue queue, DateTimeOffset now) =>
        queue.Sent.Count == 0 || (queue.Sent.Count & (queue.Sent.Count - 1)) != 0
            ? queue.Sent
            : queue.Sent.RemoveRange(queue.Sent.Where(sent => now - sent.Value.Sent >= SqsQueue.DeduplicationWindow)
                .Select(sent => sent.Key));

    private static string Body(JsonObject input, SqsQueue queue, ImmutableSortedDictionary<string, SqsAttributeValue> attributes)
    {
        string body = SqsCall.TextOf(input, "MessageBody") ?? throw SqsErrors.MissingParameter("MessageBody");
        if (body.Length == 0)
            throw SqsErrors.InvalidParameter("The request must contain the parameter MessageBody with at least one character.");
        if (body.Any(c => c is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF'))
            throw new CloudError(
                400, "InvalidMessageContents",
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 "
                + "to #x10FFFF.");
        int most = queue.Number("MaximumMessageSize");
        return Encoding.UTF8.GetByteCount(body) + SqsMessageAttributes.Size(attributes) <= most
            ? body
            : throw SqsErrors.InvalidParameter($"One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.");
    }

    private static string? Group(JsonObject input, SqsQueue queue)
    {
        string? group = SqsCall.TextOf(input, "MessageGroupId");
        if (queue.IsFifo && group is null)
            throw SqsErrors.MissingParameter("MessageGroupId");
        RequireIdentifier(group, "MessageGroupId");
        return group;
    }

    private static string? Deduplication(JsonObject input, SqsQueue queue, string body)
    {
        string? id = SqsCall.TextOf(input, "MessageDeduplicationId");
        RequireIdentifier(id, "MessageDeduplicationId");
        if (!queue.IsFifo)
        {
            return id is null
                ? null
                : throw SqsErrors.InvalidParameter(
                    id, "MessageDeduplicationId", "The request includes a parameter that is not valid for this queue type.");
        }

        if (id is null && queue.Attributes.GetValueOrDefault("ContentBasedDeduplication") != "true")
            throw SqsErrors.InvalidParameter(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
        return id ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
    }

    private static void RequireIdentifier(string? id, string parameter)
    {
        if (id is { Length: 0 or > 128 } || id?.All(c => c is > ' ' and <= '~') == false)
        {
            throw SqsErrors.InvalidParameter(
                id, parameter, $"{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
    }

    private static int Delay(JsonObject input, SqsQueue queue)
    {
        int? own = SqsCall.NumberOf(input, "DelaySeconds", 0, 900);
        if (own > 0 && queue.IsFifo)
            throw SqsErrors.InvalidParameter(
                $"{own}", "DelaySeconds", "The request include parameter that is not valid for this queue type.");
        return queue.IsFifo ? queue.Number("DelaySeconds") : own ?? queue.Number("DelaySeconds");
    }

    private static JsonObject Receipt(SqsMessage message, JsonObject input)
    {
        JsonObject receipt = new() { ["MD5OfMessageBody"] = Md5(message.Body), ["MessageId"] = message.Id };
        if (!message.Attributes.IsEmpty)
            receipt["MD5OfMessageAttributes"] = SqsMessageAttributes.Md5(message.Attributes);
        var system = SqsMessageAttributes.Parse(input, "MessageSystemAttributes");
        if (!system.IsEmpty)
            receipt["MD5OfMessageSystemAttributes"] = SqsMessageAttributes.Md5(system);
        if (message.DeduplicationId is not null)
            receipt["SequenceNumber"] = message.SequenceNumber;
        return receipt;
    }
}

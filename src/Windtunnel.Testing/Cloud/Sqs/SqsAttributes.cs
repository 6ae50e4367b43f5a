using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>The attributes of a queue: what can be set, and what is reported.</summary>
internal static class SqsAttributes
{
    public const string Account = "123456789012";
    public const string Region = "us-east-1";

    public static readonly IReadOnlyDictionary<string, string> Defaults = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DelaySeconds"] = "0",
        ["MaximumMessageSize"] = "1048576",
        ["MessageRetentionPeriod"] = "345600",
        ["ReceiveMessageWaitTimeSeconds"] = "0",
        ["VisibilityTimeout"] = "30",
        ["SqsManagedSseEnabled"] = "true",
    };

    private static readonly Dictionary<string, string> FifoDefaults = new(StringComparer.Ordinal)
    {
        ["ContentBasedDeduplication"] = "false",
        ["DeduplicationScope"] = "queue",
        ["FifoThroughputLimit"] = "perQueue",
    };

    private static readonly Dictionary<string, (int Least, int Most)> Numbers = new(StringComparer.Ordinal)
    {
        ["DelaySeconds"] = (0, 900),
        ["MaximumMessageSize"] = (1024, 1048576),
        ["MessageRetentionPeriod"] = (60, 1209600),
        ["ReceiveMessageWaitTimeSeconds"] = (0, 20),
        ["VisibilityTimeout"] = (0, 43200),
        ["KmsDataKeyReusePeriodSeconds"] = (60, 86400),
    };

    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["SqsManagedSseEnabled"] = ["true", "false"],
        ["FifoQueue"] = ["true"],
        ["ContentBasedDeduplication"] = ["true", "false"],
        ["DeduplicationScope"] = ["queue", "messageGroup"],
        ["FifoThroughputLimit"] = ["perQueue", "perMessageGroupId"],
    };

    private static readonly string[] Texts = ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId"];

    private static readonly string[] Computed =
    [
        "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
        "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
    ];

    public static string Arn(string queue) => $"arn:aws:sqs:{Region}:{Account}:{queue}";

    /// <exception cref="CloudError">An attribute is unknown, has a value out of range, or is none of this kind of queue.</exception>
    public static void Require(IReadOnlyDictionary<string, string> attributes, bool isFifo, SqsState state)
    {
        foreach ((string name, string value) in attributes)
        {
            bool isValid = Numbers.TryGetValue(name, out var range)
                ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= range.Least
                    && number <= range.Most
                : Choices.TryGetValue(name, out string[]? choices) ? choices.Contains(value)
                : Texts.Contains(name) ? name == "KmsMasterKeyId" || SqsPermissions.IsPolicy(value)
                : throw SqsErrors.InvalidAttributeName(name);
            if (!isValid)
                throw SqsErrors.InvalidAttributeValue(name);
            if (!isFifo && (name == "FifoQueue" || FifoDefaults.ContainsKey(name)))
                throw SqsErrors.InvalidAttributeName(name);
        }

        if (attributes.GetValueOrDefault("RedrivePolicy") is { Length: > 0 } policy)
        {
            SqsRedrive redrive = SqsRedrive.Parse(policy) ?? throw SqsErrors.InvalidAttributeValue("RedrivePolicy");
            SqsQueue target = state.Queues[redrive.Queue]
                ?? throw SqsErrors.InvalidParameter(policy, "RedrivePolicy", "Dead letter target does not exist.");
            if (target.IsFifo != isFifo)
                throw SqsErrors.InvalidParameter(
                    policy, "RedrivePolicy", "Dead-letter target must be the same type of queue as the source.");
        }
    }

    /// <summary>True for what a report can be asked for.</summary>
    public static bool IsKnown(string name) => name is "All" || Computed.Contains(name) || Numbers.ContainsKey(name)
        || Choices.ContainsKey(name) || Texts.Contains(name);

    public static JsonObject Report(SqsQueue queue, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        foreach (string name in names)
        {
            if (!IsKnown(name))
                throw SqsErrors.InvalidAttributeName(name);
        }

        JsonObject report = [];
        foreach ((string name, string value) in All(queue, now))
        {
            if (names.Contains("All") || names.Contains(name))
                report[name] = value;
        }

        return report;
    }

    private static IEnumerable<(string Name, string Value)> All(SqsQueue queue, DateTimeOffset now)
    {
        int delayed = 0, inFlight = 0, visible = 0;
        foreach (SqsMessage message in queue.Messages.Where(message => !SqsMessages.IsExpired(queue, message, now)))
        {
            if (message.VisibleAt <= now)
                visible++;
            else if (message.ReceiveCount == 0)
                delayed++;
            else
                inFlight++;
        }

        yield return ("ApproximateNumberOfMessages", $"{visible}");
        yield return ("ApproximateNumberOfMessagesDelayed", $"{delayed}");
        yield return ("ApproximateNumberOfMessagesNotVisible", $"{inFlight}");
        yield return ("CreatedTimestamp", $"{queue.Created.ToUnixTimeSeconds()}");
        yield return ("LastModifiedTimestamp", $"{queue.Modified.ToUnixTimeSeconds()}");
        yield return ("QueueArn", Arn(queue.Name));
        foreach ((string name, string value) in queue.IsFifo ? Defaults.Concat(FifoDefaults) : Defaults)
        {
            if (!queue.Attributes.ContainsKey(name))
                yield return (name, value);
        }

        foreach ((string name, string value) in queue.Attributes)
        {
            if (value.Length > 0)
                yield return (name, value);
        }
    }
}

/// <summary>After how many receives a message goes to which other queue.</summary>
internal sealed record SqsRedrive(string Queue, int MaxReceiveCount)
{
    public static SqsRedrive? Of(SqsQueue queue) =>
        queue.Attributes.GetValueOrDefault("RedrivePolicy") is { Length: > 0 } policy ? Parse(policy) : null;

    /// <returns>Null when the policy cannot be read.</returns>
    public static SqsRedrive? Parse(string policy)
    {
        try
        {
            JsonNode? parsed = JsonNode.Parse(policy);
            string? arn = (string?)parsed?["deadLetterTargetArn"];
            return arn is not null
                && int.TryParse(parsed?["maxReceiveCount"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                && count is >= 1 and <= 1000
                    ? new(arn[(arn.LastIndexOf(':') + 1)..], count)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

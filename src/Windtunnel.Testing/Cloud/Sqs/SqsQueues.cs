using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windtunnel.Testing.Cloud.Sqs;

internal static partial class SqsQueues
{
    private const string TokenMark = "after ";
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Deletion = TimeSpan.FromSeconds(60);

    public static JsonObject Create(SqsCall call)
    {
        string name = call.Required("QueueName");
        RequireName(name);
        ImmutableSortedDictionary<string, string> attributes = call.Map("Attributes");
        bool isFifo = attributes.GetValueOrDefault("FifoQueue") == "true";
        if (attributes.ContainsKey("FifoQueue") && !isFifo)
            throw SqsErrors.InvalidAttributeValue("FifoQueue");
        if (isFifo != name.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw SqsErrors.InvalidParameter(isFifo
                ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo "
                    + "suffix and be 1 to 80 in length."
                : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }

        call.World.Change(state =>
        {
            SqsAttributes.Require(attributes, isFifo, state);
            if (state.DeletedQueues.TryGetValue(name, out DateTimeOffset deleted) && call.Now - deleted < Deletion)
            {
                throw new CloudError(
                    400, "QueueDeletedRecently",
                    "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
            }

            if (state.Queues[name] is not { } existing)
                return state with { Queues = state.Queues.With(name, new(name, call.Now) { Attributes = attributes, Tags = Tags(call) }) };
            (string Name, string Value)? other = attributes
                .Where(pair =>
                    (existing.Attributes.GetValueOrDefault(pair.Key) ?? SqsAttributes.Defaults.GetValueOrDefault(pair.Key)) != pair.Value)
                .Select(pair => ((string, string)?)(pair.Key, pair.Value)).FirstOrDefault();
            return other is null
                ? state
                : throw new CloudError(
                    400, "QueueNameExists",
                    $"A queue already exists with the same name and a different value for attribute {other.Value.Name}");
        });
        return new() { ["QueueUrl"] = call.UrlOf(name) };
    }

    public static JsonObject Delete(SqsCall call)
    {
        call.Change((state, queue) => (state with
        {
            Queues = state.Queues.Without(queue.Name),
            DeletedQueues = state.DeletedQueues.SetItem(queue.Name, call.Now),
        }, true));
        return [];
    }

    public static JsonObject GetUrl(SqsCall call)
    {
        SqsQueue queue = call.World.Current.Queues[call.Required("QueueName")] ?? throw SqsErrors.QueueDoesNotExist();
        if (call.Text("QueueOwnerAWSAccountId") is { } owner && owner != SqsAttributes.Account)
            throw SqsErrors.QueueDoesNotExist();
        return new() { ["QueueUrl"] = call.UrlOf(queue.Name) };
    }

    public static JsonObject List(SqsCall call) =>
        Page(call, "QueueUrls", Listing<SqsQueue>.Of(call.World.Current.Queues, Query(call, call.Text("QueueNamePrefix") ?? "")));

    public static JsonObject ListDeadLetterSources(SqsCall call)
    {
        string target = call.Queue.Name;
        return Page(call, "queueUrls", Listing<SqsQueue>.Of(
            call.World.Current.Queues, Query(call, ""), queue => SqsRedrive.Of(queue)?.Queue == target));
    }

    public static JsonObject GetAttributes(SqsCall call)
    {
        IReadOnlyList<string> names = call.List("AttributeNames");
        JsonObject report = SqsAttributes.Report(call.Queue, names, call.Now);
        return names.Count == 0 ? [] : new() { ["Attributes"] = report };
    }

    public static JsonObject SetAttributes(SqsCall call)
    {
        ImmutableSortedDictionary<string, string> attributes = call.Map("Attributes");
        if (attributes.IsEmpty)
            throw SqsErrors.MissingParameter("Attributes");
        return call.Change((state, queue) =>
        {
            SqsAttributes.Require(attributes, queue.IsFifo, state);
            if (attributes.ContainsKey("FifoQueue") && !queue.IsFifo)
                throw SqsErrors.InvalidAttributeName("FifoQueue");
            SqsQueue changed = queue with { Attributes = queue.Attributes.SetItems(attributes), Modified = call.Now };
            return (state with { Queues = state.Queues.With(queue.Name, changed) }, new JsonObject());
        });
    }

    public static JsonObject Purge(SqsCall call)
    {
        call.ChangeQueue(queue => queue.Purged is { } last && call.Now - last < BetweenPurges
            ? throw new CloudError(
                403, "PurgeQueueInProgress", $"Only one PurgeQueue operation on {queue.Name} is allowed every 60 seconds.")
            : new(queue.Name, queue.Created)
            {
                Modified = queue.Modified,
                Attributes = queue.Attributes,
                Tags = queue.Tags,
                Sent = queue.Sent,
                Purged = call.Now,
            });
        return [];
    }

    public static JsonObject Tag(SqsCall call)
    {
        ImmutableSortedDictionary<string, string> tags = call.Map("Tags");
        if (tags.IsEmpty)
            throw SqsErrors.MissingParameter("Tags");
        call.ChangeQueue(queue => queue.Tags.SetItems(tags) is { Count: <= 50 } all
            ? queue with { Tags = all }
            : throw SqsErrors.InvalidParameter($"Too many tags added for queue {queue.Name}."));
        return [];
    }

    public static JsonObject Untag(SqsCall call)
    {
        IReadOnlyList<string> keys = call.List("TagKeys");
        if (keys.Count == 0)
            throw SqsErrors.InvalidParameter("Tag keys must be between 1 and 128 characters in length.");
        call.ChangeQueue(queue => queue with { Tags = queue.Tags.RemoveRange(keys) });
        return [];
    }

    public static JsonObject ListTags(SqsCall call) => new()
    {
        ["Tags"] = new JsonObject(call.Queue.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))),
    };

    public static void RequireName(string name)
    {
        if (!ValidName().IsMatch(name) || name.Length > 80)
            throw SqsErrors.InvalidParameter("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }

    private static ImmutableSortedDictionary<string, string> Tags(SqsCall call) =>
        call.Map(call.Input.ContainsKey("tags") ? "tags" : "Tags");

    private static ListingQuery Query(SqsCall call, string prefix) =>
        new(prefix, null, Resumed(call.Text("NextToken")), call.Number("MaxResults", 1, 1000) ?? 1000);

    private static string? Resumed(string? token)
    {
        Span<byte> bytes = new byte[token?.Length ?? 0];
        return token is null ? null
            : Convert.TryFromBase64String(token, bytes, out int length)
                && Encoding.UTF8.GetString(bytes[..length]) is var text && text.StartsWith(TokenMark, StringComparison.Ordinal)
                    ? text[TokenMark.Length..]
                    : throw SqsErrors.InvalidParameter("Invalid or expired next token.");
    }

    private static JsonObject Page(SqsCall call, string name, Listing<SqsQueue> page)
    {
        JsonObject output = [];
        if (page.Entries.Count > 0 || name == "queueUrls")
            output[name] = new JsonArray([.. page.Entries.Select(entry => (JsonNode)call.UrlOf(entry.Name))]);
        if (page.Next is not null && call.Input.ContainsKey("MaxResults"))
            output["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenMark + page.Next));
        return output;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.fifo)?$")]
    private static partial Regex ValidName();
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>One request, its parameters, and the world it acts on.</summary>
internal sealed record SqsCall(JsonObject Input, string Host, SqsEmulator Emulator, CancellationToken Cancellation)
{
    public World<SqsState> World => Emulator.World;

    public DateTimeOffset Now => Emulator.Clock.Now;

    /// <summary>The name at the end of the queue's address, which travels in the body.</summary>
    public string QueueName => Required("QueueUrl") is var url && url.LastIndexOf('/') is >= 0 and var slash
        ? url[(slash + 1)..] : Required("QueueUrl");

    /// <exception cref="CloudError">There is no such queue.</exception>
    public SqsQueue Queue => World.Current.Queues[QueueName] ?? throw SqsErrors.QueueDoesNotExist();

    public string UrlOf(string queue) => $"http://{Host}/{SqsAttributes.Account}/{queue}";

    public T Change<T>(Func<SqsState, SqsQueue, (SqsState, T)> change)
    {
        string name = QueueName;
        return World.Change(state => change(state, state.Queues[name] ?? throw SqsErrors.QueueDoesNotExist()));
    }

    public void ChangeQueue(Func<SqsQueue, SqsQueue> change) =>
        Change((state, queue) => (state with { Queues = state.Queues.With(queue.Name, change(queue)) }, true));

    /// <exception cref="CloudError">It is missing.</exception>
    public string Required(string name) => Text(name) ?? throw SqsErrors.MissingParameter(name);

    public string? Text(string name) => TextOf(Input, name);

    public int? Number(string name, int least, int most) => NumberOf(Input, name, least, most);

    public JsonObject[] Entries()
    {
        JsonObject[] entries = Input["Entries"] is JsonArray array
            ? [.. array.OfType<JsonObject>()] : throw SqsErrors.MissingParameter("Entries");
        if (entries.Length == 0)
            throw new CloudError(400, "EmptyBatchRequest", "There should be at least one entry in the request.");
        if (entries.Length > 10)
            throw new CloudError(
                400, "TooManyEntriesInBatchRequest", $"Maximum number of entries per request are 10. You have sent {entries.Length}.");
        string[] ids = [.. entries.Select(entry => TextOf(entry, "Id") ?? throw SqsErrors.MissingParameter("Id"))];
        if (ids.FirstOrDefault(id => id.Length is 0 or > 80 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) is not null)
        {
            throw new CloudError(
                400, "InvalidBatchEntryId",
                    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters "
                    + "long.");
        }

        if (ids.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new CloudError(400, "BatchEntryIdsNotDistinct", $"Id {repeated.Key} repeated.");
        return entries;
    }

    /// <summary>Carries out each entry of a batch; one that is refused does not stop the others.</summary>
    public JsonObject ForEachEntry(Func<JsonObject, JsonObject> carryOut)
    {
        _ = Queue;
        JsonArray successful = [], failed = [];
        foreach (JsonObject entry in Entries())
        {
            string id = TextOf(entry, "Id")!;
            try
            {
                JsonObject result = carryOut(entry);
                result["Id"] = id;
                successful.Add(result);
            }
            catch (CloudError e)
            {
                failed.Add(
                    new JsonObject
                    {
                        ["Id"] = id,
                        ["SenderFault"] = true,
                        ["Code"] = SqsErrors.OldCodeOf(e.Code),
                        ["Message"] =
                    e.Message
                    });
            }
        }

        JsonObject output = new() { ["Successful"] = successful };
        if (failed.Count > 0)
            output["Failed"] = failed;
        return output;
    }

    public static string? TextOf(JsonObject input, string name) => input[name] is JsonValue value
        && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : input[name] is null ? null : throw Unserializable(name);

    public static int? NumberOf(JsonObject input, string name, int least, int most)
    {
        if (input[name] is not { } node)
            return null;
        if (node.GetValueKind() != JsonValueKind.Number || !node.AsValue().TryGetValue(out int number))
            throw Unserializable(name);
        return number >= least && number <= most
            ? number
            : throw SqsErrors.InvalidParameter($"{number}", name, $"Must be between {least} and {most}, if provided.");
    }

    public ImmutableSortedDictionary<string, string> Map(string name)
    {
        if (Input[name] is null)
            return ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if (Input[name] is not JsonObject map)
            throw Unserializable(name);
        return map.ToImmutableSortedDictionary(pair => pair.Key, pair => TextOf(map, pair.Key) ?? "", StringComparer.Ordinal);
    }

    public IReadOnlyList<string> List(string name) => Input[name] is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Unserializable(name))]
        : Input[name] is null ? [] : throw Unserializable(name);

    private static CloudError Unserializable(string name) =>
        new(400, "SerializationException", $"The parameter {name} has a value of another type.");
}

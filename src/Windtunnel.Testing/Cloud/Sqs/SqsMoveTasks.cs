using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>Takes dead letters back to where they came from, or elsewhere. A task is done at once.</summary>
internal static class SqsMoveTasks
{
    public static JsonObject Start(SqsCall call)
    {
        string source = call.Required("SourceArn");
        string? destination = call.Text("DestinationArn");
        call.Number("MaxNumberOfMessagesPerSecond", 1, 500);
        SqsMoveTask task = call.World.Change(state =>
        {
            SqsQueue from = state.Queues[NameOf(source)] ?? throw NotFound(
                "The resource that you specified for the SourceArn parameter doesn't exist.");
            if (!state.Queues.Values.Any(queue => SqsRedrive.Of(queue)?.Queue == from.Name))
                throw SqsErrors.InvalidParameter("Source queue must be configured as a Dead Letter Queue.");
            if (destination is not null && state.Queues[NameOf(destination)] is null)
                throw NotFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
            int moved = 0;
            foreach (SqsMessage message in from.Messages.Where(message => message.VisibleAt <= call.Now).ToList())
            {
                if (state.Queues[NameOf(destination ?? message.DeadLetterSource ?? "")] is not { } to)
                    continue;
                state = state with { Queues = state.Queues.With(from.Name, from = from.Without(message)) };
                SqsMessage back = message with { ReceiveCount = 0, FirstReceived = null, DeadLetterSource = null, VisibleAt = call.Now };
                state = state with { Queues = state.Queues.With(to.Name, state.Queues[to.Name]!.With(back)) };
                moved++;
            }

            SqsMoveTask made = new($"{call.Emulator.Ids.NextGuid()}", source, destination, moved, call.Now);
            return (state with { Moves = state.Moves.Insert(0, made) }, made);
        });
        call.Emulator.Wake();
        return new() { ["TaskHandle"] = task.Handle };
    }

    public static JsonObject Cancel(SqsCall call)
    {
        string handle = call.Required("TaskHandle");
        throw call.World.Current.Moves.Any(task => task.Handle == handle)
            ? new CloudError(400, "UnsupportedOperation",
                "The message movement task is not in a state that can be cancelled: it is completed.")
            : NotFound("The task that you specified doesn't exist.");
    }

    public static JsonObject List(SqsCall call)
    {
        string source = call.Required("SourceArn");
        if (call.World.Current.Queues[NameOf(source)] is null)
            throw NotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
        int most = call.Number("MaxResults", 1, 10) ?? 1;
        return new()
        {
            ["Results"] = new JsonArray([.. call.World.Current.Moves.Where(task => task.Source == source).Take(most).Select(
            Write)])
        };
    }

    private static JsonObject Write(SqsMoveTask task)
    {
        JsonObject written = new() { ["Status"] = "COMPLETED", ["SourceArn"] = task.Source };
        if (task.Destination is not null)
            written["DestinationArn"] = task.Destination;
        written["ApproximateNumberOfMessagesMoved"] = task.Moved;
        written["ApproximateNumberOfMessagesToMove"] = task.Moved;
        written["StartedTimestamp"] = task.Started.ToUnixTimeMilliseconds();
        return written;
    }

    private static string NameOf(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    private static CloudError NotFound(string message) => new(404, "ResourceNotFoundException", message);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>The statements of a queue's policy. They are kept and given back; the one account may do everything.</summary>
internal static class SqsPermissions
{
    private static readonly string[] Actions =
    [
        "*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "GetQueueUrl",
        "ListDeadLetterSourceQueues", "PurgeQueue",
    ];

    public static JsonObject Add(SqsCall call)
    {
        string label = call.Required("Label");
        IReadOnlyList<string> accounts = call.List("AWSAccountIds"), actions = call.List("Actions");
        if (accounts.Count == 0 || actions.Count == 0)
            throw SqsErrors.MissingParameter(accounts.Count == 0 ? "AWSAccountIds" : "Actions");
        if (actions.FirstOrDefault(action => !Actions.Contains(action)) is { } unknown)
        {
            throw SqsErrors.InvalidParameter(
                $"SQS:{unknown}", "ActionName", "Please refer to the appropriate WSDL for a list of valid actions.");
        }

        call.ChangeQueue(queue =>
        {
            JsonObject policy = PolicyOf(queue);
            JsonArray statements = (JsonArray)policy["Statement"]!;
            if (statements.Any(statement => (string?)statement!["Sid"] == label))
                throw SqsErrors.InvalidParameter(label, "Label", "Already exists.");
            statements.Add(new JsonObject
            {
                ["Sid"] = label,
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["AWS"] = new JsonArray([.. accounts.Select(id => (JsonNode)$"arn:aws:iam::{id}:root")]) },
                ["Action"] = new JsonArray([.. actions.Select(action => (JsonNode)$"SQS:{action}")]),
                ["Resource"] = SqsAttributes.Arn(queue.Name),
            });
            return With(queue, policy);
        });
        return [];
    }

    public static JsonObject Remove(SqsCall call)
    {
        string label = call.Required("Label");
        call.ChangeQueue(queue =>
        {
            JsonObject policy = PolicyOf(queue);
            JsonArray statements = (JsonArray)policy["Statement"]!;
            JsonNode found = statements.FirstOrDefault(statement => (string?)statement!["Sid"] == label)
                ?? throw SqsErrors.InvalidParameter(label, "Label", "can't find label on existing policy.");
            statements.Remove(found);
            return With(queue, policy);
        });
        return [];
    }

    /// <summary>False for what is no JSON object.</summary>
    public static bool IsPolicy(string text)
    {
        try
        {
            return text.Length == 0 || JsonNode.Parse(text) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonObject PolicyOf(SqsQueue queue)
    {
        JsonObject policy = queue.Attributes.GetValueOrDefault("Policy") is { Length: > 0 } text ? (JsonObject)JsonNode.Parse(text)! : new()
        {
            ["Version"] = "2012-10-17",
            ["Id"] = $"{SqsAttributes.Arn(queue.Name)}/SQSDefaultPolicy",
        };
        if (policy["Statement"] is not JsonArray)
            policy["Statement"] = policy["Statement"] is { } one ? new JsonArray(one.DeepClone()) : new JsonArray();
        return policy;
    }

    private static SqsQueue With(SqsQueue queue, JsonObject policy) =>
        queue with
        {
            Attributes = queue.Attributes.SetItem("Policy", ((JsonArray)policy["Statement"]!).Count == 0 ? ""
            : policy.ToJsonString())
        };
}

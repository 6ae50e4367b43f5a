using System.Text.Json.Nodes;
using System.Xml.Linq;
using Windtunnel.Testing.Cloud.S3;

namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>Answers of the older protocol, made of what the JSON protocol answers.</summary>
internal static class SqsQueryXml
{
    public const string ContentType = "text/xml";
    private static readonly XNamespace Namespace = "http://queue.amazonaws.com/doc/2012-11-05/";

    public static Content Write(string action, JsonObject output, string requestId) => S3Xml.Write(new XElement(
        Namespace + $"{action}Response",
        output.Count == 0 && !HasResult(action) ? null : new XElement(Namespace + $"{action}Result", Elements(action, output)),
        Element("ResponseMetadata", Element("RequestId", requestId))));

    public static Content Write(CloudError error, string requestId) => S3Xml.Write(new XElement(
        Namespace + "ErrorResponse",
        Element(
            "Error",
            Element("Type", error.Status < 500 ? "Sender" : "Receiver"),
            Element("Code", SqsErrors.OldCodeOf(error.Code)),
            Element("Message", error.Message)),
        Element("RequestId", requestId)));

    // What is asked for and empty has a result without content.
    private static bool HasResult(string action) =>
        action is "ReceiveMessage" or "ListQueues" or "GetQueueAttributes" or "ListQueueTags" or "ListDeadLetterSourceQueues";

    private static IEnumerable<XElement> Elements(string action, JsonObject output) => output.SelectMany(property => property.Value switch
    {
        JsonArray list => list.Select(item => item is JsonObject one
            ? Element(NameOfItem(action, property.Key), Elements(action, one))
            : Element(NameOfItem(action, property.Key), item!.ToString())),
        JsonObject map => map.Select(pair => Element(
            property.Key.TrimEnd('s'),
            Element(property.Key == "Tags" ? "Key" : "Name", pair.Key),
            Element("Value", pair.Value is JsonObject value ? Elements(action, value) : pair.Value!.ToString()))),
        _ => [Element(property.Key, property.Value?.ToString() ?? "")],
    });

    private static string NameOfItem(string action, string list) => list switch
    {
        "Messages" => "Message",
        "QueueUrls" or "queueUrls" => "QueueUrl",
        "Failed" => "BatchResultErrorEntry",
        _ => $"{action}ResultEntry",
    };

    private static XElement Element(string name, params object[] content) => new(Namespace + name, content);
}

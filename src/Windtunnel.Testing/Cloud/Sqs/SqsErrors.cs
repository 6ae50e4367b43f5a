namespace Windtunnel.Testing.Cloud.Sqs;

/// <summary>The refusals of SQS, in its words. A client of the old protocol takes its code from a header, where some are spelled
/// otherwise.</summary>
internal static class SqsErrors
{
    private const string OldPrefix = "AWS.SimpleQueueService.";

    private static readonly string[] OldCodesWithPrefix =
    [
        "EmptyBatchRequest", "TooManyEntriesInBatchRequest", "BatchEntryIdsNotDistinct", "InvalidBatchEntryId", "BatchRequestTooLong",
        "MessageNotInflight", "PurgeQueueInProgress", "UnsupportedOperation", "QueueDeletedRecently",
    ];

    private static readonly string[] OfTheFramework =
        ["MissingRequiredParameterException", "UnknownOperationException", "SerializationException", "InvalidSecurity"];

    public static CloudError QueueDoesNotExist() => new(400, "QueueDoesNotExist", "The specified queue does not exist.");

    public static CloudError InvalidParameter(string message) => new(400, "InvalidParameterValue", message);

    public static CloudError InvalidParameter(string value, string parameter, string reason) =>
        InvalidParameter($"Value {value} for parameter {parameter} is invalid. Reason: {reason}");

    public static CloudError MissingParameter(string name) =>
        new(400, "MissingRequiredParameterException", $"The request must contain the parameter {name}.");

    public static CloudError InvalidAttributeName(string name) => new(400, "InvalidAttributeName", $"Unknown Attribute {name}.");

    public static CloudError InvalidAttributeValue(string name) =>
        new(400, "InvalidAttributeValue", $"Invalid value for the parameter {name}.");

    public static CloudError ReceiptHandleIsInvalid(string handle) =>
        new(400, "ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    public static string TypeOf(string code) => OfTheFramework.Contains(code)
        ? $"com.amazon.coral.service#{code}" : $"com.amazonaws.sqs#{code}";

    public static string OldCodeOf(string code) => code switch
    {
        "QueueDoesNotExist" => $"{OldPrefix}NonExistentQueue",
        "QueueNameExists" => "QueueAlreadyExists",
        "MissingRequiredParameterException" => "MissingParameter",
        "UnknownOperationException" => "InvalidAction",
        _ => OldCodesWithPrefix.Contains(code) ? OldPrefix + code : code,
    };
}

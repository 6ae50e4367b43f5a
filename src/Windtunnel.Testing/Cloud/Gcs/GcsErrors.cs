namespace Windtunnel.Testing.Cloud.Gcs;

/// <summary>The refusals of Google Cloud Storage; their code is the reason in their body.</summary>
internal static class GcsErrors
{
    public static CloudError BucketNotFound() => new(404, "notFound", "The specified bucket does not exist.");

    public static CloudError ObjectNotFound(string bucket, string name) => new(404, "notFound", $"No such object: {bucket}/{name}");

    public static CloudError Invalid(string message) => new(400, "invalid", message);

    public static CloudError Required(string what) => new(400, "required", $"Required parameter: {what}");

    public static CloudError ParseError() => new(400, "parseError", "Parse Error");

    public static CloudError ConditionNotMet(int status = 412) => new(
        status, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");

    public static CloudError NotEmulated(string what) => new(
        501,
        "notImplemented",
        $"Windtunnel's Google Cloud Storage emulator does not implement {what}. Use what it implements, or a real service, in this test.")
    { Unsupported = true };
}

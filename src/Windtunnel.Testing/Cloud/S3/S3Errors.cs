namespace Windtunnel.Testing.Cloud.S3;

/// <summary>S3's refusals, in its words.</summary>
internal static class S3Errors
{
    public static CloudError NoSuchBucket(string bucket) =>
        new CloudError(404, "NoSuchBucket", "The specified bucket does not exist").With("BucketName", bucket);

    public static CloudError NoSuchKey(string? key) =>
        new CloudError(404, "NoSuchKey", "The specified key does not exist.").With("Key", key);

    public static CloudError NoSuchVersion(string? key, string version) =>
        new CloudError(404, "NoSuchVersion", "The specified version does not exist.").With("Key", key).With("VersionId", version);

    public static CloudError NoSuchUpload(string? id) => new CloudError(
        404, "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        .With("UploadId", id);

    public static CloudError InvalidArgument(string message, string? name = null, string? value = null) =>
        new CloudError(400, "InvalidArgument", message).With("ArgumentName", name).With("ArgumentValue", value);

    public static CloudError InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static CloudError MalformedXml() => new(
        400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static CloudError NoObjectLock() => InvalidRequest("Bucket is missing Object Lock Configuration");

    public static CloudError BadDigest(string what) =>
        new(400, "BadDigest", $"The {what} you specified did not match the calculated checksum.");

    public static CloudError AccessDenied(string message = "Access Denied") => new(403, "AccessDenied", message);

    public static CloudError PreconditionFailed(string condition) => new CloudError(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold").With("Condition", condition);

    public static CloudError MethodNotAllowed(string method, string resourceType) => new CloudError(
        405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        .With("Method", method).With("ResourceType", resourceType);

    /// <summary>What S3 itself does not do.</summary>
    public static CloudError HeaderNotImplemented(string header) => new CloudError(
        501, "NotImplemented", "A header you provided implies functionality that is not implemented").With("Header", header);

    /// <summary>What S3 does and the emulator does not.</summary>
    public static CloudError NotEmulated(string what) => new CloudError(
        501, "NotImplemented",
            $"Windtunnel's S3 emulator does not implement {what}. Use what it implements, or a real service, in this test.")
    { Unsupported = true }.With("Operation", what);

    /// <summary>To a key of the client's that comes without TLS, as all requests to the emulator do.</summary>
    public static CloudError CustomerKeyOverHttp() => InvalidRequest(
        "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.");

    public static CloudError AclNotSupported() => new(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
}

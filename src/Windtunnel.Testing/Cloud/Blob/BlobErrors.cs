namespace Windtunnel.Testing.Cloud.Blob;

/// <summary>The refusals of Azure Blob Storage, in its words.</summary>
internal static class BlobErrors
{
    public static CloudError ContainerNotFound() => new(404, "ContainerNotFound", "The specified container does not exist.");

    public static CloudError BlobNotFound() => new(404, "BlobNotFound", "The specified blob does not exist.");

    public static CloudError ResourceNotFound() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static CloudError ConditionNotMet(int status = 412) => new(
        status, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    public static CloudError InvalidHeader(string name, string? value) => new CloudError(
        400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format.")
        .With("HeaderName", name).With("HeaderValue", value);

    public static CloudError MissingHeader(string name) => new CloudError(
        400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified.").With("HeaderName", name);

    public static CloudError InvalidQuery(string name, string? value, string? reason = null) => new CloudError(
        400, "InvalidQueryParameterValue", "Value for one of the query parameters specified in the request URI is invalid.")
        .With("QueryParameterName", name).With("QueryParameterValue", value).With("Reason", reason);

    public static CloudError InvalidXml() => new(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");

    public static CloudError InvalidBlobType() => new(409, "InvalidBlobType", "The blob type is invalid for this operation.");

    public static CloudError InvalidRange(long length) => new CloudError(
        416, "InvalidRange", "The range specified is invalid for the current size of the resource.")
        .WithHeader("Content-Range", $"bytes */{length}");

    public static CloudError AuthenticationFailed(string detail, bool isUnsupported = false) => new CloudError(
        403,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the "
        + "signature.")
    { Unsupported = isUnsupported }
        .With("AuthenticationErrorDetail", detail);

    public static CloudError PermissionMismatch() => new(
        403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.");

    public static CloudError LeaseConflict(string code, string message) => new(409, code, message);

    public static CloudError NotEmulated(string what) => new(
        501,
        "APINotImplemented",
        $"Windtunnel's Azure Blob emulator does not implement {what}. Use what it implements, or a real service, in this test.")
    { Unsupported = true };
}

namespace Windtunnel;

/// <summary>Amazon S3, or a server that speaks its protocol, by Amazon's SDK: <c>Objects(S3Storage.Driver)</c>.</summary>
public static class S3Storage
{
    /// <summary>Serves connections of type <c>aws</c> and <c>s3</c>. One without login and password takes the credentials that the SDK
    /// finds: of the environment, a profile, or the machine's role.</summary>
    /// <remarks>Of the extra it reads <c>region_name</c> (default <c>us-east-1</c>) and <c>endpoint_url</c>.</remarks>
    public static ObjectDriver Driver { get; } = new() { ConnectionTypes = ["aws", "s3"], Connect = S3Objects.Of };
}

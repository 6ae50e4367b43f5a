namespace Windtunnel.Testing.Cloud.Aws;

/// <summary>The one account of an emulator.</summary>
internal sealed record AwsCredentials(string AccessKey, string SecretKey)
{
    public static AwsCredentials Default { get; } = new("windtunnel", "windtunnel-secret");
}

namespace Windtunnel.Testing;

/// <summary>Cloud services inside the process of the test. Bind one to a connection, or give its <see cref="CloudEmulator.Endpoint"/> to
/// the
/// vendor's own SDK.</summary>
public static class Emulator
{
    /// <summary>Amazon S3.</summary>
    public static S3Emulator S3() => new();

    /// <summary>Amazon SQS.</summary>
    public static SqsEmulator Sqs() => new();

    /// <summary>Azure Blob Storage.</summary>
    public static BlobEmulator AzureBlob() => new();

    /// <summary>Google Cloud Storage.</summary>
    public static GcsEmulator Gcs() => new();
}

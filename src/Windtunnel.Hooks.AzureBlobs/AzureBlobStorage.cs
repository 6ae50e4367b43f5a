namespace Windtunnel;

/// <summary>Azure Blob Storage by Microsoft's SDK: <c>Objects(AzureBlobStorage.Driver)</c>.</summary>
public static class AzureBlobStorage
{
    /// <summary>Serves connections of type <c>wasb</c>, <c>adls</c> and <c>azure_blob</c>, with the account as login and its key as
    /// password, or with a <c>connection_string</c> in the extra.</summary>
    public static ObjectDriver Driver { get; } = new()
    {
        ConnectionTypes = ["wasb", "adls", "azure_blob"],
        Connect = BlobObjects.Of,
    };
}

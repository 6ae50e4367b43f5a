namespace Windtunnel;

/// <summary>Reaches object storage through a connection of Airflow's type <c>aws</c>, <c>wasb</c> or <c>google_cloud_platform</c>, or a
/// directory in its place through one of type <c>fs</c>.</summary>
public static class ObjectsHook
{
    private static readonly Hook<ObjectStore> Hook = new()
    {
        Name = "objects",
        Connect = Reach,
        Watch = (store, calls) => new WatchedObjects(store, calls),
    };

    /// <summary>The object storage that the connection names, or what a test bound.</summary>
    /// <exception cref="InvalidOperationException">The connection is of another type, or what is bound to it is no object
    /// storage.</exception>
    public static ObjectStore Objects(this Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Open(Hook);
    }

    private static ObjectStore Reach(Connection connection) => connection.Type switch
    {
        "aws" or "s3" => S3Objects.Of(connection),
        "wasb" or "adls" or "azure_blob" => BlobObjects.Of(connection),
        "google_cloud_platform" or "gcs" => GcsObjects.Of(connection),
        "fs" => new FolderObjects(connection.Path),
        _ => throw new InvalidOperationException(
            $"Connection '{connection.Id}' is of type '{connection.Type}', which is no object storage. "
            + "Make it one of type 'aws', 'wasb', 'google_cloud_platform' or 'fs'."),
    };
}

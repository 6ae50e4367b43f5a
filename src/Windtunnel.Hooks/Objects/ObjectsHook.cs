namespace Windtunnel;

/// <summary>Reaches object storage through a connection: a directory through one of type <c>fs</c>, Google Cloud Storage through
/// <c>google_cloud_platform</c>, others by the driver of their vendor.</summary>
public static class ObjectsHook
{
    /// <summary>The object storage that the connection names, or what a test bound.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="drivers">E.g. <c>S3Storage.Driver</c>. Each is a package of its own and comes into the bundle of those only that
    /// name it.</param>
    /// <exception cref="InvalidOperationException">No driver serves the connection's type, or what is bound to it is no object
    /// storage.</exception>
    public static ObjectStore Objects(this Connection connection, params ObjectDriver[] drivers)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(drivers);
        return connection.Open(new Hook<ObjectStore>
        {
            Name = "objects",
            Connect = reached => Reach(reached, drivers),
            Watch = (store, calls) => new WatchedObjects(store, calls),
        });
    }

    private static ObjectStore Reach(Connection connection, ObjectDriver[] drivers) =>
        drivers.FirstOrDefault(driver => driver.ConnectionTypes.Contains(connection.Type)) is { } driver
            ? driver.Connect(connection)
            : connection.Type switch
            {
                "google_cloud_platform" or "gcs" => GcsObjects.Of(connection),
                "fs" => new FolderObjects(connection.Path),
                "aws" or "s3" => throw Lacks(connection, "Windtunnel.Hooks.S3", "S3Storage.Driver"),
                "wasb" or "adls" or "azure_blob" => throw Lacks(connection, "Windtunnel.Hooks.AzureBlobs", "AzureBlobStorage.Driver"),
                _ => throw new InvalidOperationException(
                    $"Connection '{connection.Id}' is of type '{connection.Type}', which is no object storage. "
                    + "Make it one of type 'aws', 'wasb', 'google_cloud_platform' or 'fs', or give Objects(...) a driver for it."),
            };

    private static InvalidOperationException Lacks(Connection connection, string package, string driver) => new(
        $"Connection '{connection.Id}' is of type '{connection.Type}', but Objects(...) was given no driver for it. "
        + $"Reference the package {package} and write Objects({driver}).");
}

using System.IO.Abstractions;

namespace Windtunnel;

/// <summary>Reaches files through a connection of Airflow's type <c>fs</c>.</summary>
public static class FilesHook
{
    private static readonly Hook<IFileSystem> Hook = new()
    {
        Name = "files",
        Connect = _ => new FileSystem(),
        Watch = (files, _) => files,
    };

    /// <summary>The file system that the connection's <see cref="Connection.Path"/> lies in: the machine's, or what a test bound.</summary>
    /// <exception cref="InvalidOperationException">What is bound to the connection is no file system.</exception>
    public static IFileSystem Files(this Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Open(Hook);
    }
}

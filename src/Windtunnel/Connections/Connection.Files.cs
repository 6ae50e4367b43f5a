using System.Text.Json;

namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>The file or directory of a connection of Airflow's type <c>fs</c>: the <c>path</c> of its extra.</summary>
    /// <exception cref="InvalidOperationException">The extra holds no path.</exception>
    /// <exception cref="IOException">A test has it away at this moment.</exception>
    public string Path
    {
        get
        {
            Guard?.Invoke();
            return Extras.Text("path") is { Length: > 0 } path
                ? path
                : throw new InvalidOperationException(
                    $"Connection '{Id}' was asked for a path, but it is of type '{Type}' and its extra has no \"path\". "
                    + "Define it with the type 'fs' and the extra {\"path\": \"/a/directory\"}.");
        }
    }

    /// <summary>A connection of Airflow's type <c>fs</c> to a file or a directory.</summary>
    public static Connection ToPath(string id, string path) => new()
    {
        Id = id,
        Type = "fs",
        Extra = $$"""{"path":"{{JsonEncodedText.Encode(path)}}"}""",
    };
}

using Npgsql;

namespace Windtunnel.Environments;

/// <summary>SQL files that make a database's tables.</summary>
internal static class Migrations
{
    /// <summary>Runs the files of a folder in the ordinal order of their names, each in a transaction of its own.</summary>
    /// <exception cref="EnvironmentException">There are none, or one fails; the message names the file and the line.</exception>
    public static async Task RunAsync(NpgsqlDataSource source, string folder, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        foreach (string file in Files(folder))
        {
            await SqlFile.RunAsync(connection, "migration", file, cancellation).ConfigureAwait(false);
        }
    }

    public static string[] Files(string folder)
    {
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal)]
            : throw new EnvironmentException($"The folder of the migrations, '{folder}', is not there. Name another.");
        return files.Length > 0
            ? files
            : throw new EnvironmentException($"The folder of the migrations, '{folder}', holds no *.sql file. Name the one that does.");
    }
}

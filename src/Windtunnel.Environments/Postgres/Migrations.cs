using Npgsql;

namespace Windtunnel.Environments;

/// <summary>SQL files that make a database's tables.</summary>
internal static class Migrations
{
    /// <summary>Runs the files of a folder in the ordinal order of their names, each in a transaction of its own.</summary>
    /// <exception cref="EnvironmentException">There are none, or one fails; the message names the file.</exception>
    public static async Task RunAsync(NpgsqlDataSource source, string folder, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        foreach (string file in Files(folder))
        {
            string sql = await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            try
            {
                await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw new EnvironmentException(
                    $"The migration '{file}' failed: {e.SqlState} {e.MessageText}. Mend it; the files before it are right.", e);
            }
        }
    }

    private static string[] Files(string folder)
    {
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal)]
            : throw new EnvironmentException($"The folder of the migrations, '{folder}', is not there. Name another.");
        return files.Length > 0
            ? files
            : throw new EnvironmentException($"The folder of the migrations, '{folder}', holds no *.sql file. Name the one that does.");
    }
}

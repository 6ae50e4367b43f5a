using System.Globalization;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>Runs a file of SQL statements.</summary>
internal static class SqlFile
{
    // What errors mean in files that make a database. The first that fits is told.
    private static readonly (string SqlState, string Cause)[] Causes =
    [
        ("42P01", "Does a later file make the table? Files are run in the ordinal order of their names, in which 10 comes before 9."),
        ("42704", "Does a later file make it? Files are run in the ordinal order of their names, in which 10 comes before 9."),
        ("42P07", "Two files make it, or one runs twice."),
        ("0A000", "The server has no such feature or extension. Install its package (Debian: postgresql-contrib for most)."),
        ("58P01", "The server lacks a file of the extension. Install its package (Debian: postgresql-contrib for most)."),
        ("53100", "The disk is full. Make room, or put the folder elsewhere with WINDTUNNEL_LEASES."),
        ("25001", "It cannot be run in a transaction, and each file is one."),
    ];

    /// <summary>Runs the statements in one transaction.</summary>
    /// <param name="connection">Open, and in no transaction.</param>
    /// <param name="what">What a message calls the file.</param>
    /// <param name="file">Its path.</param>
    /// <param name="cancellation">Ends it between two statements or within one.</param>
    /// <exception cref="EnvironmentException">One fails, or the file is not there.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, string what, string file, CancellationToken cancellation)
    {
        string sql = await ReadAsync(what, file, cancellation).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        foreach (SqlStatement statement in SqlScript.Split(sql))
        {
            await using var command = new NpgsqlCommand(statement.Text, connection, transaction);
            try
            {
                await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw Failure(what, file, SqlScript.LineOf(sql, statement.Begin + Math.Max(0, e.Position - 1)), e);
            }
        }

        // What is checked only now, such as a deferred constraint, is told at the end of the file.
        try
        {
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw Failure(what, file, SqlScript.LineOf(sql, sql.Length), e);
        }
    }

    public static async Task<string> ReadAsync(string what, string file, CancellationToken cancellation) => File.Exists(file)
        ? await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false)
        : throw new EnvironmentException($"The {what} '{file}' is not there. Name another, or copy it to the output folder of the tests.");

    public static EnvironmentException Failure(string what, string file, int line, PostgresException e)
    {
        string? cause = Causes.FirstOrDefault(known => known.SqlState == e.SqlState).Cause;
        string?[] more = [e.Detail, e.Hint, e.Where?.Split('\n')[0], cause];
        return new(
            string.Create(CultureInfo.InvariantCulture, $"The {what} '{file}' failed in line {line}: {e.SqlState} {e.MessageText}. ")
            + string.Concat(more.OfType<string>().Select(text => text.TrimEnd('.') + ". "))
            + "Mend it; the files before it are right.",
            e);
    }
}

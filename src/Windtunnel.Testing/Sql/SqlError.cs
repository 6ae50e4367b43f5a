using System.Data.Common;

namespace Windtunnel.Testing;

/// <summary>An error of a database as PostgreSQL codes it, for a scripted answer.</summary>
/// <param name="SqlState">Five characters of SQLSTATE, e.g. <c>40P01</c>.</param>
/// <param name="Message">What the database says.</param>
/// <param name="IsTransient">Whether the same may succeed when it is tried again.</param>
/// <param name="BreaksConnection">Whether the connection is of no use afterwards.</param>
public sealed record SqlError(string SqlState, string Message, bool IsTransient = false, bool BreaksConnection = false)
{
    public static SqlError Deadlock { get; } = new("40P01", "deadlock detected", IsTransient: true);

    public static SqlError SerializationFailure { get; } = new(
        "40001", "could not serialize access due to concurrent update", IsTransient: true);

    public static SqlError UniqueViolation { get; } = new("23505", "duplicate key value violates unique constraint");

    public static SqlError ForeignKeyViolation { get; } = new("23503", "insert or update violates foreign key constraint");

    public static SqlError UndefinedTable { get; } = new("42P01", "relation does not exist");

    public static SqlError DiskFull { get; } = new("53100", "could not extend file: No space left on device");

    public static SqlError LockTimeout { get; } = new("55P03", "canceling statement due to lock timeout", IsTransient: true);

    public static SqlError StatementTimeout { get; } = new("57014", "canceling statement due to statement timeout");

    /// <summary>The connection breaks, and nobody knows whether what was asked was done.</summary>
    public static SqlError ConnectionLost { get; } = new(
        "08006", "connection to server was lost", IsTransient: true, BreaksConnection: true);

    internal DbException Exception() => new ScriptedDatabaseException(this);
}

/// <summary>A scripted error of a database.</summary>
public sealed class ScriptedDatabaseException : DbException
{
    internal ScriptedDatabaseException(SqlError error)
        : base($"{error.SqlState}: {error.Message}") => Error = error;

    public SqlError Error { get; }

    /// <inheritdoc/>
    public override string? SqlState => Error.SqlState;

    /// <inheritdoc/>
    public override bool IsTransient => Error.IsTransient;
}

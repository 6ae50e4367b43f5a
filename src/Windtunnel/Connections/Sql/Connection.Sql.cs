using System.Data.Common;

namespace Windtunnel;

public sealed partial record Connection
{
    /// <summary>A closed connection to the database, by a driver of your choice.</summary>
    /// <param name="driver">E.g. <c>NpgsqlFactory.Instance</c>. A database that a test binds takes its place.</param>
    /// <remarks>Opening and disposing it are the caller's. <see cref="SqlConnections.Driver{T}"/> gives the driver's own
    /// connection.</remarks>
    /// <exception cref="InvalidOperationException">What is bound to the connection is no database.</exception>
    public DbConnection Sql(DbProviderFactory driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        return OpenByFactory(_ => driver);
    }

    /// <summary>The same by a driver that needs no <see cref="DbProviderFactory"/>.</summary>
    /// <param name="driver">A database that a test binds takes its place.</param>
    /// <remarks>The <see cref="DbConnection.ConnectionString"/> of the connection can be read only: what the driver's settings and this
    /// connection say is all that it is told.</remarks>
    /// <exception cref="InvalidOperationException">What is bound to the connection is no database.</exception>
    public DbConnection Sql(DatabaseDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        return OpenSql(connection => driver.Connect(SqlDriver.TextFor(connection, driver.Settings())), assignText: null);
    }

    /// <summary>A closed connection to the database, by the driver registered in <see cref="DbProviderFactories"/> under the name usual
    /// for the connection's type: <c>Npgsql</c> for <c>postgres</c>, <c>Microsoft.Data.Sqlite</c> for <c>sqlite</c>,
    /// <c>MySqlConnector</c> for <c>mysql</c>, <c>Microsoft.Data.SqlClient</c> for <c>mssql</c>; the type itself for others.</summary>
    /// <exception cref="InvalidOperationException">No driver is registered, or what is bound to the connection is no database.</exception>
    public DbConnection Sql() => OpenByFactory(SqlDriver.RegisteredFor);

    private DbConnection OpenByFactory(Func<Connection, DbProviderFactory> driver) => OpenSql(
        connection => SqlDriver.Connect(connection, driver(connection)), (database, text) => database.ConnectionString = text);

    // The assignment is handed in, so that an executable without factories does not carry it: docs/adr/0023.
    private DbConnection OpenSql(Func<Connection, DbConnection> connect, Action<DbConnection, string?>? assignText) =>
        Open(new Hook<DbConnection>
        {
            Name = "sql",
            Connect = connect,
            Watch = (database, calls) => new WatchedDatabase(database, calls, assignText),
            Adopt = bound => (bound as DbDataSource)?.CreateConnection(),
            Unreachable = message => new DatabaseUnreachableException(message),
        });
}

/// <summary>What a connection of the SQL hook can do beside being a <see cref="DbConnection"/>.</summary>
public static class SqlConnections
{
    /// <summary>The connection as its driver knows it, e.g. an <c>NpgsqlConnection</c> for a binary copy. What is done with it neither
    /// holds the run's clock nor is seen by what a test put between.</summary>
    /// <exception cref="InvalidOperationException">It is of another driver, or a test's double.</exception>
    public static T Driver<T>(this DbConnection connection)
        where T : DbConnection
    {
        DbConnection inner = connection;
        while (inner is WatchedDatabase watched)
        {
            inner = watched.Inner;
        }

        return inner as T ?? throw new InvalidOperationException(
            $"The connection was asked for its {typeof(T).Name}, but it is a {inner.GetType().Name}. "
            + "Ask for that, or bind another database.");
    }
}

/// <summary>A test made a database unreachable.</summary>
public sealed class DatabaseUnreachableException(string message) : DbException(message)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;

    /// <summary><c>08001</c>: the client cannot establish the connection.</summary>
    public override string? SqlState => "08001";
}

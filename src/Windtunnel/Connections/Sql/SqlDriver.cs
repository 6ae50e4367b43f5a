using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Windtunnel;

/// <summary>How Airflow's types of database connections are told to ADO.NET drivers.</summary>
/// <param name="Name">Under which the driver is usually registered.</param>
/// <param name="Host">The driver's word for the host, or for the file of an embedded database.</param>
/// <param name="Port">Null: the host takes it, after a comma.</param>
/// <param name="Login">The driver's word for the user.</param>
/// <param name="Database">The driver's word for the database.</param>
internal sealed record SqlDriver(string Name, string Host, string? Port, string Login, string Database)
{
    private static readonly Dictionary<string, SqlDriver> Known = new(StringComparer.Ordinal)
    {
        ["postgres"] = new("Npgsql", "Host", "Port", "Username", "Database"),
        ["mysql"] = new("MySqlConnector", "Server", "Port", "User ID", "Database"),
        ["mssql"] = new("Microsoft.Data.SqlClient", "Data Source", null, "User ID", "Initial Catalog"),
        ["sqlite"] = new("Microsoft.Data.Sqlite", "Data Source", "", "", ""),
        ["duckdb"] = new("DuckDB.NET.Data", "Data Source", "", "", ""),
    };

    public static DbProviderFactory RegisteredFor(Connection connection)
    {
        string name = Of(connection).Name;
        return DbProviderFactories.TryGetFactory(name, out DbProviderFactory? driver)
            ? driver
            : throw new InvalidOperationException(
                $"Connection '{connection.Id}' is of type '{connection.Type}', but no ADO.NET driver is registered as '{name}'. Call "
                + $"DbProviderFactories.RegisterFactory(\"{name}\", ...) when the program starts, or give Sql(...) the driver.");
    }

    public static DbConnection Connect(Connection connection, DbProviderFactory driver)
    {
        DbConnection database = driver.CreateConnection() ?? throw new InvalidOperationException(
            $"Connection '{connection.Id}' was given the driver {driver.GetType().Name}, which makes no connections. Give it another.");
        database.ConnectionString = TextFor(connection, driver.CreateConnectionStringBuilder() ?? []);
        return database;
    }

    public static string TextFor(Connection connection, DbConnectionStringBuilder settings) => Of(connection).Fill(settings, connection);

    private static SqlDriver Of(Connection connection) =>
        Known.GetValueOrDefault(connection.Type) ?? Known["postgres"] with { Name = connection.Type };

    private string Fill(DbConnectionStringBuilder text, Connection connection)
    {
        string? port = connection.Port?.ToString(CultureInfo.InvariantCulture);
        Set(text, Host, Port is null && port is not null ? $"{connection.Host},{port}" : connection.Host);
        Set(text, Port, port);
        Set(text, Login, connection.Login);
        Set(text, "Password", Login.Length == 0 ? null : connection.Password);
        Set(text, Database, connection.Schema);

        // Airflow's extras are for Python's drivers; those that this driver knows by the same name are meant for it too.
        ConnectionExtras extras = connection.Extras;
        foreach (string name in extras.Names.Where(text.ContainsKey))
        {
            Set(text, name, extras[name] is { ValueKind: not JsonValueKind.Null } ? extras.Text(name) : null);
        }

        return text.ConnectionString;
    }

    private static void Set(DbConnectionStringBuilder text, string? keyword, string? value)
    {
        if (!string.IsNullOrEmpty(keyword) && !string.IsNullOrEmpty(value))
        {
            text[keyword] = value;
        }
    }
}

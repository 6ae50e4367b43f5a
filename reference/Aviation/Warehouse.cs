using System.Data.Common;

namespace Windtunnel.Reference.Aviation;

/// <summary>The database behind the connection <c>local_warehouse</c>, of Airflow's type <c>sqlite</c>: its host is the file.</summary>
internal static class Warehouse
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS airports (
            iata TEXT PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS staged_flights (
            source TEXT, line INTEGER, raw TEXT NOT NULL, departed_at TEXT, origin TEXT, destination TEXT,
            delay_minutes INTEGER, distance_miles INTEGER, reason TEXT, detail TEXT, PRIMARY KEY (source, line)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS staged_key ON staged_flights (departed_at, origin, destination);
        CREATE TABLE IF NOT EXISTS flights (
            departed_at TEXT, origin TEXT REFERENCES airports, destination TEXT REFERENCES airports,
            delay_minutes INTEGER NOT NULL, distance_miles INTEGER NOT NULL, PRIMARY KEY (departed_at, origin, destination)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS quarantine (
            source TEXT, line INTEGER, reason TEXT NOT NULL, detail TEXT NOT NULL, raw TEXT NOT NULL, PRIMARY KEY (source, line)
        ) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Opens the database, and creates it where there is none.</summary>
    public static DbConnection Open(TaskContext context)
    {
        DbConnection database = context.Connections["local_warehouse"].Sql(Databases.Sqlite);
        database.Open();
        return database;
    }

    /// <summary>Runs statements and returns how many rows they changed together.</summary>
    public static int Execute(this DbConnection database, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = database.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The one number that a query answers.</summary>
    public static int Count(this DbConnection database, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = database.Command(sql, parameters);
        return Convert.ToInt32(command.ExecuteScalar(), provider: null);
    }

    public static DbCommand Command(
        this DbConnection database, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = database.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

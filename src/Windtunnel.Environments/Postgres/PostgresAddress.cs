using Npgsql;

namespace Windtunnel.Environments;

/// <summary>From an Airflow connection to a client of the server.</summary>
internal static class PostgresAddress
{
    public const int UsualPort = 5432;

    /// <param name="connection">Its schema is the database; null: that of the user's name.</param>
    /// <param name="database">Another database; null: that of the connection.</param>
    /// <param name="mark">What its sessions are called in the server; null: nothing.</param>
    public static NpgsqlDataSource Open(Connection connection, string? database = null, string? mark = null) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = connection.Host,
            Port = connection.Port ?? UsualPort,
            Username = connection.Login,
            Password = connection.Password,
            Database = database ?? connection.Schema,
            Options = connection.Extras.Text("options"),
            ApplicationName = mark,
            // As many as the server takes: it says so when there are too many, a pool only lets us wait.
            MaxPoolSize = 1000,
            Timeout = 5,
            IncludeErrorDetail = true,
        });
}

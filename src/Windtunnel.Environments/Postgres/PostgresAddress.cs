using Npgsql;

namespace Windtunnel.Environments;

/// <summary>From an Airflow connection to a client of the server.</summary>
internal static class PostgresAddress
{
    public const int UsualPort = 5432;

    /// <param name="connection">Its schema is the database; null: that of the user's name.</param>
    /// <param name="database">Another database; null: that of the connection.</param>
    public static NpgsqlDataSource Open(Connection connection, string? database = null) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = connection.Host,
            Port = connection.Port ?? UsualPort,
            Username = connection.Login,
            Password = connection.Password,
            Database = database ?? connection.Schema,
            Options = connection.Extras.Text("options"),
            Timeout = 5,
            IncludeErrorDetail = true,
        });
}

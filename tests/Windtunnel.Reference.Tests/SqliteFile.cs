using Microsoft.Data.Sqlite;

namespace Windtunnel.Reference.Tests;

/// <summary>A SQLite database of the test's own behind a connection of Airflow's type <c>sqlite</c>.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("windtunnel-sqlite-");

    public Connection Connection => new() { Id = "sqlite", Type = "sqlite", Host = Path.Combine(_directory.FullName, "warehouse.db") };

    /// <summary>Runs statements, e.g. to lay a trap before the DAG runs.</summary>
    public void Execute(string sql) => Query(sql);

    /// <summary>The rows that a query answers, each as its columns joined by <c>|</c>.</summary>
    public string[] Query(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Connection.Host};Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        List<string> rows = [];
        while (row.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "" : row.GetString(i))));
        }

        return [.. rows];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

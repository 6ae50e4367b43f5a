using System.Data.Common;
using System.Globalization;

namespace Windtunnel.Testing;

/// <summary>A real database behind a connection, reached by an ADO.NET driver: one in memory that this makes, or one that is
/// there.</summary>
/// <example><code>.Bind("fares", Database.InMemory(SqliteFactory.Instance).With("CREATE TABLE fares (route TEXT)"))</code></example>
public sealed class Database : Binding
{
    private static int _count;

    private readonly DbProviderFactory _driver;
    private readonly DbConnection? _anchor;
    private readonly Source _source;

    private Database(DbProviderFactory driver, string connectionString, bool isInMemory)
    {
        ArgumentNullException.ThrowIfNull(driver);
        _driver = driver;
        ConnectionString = connectionString;
        _source = new(this);
        if (isInMemory)
        {
            // It lives as long as one connection to it is open.
            _anchor = Connect();
        }
    }

    /// <summary>By which further connections reach it; it may hold a password.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes connections to it.</summary>
    public DbDataSource DataSource => _source;

    /// <summary>A new, empty SQLite database in memory. No other test sees it; it is gone with the tunnel.</summary>
    /// <param name="sqlite">The driver, <c>SqliteFactory.Instance</c> of Microsoft.Data.Sqlite.</param>
    public static Database InMemory(DbProviderFactory sqlite) =>
        new(sqlite, $"Data Source=windtunnel-{Interlocked.Increment(ref _count)};Mode=Memory;Cache=Shared", isInMemory: true);

    /// <summary>A database that is there already, and stays.</summary>
    /// <param name="driver">E.g. <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="connectionString">As the driver reads it.</param>
    public static Database At(DbProviderFactory driver, string connectionString) => new(driver, connectionString, isInMemory: false);

    /// <summary>Runs statements, e.g. to make tables and fill them.</summary>
    /// <exception cref="DbException">The database refuses them.</exception>
    public Database With(string sql)
    {
        using DbConnection connection = Connect();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return this;
    }

    /// <summary>The rows that a query answers, each as its values joined by <c>|</c>; null is <c>NULL</c>, numbers and dates are as the
    /// invariant culture has them.</summary>
    /// <exception cref="DbException">The database refuses the query.</exception>
    public IReadOnlyList<string> Query(string sql)
    {
        using DbConnection connection = Connect();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader row = command.ExecuteReader();
        List<string> rows = [];
        while (row.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => SqlText.Of(row.GetValue(i)))));
        }

        return rows;
    }

    /// <summary>Closes what keeps a database in memory; a second call does nothing.</summary>
    public override ValueTask DisposeAsync() => _anchor?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected internal override Connection Connect(string id) => StandIn(id, "sql", _source);

    private DbConnection Connect()
    {
        DbConnection connection = _source.CreateConnection();
        connection.Open();
        return connection;
    }

    private sealed class Source(Database database) : DbDataSource
    {
        public override string ConnectionString => database.ConnectionString;

        protected override DbConnection CreateDbConnection()
        {
            DbConnection connection = database._driver.CreateConnection() ?? throw new InvalidOperationException(
                $"The driver {database._driver.GetType().Name} makes no connections. Give the database another.");
            connection.ConnectionString = database.ConnectionString;
            return connection;
        }
    }
}

/// <summary>How values of databases are written in messages and compared.</summary>
internal static class SqlText
{
    public static string Of(object? value) => value switch
    {
        null or DBNull => "NULL",
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

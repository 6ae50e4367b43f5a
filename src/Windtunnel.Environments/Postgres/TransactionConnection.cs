using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>A connection that is the session of a <see cref="TransactionSource"/> while it is open.</summary>
/// <remarks>A statement that fails outside a transaction leaves a real connection usable. So each statement stands behind a savepoint, to
/// which the session returns before the next one where it failed.</remarks>
internal sealed class TransactionConnection(TransactionSource source) : DbConnection
{
    private const string Guard = "windtunnel_statement";

    private ConnectionState _state = ConnectionState.Closed;
    private bool _isGuarded;

    [AllowNull]
    public override string ConnectionString
    {
        get => source.ConnectionString;
        set => throw new NotSupportedException("A test isolated by a transaction decides where the connection leads.");
    }

    public override string Database => source.Session.Database;

    public override string DataSource => source.Session.DataSource;

    public override string ServerVersion => source.Session.ServerVersion;

    public override ConnectionState State => _state;

    public SavepointTransaction? Transaction { get; set; }

    public NpgsqlConnection Session => source.Session;

    public override void Open() => Enter();

    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        Enter();
        return Task.CompletedTask;
    }

    /// <summary>As on a real one, what was not committed is rolled back.</summary>
    public override void Close()
    {
        if (_state == ConnectionState.Open)
        {
            Transaction?.Dispose();
            Guarded(false);
            _state = ConnectionState.Closed;
            source.Leave(this);
        }
    }

    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("A transaction is in one database. Give the test a database: .Isolated(Isolation.Database).");

    /// <summary>Puts a savepoint before a statement that is in no transaction of the body, and ends that of the statement before.</summary>
    public void Guarded(bool isNext = true)
    {
        if (_isGuarded)
        {
            try
            {
                Run($"RELEASE SAVEPOINT {Guard}");
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
            {
                Run($"ROLLBACK TO SAVEPOINT {Guard}; RELEASE SAVEPOINT {Guard}");
            }
        }

        _isGuarded = isNext && Transaction is null;
        if (_isGuarded)
        {
            Run($"SAVEPOINT {Guard}");
        }
    }

    public void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, Session);
        command.ExecuteNonQuery();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (Transaction is not null)
        {
            throw new InvalidOperationException("The connection is in a transaction already. Commit it, or roll it back.");
        }

        Guarded(false);
        return Transaction = new SavepointTransaction(this, isolationLevel);
    }

    protected override DbCommand CreateDbCommand() => new TransactionCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private void Enter()
    {
        source.Enter(this);
        _state = ConnectionState.Open;
    }
}

/// <summary>What a body takes for a transaction: a savepoint within the test's.</summary>
internal sealed class SavepointTransaction : DbTransaction
{
    private const string Name = "windtunnel_transaction";

    private readonly TransactionConnection _connection;
    private bool _isOver;

    public SavepointTransaction(TransactionConnection connection, IsolationLevel level)
    {
        _connection = connection;
        IsolationLevel = level;
        connection.Run($"SAVEPOINT {Name}");
    }

    /// <summary>What the body asked for. It gets that of the test's transaction, read committed.</summary>
    public override IsolationLevel IsolationLevel { get; }

    protected override DbConnection DbConnection => _connection;

    public override void Commit() => End($"RELEASE SAVEPOINT {Name}");

    public override void Rollback() => End($"ROLLBACK TO SAVEPOINT {Name}; RELEASE SAVEPOINT {Name}");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver)
        {
            Rollback();
        }

        base.Dispose(disposing);
    }

    private void End(string sql)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        _isOver = true;
        _connection.Transaction = null;
        _connection.Run(sql);
    }
}

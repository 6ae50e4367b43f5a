using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>A command in the session of a <see cref="TransactionConnection"/>.</summary>
internal sealed class TransactionCommand(TransactionConnection connection) : DbCommand
{
    private readonly NpgsqlCommand _inner = new("", connection.Session);

    [AllowNull]
    public override string CommandText
    {
        get => _inner.CommandText;
        set => _inner.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => _inner.CommandTimeout;
        set => _inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => _inner.CommandType;
        set => _inner.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => _inner.UpdatedRowSource;
        set => _inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _inner.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _inner.Cancel();

    public override int ExecuteNonQuery() => Ready().ExecuteNonQuery();

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Ready().ExecuteNonQueryAsync(cancellationToken);

    public override object? ExecuteScalar() => Ready().ExecuteScalar();

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => Ready().ExecuteScalarAsync(cancellationToken);

    /// <summary>The transaction ends the test, so nothing stays prepared for long.</summary>
    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => _inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        Ready().ExecuteReader(behavior & ~CommandBehavior.CloseConnection);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await Ready().ExecuteReaderAsync(behavior & ~CommandBehavior.CloseConnection, cancellationToken).ConfigureAwait(false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool EndsTransaction(SqlStatement statement) => SqlScript.FirstWord(statement.Text) switch
    {
        "BEGIN" or "START" or "COMMIT" or "END" or "ABORT" => true,
        "ROLLBACK" => !statement.Text.Contains(" TO ", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private NpgsqlCommand Ready()
    {
        if (connection.State != ConnectionState.Open)
        {
            throw new InvalidOperationException("The connection is closed. Open it first.");
        }

        if (SqlScript.Split(CommandText).FirstOrDefault(EndsTransaction) is { } statement)
        {
            throw new InvalidOperationException(
                $"'{statement.Text}' cannot be run in a test that is isolated by a transaction. Use BeginTransaction of the connection, "
                + "or give the test a database: .Isolated(Isolation.Database).");
        }

        connection.Guarded();
        return _inner;
    }
}

using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Windtunnel;

/// <summary>A command that is run through <see cref="HookCalls"/> and whose rows are read through it.</summary>
internal sealed class WatchedCommand(WatchedDatabase database, DbCommand inner, HookCalls calls) : DbCommand
{
    private DbConnection? _connection = database;
    private DbTransaction? _transaction;

    [AllowNull]
    public override string CommandText
    {
        get => inner.CommandText;
        set => inner.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible
    {
        get => inner.DesignTimeVisible;
        set => inner.DesignTimeVisible = value;
    }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set
        {
            _connection = value;
            inner.Connection = value is WatchedDatabase watched ? watched.Inner : value;
        }
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set
        {
            _transaction = value;
            inner.Transaction = value is WatchedTransaction watched ? watched.Inner : value;
        }
    }

    public override void Cancel() => inner.Cancel();

    public override void Prepare() => inner.Prepare();

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => inner.PrepareAsync(cancellationToken);

    public override int ExecuteNonQuery() => calls.Run("execute", CommandText, inner.ExecuteNonQuery);

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        calls.RunAsync("execute", CommandText, () => new ValueTask<int>(inner.ExecuteNonQueryAsync(cancellationToken))).AsTask();

    public override object? ExecuteScalar() => calls.Run("query", CommandText, inner.ExecuteScalar);

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        calls.RunAsync("query", CommandText, () => new ValueTask<object?>(inner.ExecuteScalarAsync(cancellationToken))).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        new WatchedReader(calls.Run("query", CommandText, () => inner.ExecuteReader(behavior)), calls);

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        return calls.RunAsync("query", CommandText, ReadingAsync).AsTask();

        async ValueTask<DbDataReader> ReadingAsync() =>
            new WatchedReader(await inner.ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false), calls);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

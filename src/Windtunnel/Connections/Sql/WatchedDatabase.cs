using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Windtunnel;

/// <summary>A database connection whose opening, commands and transactions go through <see cref="HookCalls"/>.</summary>
internal sealed class WatchedDatabase : DbConnection
{
    private readonly HookCalls _calls;
    private readonly Action<DbConnection, string?>? _assignText;

    // Without assignText the connection keeps the text that it was made with.
    public WatchedDatabase(DbConnection inner, HookCalls calls, Action<DbConnection, string?>? assignText)
    {
        Inner = inner;
        _calls = calls;
        _assignText = assignText;
        Inner.StateChange += OnInnerStateChange;
    }

    public DbConnection Inner { get; }

    [AllowNull]
    public override string ConnectionString
    {
        get => Inner.ConnectionString;
        set => (_assignText ?? throw new NotSupportedException(
            "The text of this connection cannot be assigned. Set what it is to say in the driver's Settings, or in the connection."))
            .Invoke(Inner, value);
    }

    public override int ConnectionTimeout => Inner.ConnectionTimeout;

    public override string Database => Inner.Database;

    public override string DataSource => Inner.DataSource;

    public override string ServerVersion => Inner.ServerVersion;

    public override ConnectionState State => Inner.State;

    public override void Open() => _calls.Run("open", Database, Inner.Open);

    public override Task OpenAsync(CancellationToken cancellationToken) =>
        _calls.RunAsync("open", Database, () => new ValueTask(Inner.OpenAsync(cancellationToken))).AsTask();

    public override void Close() => Inner.Close();

    public override Task CloseAsync() => Inner.CloseAsync();

    public override void ChangeDatabase(string databaseName) => Inner.ChangeDatabase(databaseName);

    public override Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default) =>
        Inner.ChangeDatabaseAsync(databaseName, cancellationToken);

    public override DataTable GetSchema() => Inner.GetSchema();

    public override DataTable GetSchema(string collectionName) => Inner.GetSchema(collectionName);

    public override DataTable GetSchema(string collectionName, string?[] restrictionValues) =>
        Inner.GetSchema(collectionName, restrictionValues);

    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        new WatchedTransaction(this, _calls.Run("begin", "", () => Inner.BeginTransaction(isolationLevel)), _calls);

    protected override ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        return _calls.RunAsync("begin", "", BeginningAsync);

        async ValueTask<DbTransaction> BeginningAsync() => new WatchedTransaction(
            this, await Inner.BeginTransactionAsync(isolationLevel, cancellationToken).ConfigureAwait(false), _calls);
    }

    protected override DbCommand CreateDbCommand() => new WatchedCommand(this, Inner.CreateCommand(), _calls);

    protected override void Dispose(bool disposing)
    {
        Inner.StateChange -= OnInnerStateChange;
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OnInnerStateChange(object sender, StateChangeEventArgs change) => OnStateChange(change);
}

internal sealed class WatchedTransaction(WatchedDatabase database, DbTransaction inner, HookCalls calls) : DbTransaction
{
    public DbTransaction Inner => inner;

    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    public override bool SupportsSavepoints => inner.SupportsSavepoints;

    protected override DbConnection? DbConnection => inner.Connection is null ? null : database;

    public override void Commit() => calls.Run("commit", "", inner.Commit);

    public override Task CommitAsync(CancellationToken cancellationToken = default) =>
        calls.RunAsync("commit", "", () => new ValueTask(inner.CommitAsync(cancellationToken))).AsTask();

    public override void Rollback() => calls.Run("rollback", "", inner.Rollback);

    public override Task RollbackAsync(CancellationToken cancellationToken = default) =>
        calls.RunAsync("rollback", "", () => new ValueTask(inner.RollbackAsync(cancellationToken))).AsTask();

    public override void Save(string savepointName) => inner.Save(savepointName);

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        inner.SaveAsync(savepointName, cancellationToken);

    public override void Rollback(string savepointName) => inner.Rollback(savepointName);

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        inner.RollbackAsync(savepointName, cancellationToken);

    public override void Release(string savepointName) => inner.Release(savepointName);

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        inner.ReleaseAsync(savepointName, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
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

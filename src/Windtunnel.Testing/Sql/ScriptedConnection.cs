using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Windtunnel.Testing;

/// <summary>A body's connection to a <see cref="ScriptedDatabase"/>.</summary>
internal sealed class ScriptedConnection(ScriptedDatabase database, TaskContext context) : DbConnection
{
    /// <summary>How opening and committing are named among commands.</summary>
    public const string Opening = "[open]";
    public const string Committing = "[commit]";

    private ConnectionState _state;

    public TaskContext Context => context;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "scripted";

    public override string DataSource => "scripted";

    public override string ServerVersion => "0";

    public override ConnectionState State => _state;

    public override void Open() => Opened(database.AnswerIfScripted(Opening));

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        SqlAnswer? answer = database.AnswerIfScripted(Opening);
        await WaitAsync(answer?.Delay ?? default, cancellationToken).ConfigureAwait(false);
        Opened(answer);
    }

    public override void Close() => Become(ConnectionState.Closed);

    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("A scripted database has no other databases. Bind a real one, e.g. Database.InMemory(...).");

    /// <summary>The answer to a command; throws a scripted error.</summary>
    public SqlAnswer Ask(string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        RequireOpen();
        return database.Answer(sql, parameters, context);
    }

    public SqlAnswer? AskCommit()
    {
        RequireOpen();
        return database.AnswerIfScripted(Committing);
    }

    /// <summary>Lets virtual time pass, so that what waits for the answer goes on at once.</summary>
    public ValueTask WaitAsync(TimeSpan delay, CancellationToken cancellation) => delay == TimeSpan.Zero
        ? ValueTask.CompletedTask
        : Detached.Of(new ValueTask(context.DelayAsync(delay).WaitAsync(cancellation)));

    public void ThrowIfError(SqlAnswer? answer)
    {
        if (answer?.Error is { } error)
        {
            if (answer.Breaks)
            {
                Break();
            }

            throw error();
        }
    }

    public void Break() => Become(ConnectionState.Broken);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        RequireOpen();
        return new ScriptedTransaction(this, isolationLevel);
    }

    protected override DbCommand CreateDbCommand() => new ScriptedCommand { Connection = this };

    protected override void Dispose(bool disposing)
    {
        Become(ConnectionState.Closed);
        base.Dispose(disposing);
    }

    private void Opened(SqlAnswer? answer)
    {
        ThrowIfError(answer);
        Become(ConnectionState.Open);
    }

    private void RequireOpen()
    {
        if (_state != ConnectionState.Open)
        {
            throw new InvalidOperationException($"The connection is {_state.ToString().ToLowerInvariant()}. Open it first.");
        }
    }

    private void Become(ConnectionState state)
    {
        ConnectionState before = _state;
        _state = state;
        if (before != state)
        {
            OnStateChange(new(before, state));
        }
    }
}

internal sealed class ScriptedTransaction(ScriptedConnection connection, IsolationLevel isolation) : DbTransaction
{
    public override IsolationLevel IsolationLevel => isolation;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => connection.ThrowIfError(connection.AskCommit());

    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        SqlAnswer? answer = connection.AskCommit();
        await connection.WaitAsync(answer?.Delay ?? default, cancellationToken).ConfigureAwait(false);
        connection.ThrowIfError(answer);
    }

    public override void Rollback()
    {
    }
}

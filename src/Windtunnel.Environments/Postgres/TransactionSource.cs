using System.Data.Common;
using Npgsql;

namespace Windtunnel.Environments;

/// <summary>A database in which nothing lasts: all its connections are the one session of a transaction that is rolled back in the
/// end.</summary>
/// <remarks>PostgreSQL shows what a transaction did to that transaction only, so there is one session, and one connection may be open at
/// a time. What a body commits is a savepoint of the transaction.</remarks>
internal sealed class TransactionSource : DbDataSource
{
    private readonly NpgsqlConnection _session;
    private readonly NpgsqlTransaction _transaction;
    private TransactionConnection? _user;

    private TransactionSource(NpgsqlConnection session, NpgsqlTransaction transaction) =>
        (_session, _transaction) = (session, transaction);

    public override string ConnectionString => _session.ConnectionString;

    public NpgsqlConnection Session => _session;

    /// <param name="source">Where its session comes from, and goes back to.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public static async Task<TransactionSource> BeginAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        NpgsqlConnection session = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return new(session, await session.BeginTransactionAsync(cancellation).ConfigureAwait(false));
    }

    /// <exception cref="InvalidOperationException">Another connection is open.</exception>
    public void Enter(TransactionConnection user)
    {
        if (Interlocked.CompareExchange(ref _user, user, null) is { } other && other != user)
        {
            throw new InvalidOperationException(
                "The test is isolated by a transaction, and another connection is open in it at this moment. A transaction has one "
                + "session: let tasks use it one after the other, or give the test a database: .Isolated(Isolation.Database).");
        }
    }

    public void Leave(TransactionConnection user) => Interlocked.CompareExchange(ref _user, null, user);

    protected override DbConnection CreateDbConnection() => new TransactionConnection(this);

    protected override async ValueTask DisposeAsyncCore()
    {
        await _transaction.RollbackAsync().ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }
}
